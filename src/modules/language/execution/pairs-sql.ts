import { countBefore, momentsSql } from './moments-sql.ts';
import { type Columns, columnList, type Plan } from './plan.ts';
import { canResample, resampledPairs } from './resample-sql.ts';
import { integer, quotedUuid } from './sql-text.ts';

/**
 * Who is asked about and when: all leads at each of some moments (milliseconds, ascending), or the rows of a query that
 * gives `contact_id UUID, m UInt32, at_ms Int64`.
 */
export type Asked = { momentsMs: readonly number[] } | { pairsSql: string };

export type PairsOptions = {
  plan: Plan;
  workspaceId: string;
  asked: Asked;
  /** A query that gives the only `contact_id`s meant. */
  among?: string | undefined;
};

/**
 * A query with a row for each pair of a lead and a moment at which it was known: `contact_id, m, at_ms`, what the plan
 * asks for of states and interactions, and `derived`.
 */
export function pairsSql(options: PairsOptions): string {
  const { plan } = options;
  let sql = canResample(options)
    ? resampledPairs(options)
    : withSteady(plan, `select ${pairColumns(plan).join(', ')} from (${gatheredPairs(options)})`);
  // One within another: an alias used ten times would be worked into the statement ten times.
  for (const [name, derived] of plan.derived) sql = `select *, ${derived} as ${name} from (${sql})`;
  return sql;
}

export const names = (of: Columns): string[] => [...of.names.values()];

/** One within another, for the later ones may rest on those before. */
export const withSteady = (plan: Plan, sql: string): string =>
  columnList(plan.steady).reduce((inner, column) => `select *, ${column} from (${inner})`, sql);

const pairColumns = (plan: Plan): string[] => [
  'contact_id',
  'm',
  'at_ms',
  'known_ms',
  ...names(plan.lead),
  ...(plan.account.names.size > 0 ? ['account_found', ...names(plan.account)] : []),
  ...(plan.deal.names.size > 0 ? ['deal_found', ...names(plan.deal)] : []),
  ...names(plan.gathered),
];

const unpacked = (record: 'account' | 'deal', of: Columns, first: number): string[] => [
  `tupleElement(${record}, 2) > tupleElement(${record}, 1) as ${record}_found`,
  ...names(of).map((name, place) => `tupleElement(${record}, ${first + place}) as ${name}`),
];

function gatheredPairs(options: PairsOptions): string {
  const { plan } = options;
  const columns = ['contact_id', 'm', 'at_ms', 'known_ms', ...names(plan.lead), ...names(plan.gathered)];
  const joins: string[] = [];
  if (plan.account.names.size > 0) {
    columns.push(
      'arrayFirst(state -> state.1 <= at_ms and at_ms < state.2, account_states) as account',
      ...unpacked('account', plan.account, 3),
    );
    joins.push(`left join (${accountStates(options)}) as accounts using (account_id)`);
  }
  if (plan.deal.names.size > 0) {
    columns.push(
      `arrayElement(arrayReverseSort(state -> (state.4, state.5), arrayFilter(
        state -> state.1 <= at_ms and at_ms < state.2 and state.3 <= at_ms, deal_states)), 1) as deal`,
      ...unpacked('deal', plan.deal, 6),
    );
    joins.push(`left join (${dealStates(options)}) as deals using (contact_id)`);
  }
  if (plan.gathered.names.size > 0)
    joins.push(`left join (${gatheredSql(options)}) as gathered using (contact_id, m)`);
  return `select ${columns.join(', ')} from (${knownPairs(options)}) as pairs ${joins.join(' ')}`;
}

const interval = `toUnixTimestamp64Milli(valid_from) as from_ms, toUnixTimestamp64Milli(valid_to) as to_ms`;

const amongSql = (column: string, among: string | undefined) =>
  among === undefined ? '' : ` and ${column} in (${among})`;

/** States of the leads, with what the plan asks of them. */
export function leadStates({ plan, workspaceId, among }: PairsOptions): string {
  return `select ${['contact_id', 'account_id', interval, 'toUnixTimestamp64Milli(known_at) as known_ms', ...columnList(plan.lead)].join(', ')}
    from lead_state final
    where workspace_id = ${quotedUuid(workspaceId)} and not gone${amongSql('contact_id', among)}`;
}

