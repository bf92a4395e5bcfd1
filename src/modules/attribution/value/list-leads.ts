import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { executionSettings, type TestsPassed, testsPassed } from '../../language/index.ts';
import { questionNow } from '../asking/question.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { rowsOf } from '../facts/make-journeys.ts';
import { splitExactly } from '../models/split-exactly.ts';
import { Turns } from '../models/turns.ts';
import { type Exchange, exchangeOf, readMoney } from '../settings/money.ts';
import { allOfMarketing, type ValueLead, type ValueQuery, type ValueState } from './contract.ts';
import type { ValueServices } from './gather-value.ts';
import { dayMs, leadsSql, quoted, quotedList } from './leads-sql.ts';
import { planValue, type ValuePlan } from './plan.ts';
import { weeksOf } from './queries/count-passed.ts';
import { type LeadGroup, readGroups } from './queries/read-groups.ts';
import { readHorizon } from './queries/read-horizon.ts';
import type { Sight } from './read-value.ts';
import { strataFrom, stratumWords } from './strata.ts';

type Options = {
  workspaceId: string;
  sight: Sight;
  query: ValueQuery & {
    key: string;
    side: 'row' | 'baseline';
    state: ValueState;
    cursor?: string | undefined;
    limit: number;
  };
};

type Found = {
  id: string;
  account_id: string;
  came_ms: number;
  channel: string;
  reached_at_ms: number;
  is_young: 0 | 1;
  segment: string;
  size: string;
  role: string;
  quarter: string;
};

/** The leads behind a number: those of the row, or those of the alternative that they are held against. */
export async function listLeads(
  services: ValueServices,
  { workspaceId, query, sight }: Options,
): Promise<{ items: ValueLead[]; nextCursor: string | null; total: number }> {
  if (
    query.by === 'marketer' &&
    !sight.everybody &&
    ![sight.ownTeammateId, '', allOfMarketing].includes(query.key)
  )
    throw new AppError('forbidden', 'Figures of other marketers need the permission "results:persons".');
  await journeysReady(services, workspaceId);
  const now = services.now();
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const plan = await inWorkspace((tx) => planValue(tx, { workspaceId, now, query }));
  const horizon = await readHorizon(services, plan, query.horizonDays);
  const span = { horizonMs: horizon.days * dayMs };
  const base = leadsSql(plan, span);
  const passedAmong = (among: string) =>
    inWorkspace((tx) =>
      testsPassed(tx, { workspaceId, key: plan.setting.testsKey, moments: weeksOf(plan), among }),
    );
  const groups = await readGroups(services, plan, {
    ...span,
    leads: 0,
    turns: new Turns(questionNow()?.signal),
  });
  const held = comparables(groups, query);
  const asked = query.state === 'passed' ? await passedAmong(`select id from (${base})`) : null;
  // Where no tests are in force nobody can be said to have met them.
  const hasPassed =
    query.state !== 'passed'
      ? '1'
      : asked === null
        ? '0'
        : `id in (select contact_id from (${asked.sql}) where met_0 = 1)`;
  const from = `(${base}) as leads where ${conditionOf(plan, query, held)} and ${hasPassed}`;
  const [counted] = await run<{ total: number }>(services, `select count() as total from ${from}`);
  const after = query.cursor === undefined ? '1' : afterSql(query.cursor);
  const rows = await run<Found>(
    services,
    `select id, account_id, came_ms, channel, reached_at_ms, is_young, segment, size_band as size, role, quarter
    from ${from} and ${after} order by came_ms desc, id limit ${query.limit + 1}`,
  );
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const passed = await whoPassed(services, shown, passedAmong);
  const details = await readDetails(services, { plan, rows: shown, inWorkspace });
  return {
    total: counted?.total ?? 0,
    nextCursor: last === undefined ? null : encodeCursor([last.came_ms, last.id]),
    items: shown.map((row) => ({
      ...details(row),
      cameAt: new Date(row.came_ms).toISOString(),
      cameBy: row.channel,
      reachedAt: row.reached_at_ms === 0 ? null : new Date(row.reached_at_ms).toISOString(),
      days: row.reached_at_ms === 0 ? null : (row.reached_at_ms - row.came_ms) / dayMs,
      passed: passed?.has(row.id) ?? null,
      isYoung: row.is_young === 1,
      stratum: stratumWords(row),
      heldAgainst: held.count(row),
    })),
  };
}

/** Who of a page met the tests; null: there are none. */
async function whoPassed(
  services: ValueServices,
  rows: readonly Found[],
  passedAmong: (among: string) => Promise<TestsPassed | null>,
): Promise<ReadonlySet<string> | null> {
  const ids = quotedList(rows.map(({ id }) => id));
  const tests = rows.length === 0 ? null : await passedAmong(`select toUUID(arrayJoin(${ids}))`);
  if (tests === null) return null;
  const met = await run<{ contact_id: string }>(
    services,
    `select contact_id from (${tests.sql}) where met_0 = 1`,
  );
  return new Set(met.map(({ contact_id }) => contact_id));
}

async function run<Row>({ clickhouse }: ValueServices, query: string): Promise<Row[]> {
  const result = await clickhouse.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { ...executionSettings, join_use_nulls: 0 },
  });
  return result.json<Row>();
}

function afterSql(cursor: string): string {
  const [ms, id] = decodeCursor(cursor, 2);
  if (
    typeof ms !== 'number' ||
    !Number.isSafeInteger(ms) ||
    typeof id !== 'string' ||
    !/^[0-9a-f-]{36}$/.test(id)
  )
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  return `(came_ms < ${ms} or (came_ms = ${ms} and id > toUUID(${quoted(id)})))`;
}

