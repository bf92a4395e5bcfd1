import type { Outcome } from '../contract.ts';
import type { Milestones } from '../milestones.ts';
import type { Grid } from '../moments.ts';

/**
 * Since when a definition holds for each lead: a query that gives `contact_id` and `first_m`, the place of the first of
 * the grid's times at which it holds. Place 0 is the moment before the period.
 */
export type Qualified = string;

export type LeadRowsOptions = {
  workspaceId: string;
  grid: Grid;
  milestones: Milestones;
  outcome: Outcome;
  subject: Qualified;
  against: Qualified | null;
  /** The stage that the subject's gate lets into, or where there is none the one in which sales accepts; and later ones. */
  guarded: readonly string[];
};

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function uuidLiteral(id: string): string {
  if (!uuidShape.test(id)) throw new Error(`not a UUID: ${id}`);
  return `toUUID('${id}')`;
}

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** When the first of these stages was reached, in milliseconds; null: never. Who skipped a stage counts by a later one. */
function reachedMs(stages: readonly string[]): string {
  if (stages.length === 0) return 'cast(null as Nullable(Int64))';
  const dates = `mapValues(mapFilter((stage, since) -> stage in (${stages.map(text).join(', ')}), reached))`;
  return `nullIf(arrayMin(arrayMap(since -> toUnixTimestamp64Milli(since), ${dates})), 0)`;
}

/** The moment before the period, and those of the period: what a definition is asked about. */
export const timesOf = (grid: Grid): Date[] => [grid.before, ...grid.moments.map((moment) => moment.at)];

/** Everybody who was known by the end of the period and was no customer before it: what they reached, and when. */
function leads(options: Omit<LeadRowsOptions, 'subject' | 'against'>): string {
  const { grid, milestones } = options;
  return `select contact_id as id, toUnixTimestamp64Milli(known_at) as known_ms,
      ${reachedMs(milestones.accepted)} as accepted_ms, ${reachedMs(milestones.opportunity)} as opportunity_ms,
      ${reachedMs(milestones.won)} as won_ms, ${reachedMs(options.guarded)} as guarded_ms
    from lead_state final
    where workspace_id = ${uuidLiteral(options.workspaceId)} and not gone and valid_to >= '2290-01-01 00:00:00'
      and known_at < fromUnixTimestamp64Milli(toInt64(${grid.until.getTime()}))
      and ifNull(won_ms >= ${grid.from.getTime()}, 1)`;
}

const outcomeColumn = { accepted: 'accepted_ms', opportunity: 'opportunity_ms', won: 'won_ms' } as const;

/** `contact_id, had_outcome, until_ms`: of each lead that had not come to the outcome before, until when it could. */
export function leadOutcomes(options: Omit<LeadRowsOptions, 'subject' | 'against'>): string {
  const { grid } = options;
  const outcomeMs = outcomeColumn[options.outcome];
  return `select id as contact_id, toUInt8(isNotNull(${outcomeMs})) as had_outcome,
      toInt64(ifNull(${outcomeMs}, ${grid.until.getTime()})) as until_ms
    from (${leads(options)}) where ifNull(${outcomeMs} >= ${grid.from.getTime()}, 1)`;
}

/**
 * A row for each lead, as SQL: for `s` (the subject) and `a` (against) at which moment they first hold (0: never, 1: before
 * the period), when that was, and what it found. All of a report's figures and lists are made of these rows.
 */
export function leadRows(options: LeadRowsOptions): string {
  const { grid, outcome } = options;
  const times = timesOf(grid).map((at) => at.getTime());
  const outcomeMs = outcomeColumn[outcome];
  const side = (alias: 's' | 'a') => `
    ${alias}.moment as ${alias}_moment,
    if(${alias}_moment = 0, 0, times[${alias}_moment]) as ${alias}_ms,
    ${foundBefore(alias, 'opportunity_ms')} as ${alias}_found_opportunity,
    ${foundBefore(alias, 'won_ms')} as ${alias}_found_won,
    ${foundBefore(alias, outcomeMs)} as ${alias}_found_outcome`;
  const from = grid.from.getTime();
  return `with [${times.join(', ')}]::Array(Int64) as times
    select l.id as id, known_ms, accepted_ms, opportunity_ms, won_ms, guarded_ms, ${outcomeMs} as outcome_ms,
      ifNull(outcome_ms >= ${from}, 0) as had_outcome, ${side('s')}, ${side('a')}
    from (${leads(options)}) l
    left join (${placed(options.subject)}) s on s.contact_id = l.id
    left join (${options.against === null ? nobody : placed(options.against)}) a on a.contact_id = l.id`;
}

/** Counted from 1, so that 0 is left for who never qualifies. */
const placed = (qualified: Qualified): string =>
  `select contact_id, toUInt32(first_m + 1) as moment from (${qualified})`;

const nobody = `select toUUID('00000000-0000-0000-0000-000000000000') as contact_id, toUInt32(0) as moment`;

/**
 * Whether they had qualified before something happened to them in the period or later. They qualified within the step
 * that ended with their moment; within that step, what came first is not told apart, and counts as found.
 */
function foundBefore(alias: 's' | 'a', happenedMs: string): string {
  const stepBegan = `greatest(times[greatest(${alias}_moment, 2) - 1], known_ms)`;
  return `(${alias}_moment > 0 and ifNull(${happenedMs} > times[1]
      and (${alias}_moment = 1 or ${happenedMs} > ${stepBegan}), 0))`;
}
