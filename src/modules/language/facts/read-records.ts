import type pg from 'pg';
import type { FactValues, StateOverTime } from './lead-facts.ts';
import { type RawValues, type RecordType, recordFacts } from './record-facts.ts';

/** ClickHouse's times begin in 1900, which stands for "from the beginning". */
const beginningMs = Date.UTC(1900, 0, 1);

/** Milliseconds of a time, cut as ClickHouse cuts them, within what it can hold. */
export const msOf = (time: string): string =>
  `floor(extract(epoch from least(greatest(${time}, '1900-01-01Z'), '2299-12-31Z')) * 1000)::bigint`;
const msOrNull = (time: string): string => `case when ${time} is not null then ${msOf(time)} end`;

export type RecordState = { fromMs: number; values: FactValues; accountId: string | null };

type Read = { id: string; workspaceId: string; createdAtMs: number; states: RecordState[] };
export type ContactRead = Read & { gone: boolean; knownAtMs: number; reachedMs: Record<string, number> };
export type AccountRead = Read & { gone: boolean };
export type DealRead = Read & {
  openedAtMs: number;
  closedAtMs: number | null;
  status: 'open' | 'won' | 'lost';
  stages: { atMs: number; stage: string | null }[];
  members: { contactId: string; joinedAtMs: number }[];
};

type Past = [untilMs: number, values: RawValues][];
type Row = {
  id: string;
  workspace_id: string;
  gone: boolean;
  created_ms: number;
  values: RawValues;
  past: Past | null;
};

/** Of all workspaces where row-level security does not say otherwise; merged ones are `gone`. */
export async function readContacts(client: pg.PoolClient, ids: readonly string[]): Promise<ContactRead[]> {
  if (ids.length === 0) return [];
  const stages = await stagesByWorkspace(client);
  const { rows } = await client.query<Row & { known_ms: number; reached_ms: (string | null)[] }>({
    name: 'contacts with their past',
    text: contactQuery,
    values: [ids],
  });
  return rows.map((row) => {
    const keys = stages.get(row.workspace_id) ?? [];
    const reached = keys.flatMap((key, place): [string, number][] => {
      // Elements of an array of bigints arrive as text.
      const ms = row.reached_ms[place] ?? null;
      return ms === null ? [] : [[key, Number(ms)]];
    });
    return {
      ...asRead('contact', row),
      gone: row.gone,
      knownAtMs: row.known_ms,
      reachedMs: Object.fromEntries(reached),
    };
  });
}

export async function readAccounts(client: pg.PoolClient, ids: readonly string[]): Promise<AccountRead[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<Row>(accountQuery, [ids]);
  return rows.map((row) => ({ ...asRead('account', row), gone: row.gone }));
}

type DealRow = Row & {
  status: 'open' | 'won' | 'lost';
  stage: string | null;
  opened_ms: number;
  closed_ms: number | null;
  stages: [atMs: number, stage: string | null][] | null;
  members: [contactId: string, joinedMs: number][] | null;
};

export async function readDeals(client: pg.PoolClient, ids: readonly string[]): Promise<DealRead[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<DealRow>(dealQuery, [ids]);
  return rows.map((row) => ({
    ...asRead('opportunity', row),
    openedAtMs: row.opened_ms,
    closedAtMs: row.closed_ms,
    status: row.status,
    // Where nobody noted a change, the stage there is has always been.
    stages: row.stages
      ? row.stages.map(([atMs, stage]) => ({ atMs, stage }))
      : row.stage === null
        ? []
        : [{ atMs: beginningMs, stage: row.stage }],
    members: (row.members ?? []).map(([contactId, joinedAtMs]) => ({ contactId, joinedAtMs })),
  }));
}

async function stagesByWorkspace(client: pg.PoolClient): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ workspace_id: string; keys: string[] }>(
    'select workspace_id, array_agg(key order by position) as keys from lifecycle_stage group by workspace_id',
  );
  return new Map(rows.map((row) => [row.workspace_id, row.keys]));
}

