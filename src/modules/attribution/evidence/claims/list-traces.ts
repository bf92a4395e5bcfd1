import { notFound } from '../../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { journeysReady } from '../../facts/journeys-ready.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import { readMoney } from '../../settings/money.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { type Claim, isOutcome, type Trace, type Traced } from '../contract.ts';
import { presentTally } from '../open-evidence.ts';
import { findClaim } from './claim-rows.ts';
import { askedClaim, traceClaims } from './trace-claims.ts';
import { tracesSql } from './traces-sql.ts';

type Row = {
  kind: Trace['kind'];
  id: string;
  account_id: string;
  result_ms: number;
  amount_minor: number;
  currency: string;
  touch_id: string;
  touch_ms: number;
  touch_type: string;
  touch_person: string;
};

type Traces = { items: Trace[]; nextCursor: string | null; claim: Claim; traced: Traced | null };

/** What a claim traces to, latest first, each with the touchpoint that says so. */
export async function listTraces(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: { workspaceId: string; id: string; cursor?: string; limit: number },
): Promise<Traces> {
  const { workspaceId, id, cursor, limit } = options;
  const { claim, settings, money } = await services.database.inWorkspace(workspaceId, async (tx) => {
    const found = await findClaim(tx, id);
    if (!found) throw notFound('claim');
    return { claim: found, settings: await readSettings(tx), money: await readMoney(tx) };
  });
  if (!isOutcome(claim.metric)) return { items: [], nextCursor: null, claim, traced: null };
  await journeysReady(services, workspaceId);
  const tallies = await traceClaims(services, { workspaceId, claims: [claim], settings, money });
  const asked = askedClaim(claim, money.timeZone);
  const traces = tracesSql({ workspaceId, claims: asked === null ? [] : [asked], ...settings });
  const rows =
    traces === null ? [] : await rowsOf<Row>(services.clickhouse, pageSql(traces, { cursor, limit }));
  const page = toPage({ rows, limit, item: (row) => row, cursor: (row) => [row.result_ms, row.id] });
  const items = await services.database.inWorkspace(workspaceId, (tx) => named(tx, page.items));
  return {
    items,
    nextCursor: page.nextCursor,
    claim,
    traced: presentTally(claim, tallies.get(claim.id) ?? null),
  };
}

function pageSql(traces: string, { cursor, limit }: { cursor: string | undefined; limit: number }): string {
  const [ms, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const isPlace = typeof ms === 'number' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id);
  const before = isPlace ? `where (result_ms, id) < (${Math.trunc(ms)}, toUUID('${id}'))` : '';
  return `select kind, id, account_id, result_ms, amount_minor, currency, touch_id, touch_ms, toString(touch_type) as touch_type, touch_person
    from (${traces}) ${before} order by result_ms desc, id desc limit ${limit + 1}`;
}

/** Names of what was found. Who was deleted since the journeys were made is left out. */
async function named(tx: Tx, rows: readonly Row[]): Promise<Trace[]> {
  const names = async (table: 'account' | 'contact' | 'opportunity', ids: readonly string[]) =>
    new Map(
      (
        await tx.rows<{ id: string; name: string | null }>(
          sql`select id, name from ${sql.identifier(table)} where id = any(${sql.param([...new Set(ids)])}::uuid[])`,
        )
      ).map((row) => [row.id, row.name ?? 'no name']),
    );
  const accounts = await names(
    'account',
    rows.map((row) => row.account_id),
  );
  const people = await names(
    'contact',
    rows.flatMap((row) => [row.touch_person, row.id]),
  );
  const deals = await names(
    'opportunity',
    rows.map((row) => row.id),
  );
  const one = (of: Map<string, string>, id: string) => {
    const name = of.get(id);
    return name === undefined ? null : { id, name };
  };
  return rows.map((row): Trace => {
    const person = one(people, row.touch_person);
    const name = row.kind === 'deal' ? deals.get(row.id) : (people.get(row.id) ?? person?.name);
    return {
      kind: row.kind,
      id: row.id,
      name: row.kind === 'meeting' ? `Meeting with ${person?.name ?? 'somebody'}` : (name ?? 'deleted since'),
      account: one(accounts, row.account_id),
      at: new Date(row.result_ms).toISOString(),
      amountMinor: row.kind === 'deal' ? row.amount_minor : null,
      currency: row.kind === 'deal' && row.currency !== '' ? row.currency : null,
      touchpoint: {
        id: row.touch_id,
        at: new Date(row.touch_ms).toISOString(),
        type: row.touch_type,
        person,
      },
    };
  });
}
