import type { SQL } from 'drizzle-orm/sql/sql';
import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import { type LifecycleStage, listStages } from '../people/index.ts';
import type { FunnelFilter, FunnelRange } from './contract.ts';
import { type Dimension, findDimension, listDimensions } from './dimensions.ts';
import { resolvePeriod, type Window } from './period.ts';
import { recastContacts } from './recast.ts';

export type { Window };

/**
 * Who is counted, as SQL. Every figure and every list of the funnel is made of these expressions over the alias `c`
 * (contact) and `a` (account): that is what makes a number and the list behind it one and the same.
 */
export type FunnelPlan = {
  tx: Tx;
  now: Date;
  stages: readonly PlanStage[];
  dimensions: readonly Dimension[];
  /** The workspace's currency where any deal has it, else the one most deals have. */
  currency: string;
  timeZone: string;
  range: FunnelRange;
  window: Window;
  before: Window | null;
  /** A stage read under a version of its definition; null: as recorded. */
  recast: Recast | null;
  /** The filters of all dimensions; reads `a` only if `readsAccount`. */
  matches: SQL;
  readsAccount: boolean;
};

/** `rank` is 1 for the first stage, and the subscript of the stage in `contact.reached_at`. */
export type PlanStage = LifecycleStage & { rank: number };

/** Two readers of one page, or the two lenses of one, must never see two states: one snapshot for all that follows. */
export async function holdSnapshot(tx: Tx): Promise<void> {
  await tx.run(sql`set transaction isolation level repeatable read, read only`);
}

export async function planFunnel(options: {
  tx: Tx;
  now: Date;
  filter: FunnelFilter;
  recast?: Recast | null | undefined;
}): Promise<FunnelPlan> {
  const { tx, now, filter, recast = null } = options;
  const stages = (await listStages({ tx })).map((stage, index) => ({ ...stage, rank: index + 1 }));
  if (stages.length === 0) throw new AppError('unprocessable', 'This workspace has no lifecycle stages.');
  const dimensions = await listDimensions({ tx });
  const workspace = await readWorkspace(tx);
  const { matches, readsAccount } = composeFilter(filter.filter, dimensions);
  const base = { tx, now, stages, dimensions, ...workspace, recast, matches, readsAccount };
  const cameInDuring = async (window: Window) => {
    const found = await tx.first(sql`select 1 from ${peopleFrom(base)} where ${isPerson} and ${matches}
      and ${within(enteredAt, window)} limit 1`);
    return found !== null;
  };
  const period = await resolvePeriod({ tx, filter, now, timeZone: workspace.timeZone, cameInDuring });
  return { ...base, ...period };
}

async function readWorkspace(tx: Tx): Promise<{ currency: string; timeZone: string }> {
  const row = await tx.first<{ currency: string; timeZone: string }>(sql`
    select time_zone as "timeZone", coalesce(
      (select o.currency from opportunity o where o.currency = w.currency limit 1),
      (select o.currency from opportunity o where o.currency is not null group by 1 order by count(*) desc, 1 limit 1),
      w.currency) as currency
    from workspace w`);
  if (!row) throw new AppError('not_found', 'There is no such workspace.');
  return row;
}

function composeFilter(filter: FunnelFilter['filter'], dimensions: readonly Dimension[]) {
  const parts: SQL[] = [];
  let readsAccount = false;
  for (const [key, values] of Object.entries(filter)) {
    const wanted = Array.isArray(values) ? values : [values];
    if (wanted.length === 0) continue;
    const dimension = findDimension(dimensions, key);
    parts.push(sql`${dimension.value} = any(${sql.param(wanted)}::text[])`);
    readsAccount ||= dimension.record !== 'contact';
  }
  return { matches: parts.length === 0 ? sql`true` : sql.join(parts, sql` and `), readsAccount };
}

/** Merged records count once: as the one that was kept. */
export const isPerson = sql`c.merged_into_id is null`;

export type PeopleSource = Pick<FunnelPlan, 'stages' | 'recast'>;

export function peopleFrom(plan: PeopleSource & Pick<FunnelPlan, 'readsAccount'>, alsoAccount = false): SQL {
  if (!plan.readsAccount && !alsoAccount) return sql`${contacts(plan)} c`;
  return sql`${contacts(plan)} c left join account a on a.id = c.account_id`;
}

/** Everybody, as recorded or recast: every query that names the alias `c` takes its people from here. */
export const contacts = (plan: PeopleSource): SQL =>
  plan.recast === null ? sql`contact` : recastContacts(plan.stages, plan.recast);

/** Ranks count from one by themselves; as literals, the planner sees through them. */
export const literal = (rank: number): SQL => sql.raw(String(Math.trunc(rank)));