function asRead(recordType: RecordType, row: Row): Read {
  const states = statesOf(row.past ?? [], row.values).map(({ fromMs, values }) => ({
    fromMs,
    values: withCreation(recordType, recordFacts(recordType, values), row.created_ms),
    accountId: typeof values.accountId === 'string' ? values.accountId : null,
  }));
  return { id: row.id, workspaceId: row.workspace_id, createdAtMs: row.created_ms, states };
}

function withCreation(recordType: RecordType, facts: FactValues, createdAtMs: number): FactValues {
  return recordType === 'opportunity' ? facts : { ...facts, createdAt: new Date(createdAtMs).toISOString() };
}

/**
 * States in the order they were, each beginning where the one before ended. The clocks of two writers may differ: no
 * state ends before it began, and one that ended at once is left out.
 */
export function statesOf<Values>(
  past: readonly (readonly [untilMs: number, values: Values])[],
  present: Values,
): { fromMs: number; values: Values }[] {
  const states: { fromMs: number; values: Values }[] = [];
  let fromMs = beginningMs;
  for (const [untilMs, values] of past) {
    if (untilMs <= fromMs) continue;
    states.push({ fromMs, values });
    fromMs = untilMs;
  }
  states.push({ fromMs, values: present });
  return states;
}

export const plainStates = (states: readonly RecordState[]): StateOverTime =>
  states.map(({ fromMs, values }) => ({ fromMs, values }));

const pastOf = (recordType: RecordType): string => `
  left join lateral (
    select json_agg(json_build_array(${msOf('p.until')}, p.values) order by p.id) as past from record_past p
    where p.workspace_id = r.workspace_id and p.record_type = '${recordType}' and p.record_id = r.id
  ) as before on true`;

// Each record is looked up by its key, whatever the statistics say: `offset 0` keeps the lookups apart.
const recordOf = (table: RecordType): string =>
  `from unnest($1::uuid[]) as given(id) cross join lateral (
    select x as record, x.* from ${table} x where x.id = given.id offset 0) as r`;

const contactQuery = `
  select r.id, r.workspace_id, r.merged_into_id is not null as gone, ${msOf('r.created_at')} as created_ms,
    ${msOf('least(coalesce(r.known_since, r.created_at), r.entered_at)')} as known_ms,
    array(select ${msOrNull('reached.at')} from unnest(r.reached_at) with ordinality as reached(at, n)
      order by reached.n) as reached_ms,
    rule_values(r.record) as values, before.past
  ${recordOf('contact')}
  ${pastOf('contact')}`;

const accountQuery = `
  select r.id, r.workspace_id, r.merged_into_id is not null as gone, ${msOf('r.created_at')} as created_ms,
    rule_values(r.record) as values, before.past
  ${recordOf('account')}
  ${pastOf('account')}`;

// A deal that is over without a day on which it closed closed when that was noted, at the latest when it came in.
const dealQuery = `
  select r.id, r.workspace_id, false as gone, ${msOf('r.created_at')} as created_ms, r.status, r.stage,
    ${msOf('times.opened')} as opened_ms,
    case when r.status <> 'open' then ${msOf('coalesce(r.closed_at, noted.at, greatest(times.opened, r.created_at))')} end as closed_ms,
    rule_values(r.record) as values, before.past, moved.stages, joined.members
  ${recordOf('opportunity')}
  cross join lateral (select coalesce(r.opened_at, least(r.created_at, r.closed_at)) as opened) as times
  left join lateral (
    select max(s.at) as at from opportunity_stage_change s
    where s.workspace_id = r.workspace_id and s.opportunity_id = r.id and s.status = r.status
  ) as noted on true
  left join lateral (
    select json_agg(json_build_array(${msOf('s.at')}, s.stage) order by s.at, s.recorded_at, s.id) as stages
    from opportunity_stage_change s where s.workspace_id = r.workspace_id and s.opportunity_id = r.id
  ) as moved on true
  left join lateral (
    select json_agg(json_build_array(g.contact_id, ${msOf('coalesce(g.joined_at, g.created_at)')})
      order by g.created_at, g.contact_id) as members
    from opportunity_contact g where g.workspace_id = r.workspace_id and g.opportunity_id = r.id
  ) as joined on true
  ${pastOf('opportunity')}`;