type Cell = Pick<LeadGroup, 'segment' | 'size' | 'role' | 'quarter'>;
const cellKey = ({ segment, size, role, quarter }: Cell): string =>
  JSON.stringify([segment, size, role, quarter]);
const cellSql = `concat('[', toJSONString(segment), ',', toJSONString(size_band), ',', toJSONString(role), ',', toJSONString(quarter), ']')`;

/** Which cells have nobody to be held against, which of the baseline are held against the row, and how many a lead meets. */
function comparables(groups: readonly LeadGroup[], { key, side }: { key: string; side: 'row' | 'baseline' }) {
  const theirs = groups.filter(({ isBaseline }) => isBaseline === 1);
  const ours = groups.filter(
    (group) =>
      group.isBaseline === 0 && (key === allOfMarketing ? group.isMarketing === 1 : group.key === key),
  );
  const strata = strataFrom(theirs);
  const used = new Map<string, number>();
  for (const group of ours) {
    const stratum = strata.stratumOf(group);
    if (stratum !== null) used.set(stratum, (used.get(stratum) ?? 0) + group.leads);
  }
  return {
    alone: [...new Set(ours.filter((group) => strata.stratumOf(group) === null).map(cellKey))],
    against: [
      ...new Set(
        theirs.filter((group) => strata.strataOf(group).some((name) => used.has(name))).map(cellKey),
      ),
    ],
    count: (cell: Cell): number => {
      if (side === 'baseline')
        return strata.strataOf(cell).reduce((sum, name) => sum + (used.get(name) ?? 0), 0);
      const stratum = strata.stratumOf(cell);
      return stratum === null ? 0 : (strata.baselineLeads.get(stratum) ?? 0);
    },
  };
}

type Held = ReturnType<typeof comparables>;

function conditionOf(plan: ValuePlan, query: Options['query'], held: Held): string {
  const { key, side, state } = query;
  const whose =
    side === 'baseline' || key === 'baseline'
      ? 'is_baseline'
      : key === allOfMarketing
        ? 'is_marketing'
        : `key = ${quoted(key)}`;
  const isIn = (cells: readonly string[]) =>
    cells.length === 0 ? '0' : `has(${quotedList(cells)}, ${cellSql})`;
  const comparable = side === 'baseline' && plan.setting.kind !== 'assumed' ? isIn(held.against) : '1';
  const states: Record<ValueState, string> = {
    came: '1',
    passed: '1',
    judged: 'is_judged',
    converted: 'converted',
    young: 'is_young',
    cameThere: 'came_there',
    notComparable: `is_judged and not is_baseline and ${isIn(held.alone)}`,
    won: 'won_at_ms > 0',
  };
  return `${whose} and ${comparable} and ${states[state]}${side === 'baseline' ? ' and is_judged' : ''}`;
}

type Details = Pick<ValueLead, 'contact' | 'account' | 'revenueMinor'>;

/** Names from the records, and their parts of won deals. */
async function readDetails(
  services: ValueServices,
  options: {
    plan: ValuePlan;
    rows: readonly Found[];
    inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  },
): Promise<(row: Found) => Details> {
  const { plan, rows, inWorkspace } = options;
  const ids = rows.map(({ id }) => id);
  const { people, exchange } = await inWorkspace(async (tx) => ({
    exchange: exchangeOf(await readMoney(tx)),
    people: await tx.rows<{
      id: string;
      name: string;
      accountId: string | null;
      accountName: string | null;
    }>(sql`
      select c.id, coalesce(nullif(c.name, ''), c.email, 'no name') as name, a.id as "accountId", a.name as "accountName"
      from contact c left join account a on a.id = c.account_id where c.id = any(${sql.param(ids)}::uuid[])`),
  }));
  const revenue = await partsOf(services, { plan, ids, exchange });
  const byId = new Map(people.map((person) => [person.id, person]));
  return ({ id }) => {
    const person = byId.get(id);
    return {
      contact: { id, name: person?.name ?? 'no longer there' },
      account: person?.accountId ? { id: person.accountId, name: person.accountName ?? '' } : null,
      revenueMinor: revenue.get(id) ?? 0,
    };
  };
}

async function partsOf(
  { clickhouse }: ValueServices,
  { plan, ids, exchange }: { plan: ValuePlan; ids: readonly string[]; exchange: Exchange },
): Promise<Map<string, number>> {
  const parts = new Map<string, number>();
  if (ids.length === 0) return parts;
  const deals = await rowsOf<{ amount: number; currency: string; closedMs: number; people: string[] }>(
    clickhouse,
    `select amount_minor as amount, currency, closed_ms as closedMs, group_ids as people from journey_deal
    where workspace_id = toUUID(${quoted(plan.workspaceId)}) and status = 'won' and amount_minor is not null
      and hasAny(group_ids, arrayMap(id -> toUUID(id), ${quotedList(ids)}))`,
  );
  const wanted = new Set(ids);
  for (const deal of deals) {
    const amount = exchange.at(deal.amount, deal.currency, deal.closedMs);
    if (amount === null) continue;
    const shares = splitExactly(
      amount,
      deal.people.map(() => 1),
    );
    deal.people.forEach((id, nth) => {
      if (wanted.has(id)) parts.set(id, (parts.get(id) ?? 0) + (shares[nth] ?? 0));
    });
  }
  return parts;
}
