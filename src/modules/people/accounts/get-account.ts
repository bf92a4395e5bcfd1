import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { listExternalIds } from '../external-ids.ts';
import type { CountAnswer } from '../lists/contract.ts';
import { listMerges } from '../merging/list-merges.ts';
import { idsMergedInto, survivorOf } from '../merging/merged-ids.ts';
import type { Named } from '../records.ts';
import type { AccountDetail } from './contract.ts';
import { loadAccountRows } from './load-account-rows.ts';

/** Up to here interactions are counted one by one: some 20 ms. */
const maxCountedInteractions = 20_000;

export async function getAccount(options: { tx: Tx; accountId: string }): Promise<AccountDetail> {
  const { tx, accountId } = options;
  const id = await survivorOf(tx, 'account', accountId);
  const [row] = await loadAccountRows(tx, [id], 'all');
  const more = await tx.first<{ description: string | null }>(
    sql`select description from account where id = ${id}`,
  );
  if (!row || !more) throw notFound('account');
  return {
    ...row,
    ...more,
    externalIds: await listExternalIds(tx, 'account', id),
    interactionCount: await countInteractions(tx, await idsMergedInto(tx, 'account', id)),
    openDeals: await sumDeals(tx, id, 'open'),
    wonDeals: await sumDeals(tx, id, 'won'),
    subsidiaries: await tx.rows<Named>(
      sql`select id, name from account where parent_id = ${id} and merged_into_id is null order by sort_name, id limit 100`,
    ),
    merges: await listMerges(tx, 'account', id),
    mergedFrom: id === accountId ? null : accountId,
  };
}

async function countInteractions(tx: Tx, ids: readonly string[]): Promise<CountAnswer> {
  const row = await tx.first<{ count: number }>(sql`select count(*) as count from (
    select from interaction where account_id = any(${`{${ids.join(',')}}`}::uuid[]) limit ${maxCountedInteractions + 1}) as counted`);
  const count = row?.count ?? 0;
  return count > maxCountedInteractions
    ? { count: maxCountedInteractions, precision: 'about' }
    : { count, precision: 'exact' };
}

async function sumDeals(tx: Tx, accountId: string, status: 'open' | 'won') {
  const rows = await tx.rows<{ currency: string | null; count: number; amountMinor: number | null }>(sql`
    select currency, count(*) as count, sum(amount_minor)::bigint as "amountMinor" from opportunity
    where account_id = ${accountId} and status = ${status} group by currency order by currency`);
  return {
    count: rows.reduce((sum, row) => sum + row.count, 0),
    amounts: rows.flatMap((row) =>
      row.currency !== null && row.amountMinor !== null
        ? [{ currency: row.currency, amountMinor: row.amountMinor }]
        : [],
    ),
  };
}