export const reachedAt = (rank: number): SQL => sql`c.reached_at[${literal(rank)}]`;

/** When the person came in: the earliest stage date recorded. Null for who never did. */
export const enteredAt: SQL = sql`c.entered_at`;

export function within(moment: SQL, window: Window): SQL {
  const parts: SQL[] = [];
  if (window.from) parts.push(sql`${moment} >= ${window.from}::timestamptz`);
  if (window.to) parts.push(sql`${moment} < ${window.to}::timestamptz`);
  return parts.length === 0 ? sql`${moment} is not null` : sql`(${sql.join(parts, sql` and `)})`;
}

/**
 * Whether the person can count in the window at all: in mode `cohort`, whether they came in during it; in mode `period`,
 * which asks for more, whether they came in before its end and moved after its start. Said in columns of the index
 * `contact_funnel_moved`, so that a recent period is read without everybody else.
 */
export function mayCount(plan: FunnelPlan, window: Window): SQL {
  const parts: SQL[] = [];
  if (window.from) parts.push(sql`c.moved_at >= ${window.from}::timestamptz`);
  if (window.from && plan.range.mode === 'cohort')
    parts.push(sql`${enteredAt} >= ${window.from}::timestamptz`);
  if (window.to) parts.push(sql`${enteredAt} < ${window.to}::timestamptz`);
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`;
}

/** The same for the window and the one before it, which touch, as one. */
export function mayCountInEither(plan: FunnelPlan): SQL {
  return mayCount(plan, plan.before ? { from: plan.before.from, to: plan.window.to } : plan.window);
}

/** Whether the date of a stage counts: in mode `cohort` any date, in mode `period` one during the window. */
export function dateCounts(plan: FunnelPlan, rank: number, window: Window): SQL {
  return within(reachedAt(rank), plan.range.mode === 'period' ? window : { from: null, to: null });
}

/**
 * The rank of the last stage for which the person counts, 0 for none; they count for that and all before it.
 * cohort: the furthest ever reached, if they came in during the window. period: the furthest reached during it.
 */
export function depth(plan: FunnelPlan, window: Window): SQL {
  return depthOf(plan, mayCount(plan, window), (stage) => dateCounts(plan, stage.rank, window));
}

/** The same from conditions that stand elsewhere, such as columns of a subquery. */
export function depthOf(
  plan: Pick<FunnelPlan, 'stages'>,
  isAsked: SQL,
  counts: (stage: PlanStage) => SQL,
): SQL {
  const cases = plan.stages
    .toReversed()
    .map((stage) => sql`when ${counts(stage)} then ${literal(stage.rank)}`);
  return sql`case when ${isAsked} is not true then 0 ${sql.join(cases, sql` `)} else 0 end`;
}

/** Where the person is now; 0 before the first stage. */
export function currentRank(plan: Pick<FunnelPlan, 'stages'>, stage: SQL = sql`c.lifecycle_stage`): SQL {
  const cases = plan.stages.map((stage) => sql`when ${stage.key} then ${literal(stage.rank)}`);
  return sql`case ${stage} ${sql.join(cases, sql` `)} else 0 end`;
}

/** Since before when one who waits in the stage is past the allowed time; null: no limit. */
function lateBefore(plan: Pick<FunnelPlan, 'now'>, stage: LifecycleStage): Date | null {
  return stage.allowedHours === null ? null : new Date(plan.now.getTime() - stage.allowedHours * 3_600_000);
}

export const isLeft: SQL = sql`(c.lifecycle_status = 'left')`;

/** Whether one who is open has waited in the present stage for longer than allowed. */
export function isLate(plan: Pick<FunnelPlan, 'stages' | 'now'>): SQL {
  const cases = plan.stages.flatMap((stage) => {
    const limit = lateBefore(plan, stage);
    return limit === null
      ? []
      : [sql`when ${stage.key} then coalesce(c.lifecycle_since < ${limit}::timestamptz, false)`];
  });
  if (cases.length === 0) return sql`false`;
  return sql`case c.lifecycle_stage ${sql.join(cases, sql` `)} else false end`;
}

/** Whole hours between two moments; null unless both are recorded and in order. */
export function hoursBetween(from: SQL, to: SQL): SQL {
  return sql`case when ${to} >= ${from} then floor(date_part('epoch', ${to} - ${from}) / 3600)::integer end`;
}

export const lastStage = (plan: Pick<FunnelPlan, 'stages'>): PlanStage => known(plan.stages.at(-1));

function known(stage: PlanStage | undefined): PlanStage {
  if (!stage) throw new AppError('unprocessable', 'This workspace has no lifecycle stages.');
  return stage;
}
