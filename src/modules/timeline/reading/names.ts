import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { LogRow } from './read-rows.ts';
import { ids } from './scope.ts';

export type Named = { id: string; name: string };
export type PersonName = Named & { title: string | null; account: Named | null };

/** Who and what the rows of a page are of, looked up at once for all of them. */
export type Names = {
  /** By the id that a row holds, whoever that record was merged into. */
  people: ReadonlyMap<string, PersonName>;
  accounts: ReadonlyMap<string, string>;
  opportunities: ReadonlyMap<string, string>;
  teammates: ReadonlyMap<string, string>;
  campaigns: ReadonlyMap<string, string>;
  assets: ReadonlyMap<string, string>;
};

type Row = {
  kind: keyof Names;
  given: string;
  id: string;
  name: string;
  title: string | null;
  account_id: string | null;
  account_name: string | null;
};

/** In one question: each part is a few looks into an index. */
export async function readNames(
  tx: Tx,
  rows: readonly LogRow[],
  teammateIds: readonly string[],
): Promise<Names> {
  const of = (list: readonly (string | null)[]) => ids([...new Set(list.flatMap((id) => id ?? []))]);
  const people = of(rows.flatMap((row) => [row.contact_id, row.bound_id, ...row.other_contact_ids]));
  const plain = (kind: string, table: SQL, wanted: SQL, name = sql`name`) =>
    sql`select ${kind}, id, id, ${name}, null, null::uuid, null from ${table} where id = any (${wanted})`;
  const found = await tx.preparedRows<Row>(sql`
    select 'people' as kind, c.id as given, s.id, coalesce(nullif(s.name, ''), s.email, 'Unnamed') as name, s.title,
      s.account_id, a.name as account_name
    from contact c
    cross join lateral (
      select * from contact r
      where r.id = case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end offset 0
    ) as s
    left join lateral (select name from account where id = s.account_id offset 0) as a on true
    where c.id = any (${people})
    union all ${plain('accounts', sql`account`, of(rows.map((row) => row.account_id)))}
    union all ${plain('opportunities', sql`opportunity`, of(rows.map((row) => row.opportunity_id)))}
    union all ${plain('teammates', sql`teammate`, of([...rows.map((row) => row.teammate_id), ...teammateIds]))}
    union all ${plain('campaigns', sql`campaign`, of(rows.map((row) => row.campaign_id)))}
    union all ${plain('assets', sql`asset`, of(rows.map((row) => row.asset_id)), sql`title`)}`);
  const named = (kind: keyof Names) =>
    new Map(found.filter((row) => row.kind === kind).map((row) => [row.id, row.name]));
  return {
    people: new Map(found.filter((row) => row.kind === 'people').map((row) => [row.given, personOf(row)])),
    accounts: named('accounts'),
    opportunities: named('opportunities'),
    teammates: named('teammates'),
    campaigns: named('campaigns'),
    assets: named('assets'),
  };
}

function personOf({ id, name, title, account_id, account_name }: Row): PersonName {
  const account =
    account_id === null || account_name === null ? null : { id: account_id, name: account_name };
  return { id, name, title, account };
}
