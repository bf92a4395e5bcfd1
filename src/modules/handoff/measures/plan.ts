import { AppError } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { resolvePeriod } from '../../funnel/index.ts';
import { type Sla, slaInForce } from '../../language/index.ts';
import { listStages } from '../../people/index.ts';
import { type Terms, termsOf } from './business-clock.ts';
import type { SlaFilter } from './contract.ts';
import { type Dimension, findDimension, listDimensions } from './dimensions.ts';

/** Half-open; null: open on that side. */
export type Window = { from: Date | null; to: Date | null };

export type SlaRange = {
  period: 'last30' | 'last90' | 'last365' | 'all' | 'custom';
  from: string | null;
  to: string | null;
  step: 'week' | 'month';
};

/** Whose hand-offs are counted. Every figure, split and list is made of it: that makes a number and its list the same. */
export type SlaPlan = {
  tx: Tx;
  now: Date;
  timeZone: string;
  currency: string;
  agreement: Sla | null;
  range: SlaRange;
  window: Window;
  before: Window | null;
  dimensions: readonly Dimension[];
  /** The filters of all dimensions, over `h`, `c` and `a`. */
  matches: SQL;
  terms: readonly Terms[];
  source: 'handoffs' | 'lifecycle';
  /** Places in `contact.reached_at` of the stages at which leads are offered and accepted. */
  ranks: { offered: number; accepted: number };
  /** The cases of the period, worked out once for all that one answer reads from them (`hold-cases.ts`). */
  held: { table: SQL; keys: readonly KeyColumn[] } | null;
};

/** A column by which cases are grouped, over `h`, `c` and `a`. */
export type KeyColumn = { name: string; value: SQL };

const longestInWeeksMs = 100 * 86_400_000;

export async function planSla(options: { tx: Tx; now: Date; filter: SlaFilter }): Promise<SlaPlan> {
  const { tx, now, filter } = options;
  // Two figures of one page must never see two states.
  await tx.run(sql`set transaction isolation level repeatable read`);
  // Its queries are long to compile and short to run.
  await tx.run(sql`set local jit = off`);
  const dimensions = await listDimensions(tx);
  const agreement = await slaInForce(tx);
  const workspace = await readWorkspace(tx);
  const hasAny = (await tx.first(sql`select 1 from handoff limit 1`)) !== null;
  const ranks = await stageRanks(tx, agreement);
  const base = { tx, now, agreement, dimensions, ranks, ...workspace };
  const source = hasAny ? ('handoffs' as const) : ('lifecycle' as const);
  const cameInDuring = async (window: Window) => {
    const where = source === 'handoffs' ? offeredIn(window) : reachedIn(window, ranks);
    const from = source === 'handoffs' ? sql`handoff h` : sql`contact c`;
    return (await tx.first(sql`select 1 from ${from} where ${where} limit 1`)) !== null;
  };
  const { range, window, before } = await resolvePeriod({
    tx,
    now,
    timeZone: workspace.timeZone,
    filter: { period: filter.period, mode: 'period', from: filter.from, to: filter.to },
    cameInDuring,
  });
  return {
    ...base,
    source,
    held: null,
    window,
    before,
    range: { period: range.period, from: range.from, to: range.to, step: stepOf(window, now) },
    matches: matchesOf(filter.filter, dimensions),
    terms: await termsOf(tx, { where: sql`h.state <> 'withdrawn'`, inForce: agreement }),
  };
}

function stepOf(window: Window, now: Date): 'week' | 'month' {
  if (window.from === null) return 'month';
  const lengthMs = (window.to ?? now).getTime() - window.from.getTime();
  return lengthMs <= longestInWeeksMs ? 'week' : 'month';
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

async function stageRanks(tx: Tx, agreement: Sla | null): Promise<SlaPlan['ranks']> {
  const stages = await listStages({ tx });
  const rank = (key: string, otherwise: number) => {
    const at = stages.findIndex((stage) => stage.key === key);
    return at < 0 ? otherwise : at + 1;
  };
  return {
    offered: rank(agreement?.policy.offerStage ?? 'mql', 2),
    accepted: rank(agreement?.policy.acceptStage ?? 'sal', 3),
  };
}

function matchesOf(filter: SlaFilter['filter'], dimensions: readonly Dimension[]): SQL {
  const parts = Object.entries(filter).flatMap(([key, values]) => {
    const wanted = Array.isArray(values) ? values : [values];
    if (wanted.length === 0) return [];
    return [sql`${findDimension(dimensions, key).value} = any(${sql.param(wanted)}::text[])`];
  });
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

function within(moment: SQL, window: Window): SQL {
  const parts: SQL[] = [];
  if (window.from) parts.push(sql`${moment} >= ${window.from}::timestamptz`);
  if (window.to) parts.push(sql`${moment} < ${window.to}::timestamptz`);
  return parts.length === 0 ? sql`${moment} is not null` : sql`(${sql.join(parts, sql` and `)})`;
}

export const offeredIn = (window: Window): SQL =>
  sql`h.state <> 'withdrawn' and ${within(sql`h.offered_at`, window)}`;

export const reachedAt = (rank: number): SQL => sql`c.reached_at[${sql.raw(String(Math.trunc(rank)))}]`;

export const reachedIn = (window: Window, ranks: SlaPlan['ranks']): SQL =>
  sql`c.merged_into_id is null and ${within(reachedAt(ranks.offered), window)}`;