/** Leads at the moments at which they were known. */
function knownPairs(options: PairsOptions): string {
  const { asked, plan } = options;
  const columns = ['contact_id', 'account_id', 'known_ms', ...names(plan.lead)];
  if ('pairsSql' in asked)
    return `select ${columns.join(', ')}, m, at_ms from (${asked.pairsSql}) as asked
      inner join (${leadStates(options)}) as states using (contact_id)
      where at_ms >= from_ms and at_ms < to_ms and at_ms >= known_ms`;
  return `select ${columns.join(', ')}, arrayJoin(range(first_m, last_m)) as m,
      arrayElement(${momentsSql(asked.momentsMs)}, m + 1) as at_ms
    from (select *, ${countBefore('greatest(from_ms, known_ms)', asked.momentsMs)} as first_m,
        ${countBefore('to_ms', asked.momentsMs)} as last_m
      from (${leadStates(options)}))
    where first_m < last_m`;
}

export function accountStates({ plan, workspaceId }: PairsOptions): string {
  return `select account_id, groupArray(tuple(from_ms, to_ms, ${names(plan.account).join(', ')})) as account_states
    from (select ${['account_id', interval, ...columnList(plan.account)].join(', ')} from account_state final
      where workspace_id = ${quotedUuid(workspaceId)} and not gone)
    group by account_id`;
}

function dealStates({ plan, workspaceId, among }: PairsOptions): string {
  return `select contact_id, groupArray(tuple(from_ms, to_ms, greatest(joined_ms, opened_ms), opened_ms, opportunity, ${names(plan.deal).join(', ')})) as deal_states
    from (select ${[interval, 'toUnixTimestamp64Milli(opened_at) as opened_ms', 'toString(opportunity_id) as opportunity', ...columnList(plan.deal)].join(', ')},
        arrayJoin(arrayZip(contact_ids, joined_at)) as part, part.1 as contact_id,
        toUnixTimestamp64Milli(part.2) as joined_ms
      from deal_state final
      where workspace_id = ${quotedUuid(workspaceId)} and not gone)
    where 1${amongSql('contact_id', among)}
    group by contact_id`;
}

/** What is gathered of the interactions of each lead up to each moment; nothing where none is meant. */
function gatheredSql(options: PairsOptions): string {
  const gathered = [...options.plan.gathered.names].map(([sql, name]) => `${sql} as ${name}`);
  return `select person_id as contact_id, m, ${gathered.join(', ')}
    from (${seenInteractions(options)})
    group by person_id, m`;
}

/** Each interaction once for each moment in whose windows it lies; those that nobody asks about are left out. */
export function seenInteractions(options: PairsOptions): string {
  const { plan, asked, workspaceId, among } = options;
  const meant = [...plan.filters].map(([sql, { name }]) => `materialize(toBool(${sql})) as ${name}`);
  const kept = [...[...plan.filters.values()].map(({ name }) => name), ...names(plan.facts)];
  const isMeant = [...plan.filters.values()].map(({ name }) => name).join(' or ');
  const lastMs = 'momentsMs' in asked ? (asked.momentsMs.at(-1) ?? 0) : null;
  const rows = `select person_id, toUnixTimestamp64Milli(at) as t, ${[...meant, ...columnList(plan.facts)].join(', ')}
    from lead_interaction
    where workspace_id = ${quotedUuid(workspaceId)} and (${isMeant})${amongSql('person_id', among)}
      ${lastMs === null ? '' : `and at <= fromUnixTimestamp64Milli(${integer(lastMs)})`}`;
  const reach = reachSql(plan);
  const fades = columnList(plan.fades);
  const withFades = (sql: string) =>
    fades.length === 0 ? sql : `select *, ${fades.join(', ')} from (${sql})`;
  if ('pairsSql' in asked)
    return withFades(`select ${['person_id', 't', 'm', 'at_ms', ...kept].join(', ')} from (${rows}) as rows
      inner join (select contact_id as person_id, m, at_ms from (${asked.pairsSql})) as asked using (person_id)
      where t <= at_ms ${reach === null ? '' : `and at_ms < t + ${reach}`}`);
  const ends = reach === null ? '' : `, t + ${reach} as ends_ms`;
  const last =
    reach === null ? `toUInt32(${asked.momentsMs.length})` : countBefore('ends_ms', asked.momentsMs);
  return withFades(`select ${['person_id', 't', ...kept].join(', ')},
      arrayJoin(range(${countBefore('t', asked.momentsMs)}, ${last})) as m,
      arrayElement(${momentsSql(asked.momentsMs)}, m + 1) as at_ms
    from (select *${ends} from (${rows}))`);
}

/** How long an interaction can matter, in milliseconds; null where one of the filters has no window. */
function reachSql(plan: Plan): string | null {
  const filters = [...plan.filters.values()];
  if (filters.some(({ isOpen }) => isOpen)) return null;
  const reaches = filters.map(({ name, windowsMs }) => `if(${name}, ${integer(Math.max(...windowsMs))}, 0)`);
  return reaches.length === 1 ? `${reaches[0]}` : `greatest(${reaches.join(', ')})`;
}
