import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { slaInForce } from '../../language/index.ts';
import { type LifecycleStage, listStages } from '../../people/index.ts';
import type { OwnFigures } from './contract.ts';

type Read = { tx: Tx; now: Date };
type Window = { from: Date; to: Date };

const dayMs = 24 * 60 * 60_000;
const yearMs = 365 * dayMs;
/** 365.25 days ÷ 12. */
const daysAMonth = 30.4375;
/** Who came in later than this before now has not had time to become a customer. */
const longestWaitMs = 2 * yearMs;
/** Months over which "now" is averaged, and months that are told one by one. */
const recentMonths = 3;
const toldMonths = 24;

const rankOf = (rank: number) => sql.raw(String(Math.trunc(rank)));
const reached = (rank: number) => sql`c.reached_at[${rankOf(rank)}]`;
const isPerson = sql`c.merged_into_id is null`;

/** What the workspace's own past says of every figure that a lead goal is worked back with. */
export async function readFigures({ tx, now }: Read): Promise<OwnFigures> {
  const stages = await listStages({ tx });
  if (stages.length < 2)
    throw new AppError('unprocessable', 'A lead goal needs a lifecycle of at least two stages.');
  const workspace = await readWorkspace(tx, now);
  const agreement = await slaInForce(tx);
  const offerStage = agreement?.policy.offerStage ?? stages[1]?.key ?? '';
  const offerRank = Math.max(1, stages.findIndex(({ key }) => key === offerStage) + 1);
  const medians = await medianMonths(tx, stages, now);
  const window = await settledWindow(tx, stages, now);
  const depths = await countDepths(tx, stages, window);
  const offered = await countOffered(tx, { offerRank, timeZone: workspace.timeZone, now });
  return {
    currency: workspace.currency,
    period: { from: window.from.toISOString(), to: window.to.toISOString() },
    averageDeal: await averageDeal(tx, workspace.currency, now),
    peoplePerDeal: await peoplePerDeal(tx, stages.length, now),
    stages: stages.map(({ key, name }, at) => ({
      key,
      name,
      ...rateAt(depths, at, stages.length),
      ...(medians[at] ?? { monthsToWon: null, won: 0 }),
    })),
    offerStage,
    ...offered,
    promised:
      agreement === null
        ? null
        : {
            perMonth: agreement.policy.marketing.volumePerMonth,
            definitionId: agreement.definitionId,
            key: agreement.key,
            word: agreement.word,
            number: agreement.number,
            unsigned: agreement.unsigned,
          },
    thisMonth: workspace.thisMonth,
  };
}

async function readWorkspace(tx: Tx, now: Date) {
  const row = await tx.first<{ currency: string; timeZone: string; thisMonth: string }>(sql`
    select time_zone as "timeZone", to_char(${now}::timestamptz at time zone time_zone, 'YYYY-MM') as "thisMonth", coalesce(
      (select o.currency from opportunity o where o.currency = w.currency limit 1),
      (select o.currency from opportunity o where o.currency is not null group by 1 order by count(*) desc, 1 limit 1),
      w.currency) as currency
    from workspace w`);
  if (row === null) throw new AppError('not_found', 'There is no such workspace.');
  return row;
}

/** Won in the last year, else ever. */
async function averageDeal(tx: Tx, currency: string, now: Date): Promise<OwnFigures['averageDeal']> {
  const average = (from: Date | null) =>
    tx.first<{ amountMinor: number | null; of: number; from: Date | null }>(sql`
      select round(avg(o.amount_minor))::float8 as "amountMinor", count(*) as of, min(o.closed_at) as "from"
      from opportunity o
      where o.status = 'won' and o.currency = ${currency} and o.amount_minor > 0 and o.closed_at <= ${now}
        ${from === null ? sql`` : sql`and o.closed_at >= ${from}`}`);
  const yearAgo = new Date(now.getTime() - yearMs);
  const lastYear = await average(yearAgo);
  const used = lastYear !== null && lastYear.of > 0 ? { ...lastYear, from: yearAgo } : await average(null);
  return {
    amountMinor: used?.amountMinor ?? null,
    of: used?.of ?? 0,
    from: (used?.from ?? yearAgo).toISOString(),
    to: now.toISOString(),
  };
}

/** Several people of one company become customers with one deal. */
async function peoplePerDeal(tx: Tx, lastRank: number, now: Date): Promise<OwnFigures['peoplePerDeal']> {
  const from = new Date(now.getTime() - 2 * yearMs);
  const row = await tx.first<{ people: number | null; of: number }>(sql`
    select avg(d.people)::float8 as people, count(*) as of from (
      select o.id, count(*) as people
      from opportunity o
      join opportunity_contact m on m.workspace_id = o.workspace_id and m.opportunity_id = o.id
      join contact c on c.id = m.contact_id
      where o.status = 'won' and o.closed_at >= ${from} and o.closed_at <= ${now} and ${reached(lastRank)} is not null
      group by o.id) d`);
  const people = row?.people ?? null;
  return {
    people: people === null ? null : Math.max(1, Math.round(people * 10) / 10),
    of: row?.of ?? 0,
    from: from.toISOString(),
    to: now.toISOString(),
  };
}

/** From each stage to the last, of those who came there in the last two years. */
async function medianMonths(
  tx: Tx,
  stages: readonly LifecycleStage[],
  now: Date,
): Promise<{ monthsToWon: number | null; won: number }[]> {
  const last = reached(stages.length);
  const columns = stages.map((_, at) => {
    const days = sql`extract(epoch from ${last} - ${reached(at + 1)}) / 86400`;
    const inOrder = sql`${reached(at + 1)} is not null and ${last} >= ${reached(at + 1)}`;
    return sql`(percentile_cont(0.5) within group (order by ${days}) filter (where ${inOrder}))::float8 as ${sql.raw(`d${at}`)},
      count(*) filter (where ${inOrder}) as ${sql.raw(`n${at}`)}`;
  });
  const row = await tx.first<Record<string, number | null>>(sql`select ${sql.join(columns, sql`, `)}
    from contact c where ${isPerson} and ${last} between ${new Date(now.getTime() - 2 * yearMs)} and ${now}`);
  return stages.map((_, at) => {
    const days = row?.[`d${at}`] ?? null;
    return {
      monthsToWon: days === null ? null : Math.round((days / daysAMonth) * 10) / 10,
      won: row?.[`n${at}`] ?? 0,
    };
  });
}

/**
 * A year of people who came in long enough ago: nine in ten of those who became customers took no longer than has passed
 * since. Rates of later ones would look worse than they are. All who ever came in where that year is empty.
 */
async function settledWindow(tx: Tx, stages: readonly LifecycleStage[], now: Date): Promise<Window> {
  const last = reached(stages.length);
  const row = await tx.first<{ days: number | null }>(sql`
    select (percentile_cont(0.9) within group (order by extract(epoch from ${last} - c.entered_at) / 86400))::float8 as days
    from contact c
    where ${isPerson} and c.entered_at is not null and ${last} >= c.entered_at
      and ${last} between ${new Date(now.getTime() - 2 * yearMs)} and ${now}`);
  const waitMs = Math.min(longestWaitMs, Math.ceil(row?.days ?? 0) * dayMs);
  const to = new Date(now.getTime() - waitMs);
  const from = new Date(to.getTime() - yearMs);
  const anybody = await tx.first(sql`select 1 from contact c
    where ${isPerson} and c.entered_at >= ${from} and c.entered_at < ${to} limit 1`);
  if (anybody !== null) return { from, to };
  const first = await tx.first<{ at: Date | null }>(
    sql`select min(c.entered_at) as at from contact c where ${isPerson}`,
  );
  return { from: first?.at ?? from, to: now };
}

/** How many of those who came in during the window reached each stage, or a later one. */
async function countDepths(tx: Tx, stages: readonly LifecycleStage[], window: Window): Promise<number[]> {
  const cases = stages
    .map((_, at) => sql`when ${reached(at + 1)} is not null then ${rankOf(at + 1)}`)
    .toReversed();
  const rows = await tx.rows<{ depth: number; people: number }>(sql`
    select case ${sql.join(cases, sql` `)} else 0 end as depth, count(*) as people
    from contact c
    where ${isPerson} and c.entered_at >= ${window.from} and c.entered_at < ${window.to} group by 1`);
  return stages.map((_, at) =>
    rows.filter(({ depth }) => depth > at).reduce((sum, { people }) => sum + people, 0),
  );
}

function rateAt(depths: readonly number[], at: number, length: number) {
  const here = depths[at] ?? 0;
  const next = depths[at + 1] ?? 0;
  if (at === length - 1) return { rate: null, reached: here, wentOn: 0 };
  return { rate: here === 0 ? null : next / here, reached: here, wentOn: next };
}

type Offered = Pick<OwnFigures, 'offered' | 'offeredByMonth'>;

/** By hand-offs where there are any; else by who is new at the stage. The month at hand is not whole, and not averaged. */
async function countOffered(
  tx: Tx,
  { offerRank, timeZone, now }: { offerRank: number; timeZone: string; now: Date },
): Promise<Offered> {
  const edges = await tx.first<{
    this: string;
    since: string;
    first: Date;
    recent: Date;
    thisMonth: Date;
  }>(sql`
    select to_char(month, 'YYYY-MM') as this, to_char(month - ${`${recentMonths} months`}::interval, 'YYYY-MM') as since,
      (month - ${`${toldMonths} months`}::interval) at time zone ${timeZone} as first,
      (month - ${`${recentMonths} months`}::interval) at time zone ${timeZone} as recent,
      month at time zone ${timeZone} as "thisMonth"
    from (select date_trunc('month', ${now}::timestamptz at time zone ${timeZone}) as month) m`);
  if (edges === null) throw new Error('A select without a table answers one row.');
  const monthOf = (at: ReturnType<typeof sql>) => sql`to_char(${at} at time zone ${timeZone}, 'YYYY-MM')`;
  const byHandoff = await tx.rows<{ month: string; count: number }>(sql`
    select ${monthOf(sql`h.offered_at`)} as month, count(*) as count from handoff h
    where h.offered_at >= ${edges.first} and h.offered_at <= ${now} and h.state <> 'withdrawn' group by 1 order by 1`);
  const source = byHandoff.length > 0 ? 'handoffs' : 'stages';
  const counted =
    source === 'handoffs'
      ? byHandoff
      : await tx.rows<{ month: string; count: number }>(sql`
          select ${monthOf(reached(offerRank))} as month, count(*) as count from contact c
          where ${isPerson} and ${reached(offerRank)} >= ${edges.first} and ${reached(offerRank)} <= ${now}
          group by 1 order by 1`);
  const recent = counted.filter(({ month }) => month >= edges.since && month < edges.this);
  const of = recent.reduce((sum, { count }) => sum + count, 0);
  return {
    offered: {
      perMonth: Math.round((of / recentMonths) * 10) / 10,
      of,
      from: edges.recent.toISOString(),
      to: edges.thisMonth.toISOString(),
      source,
    },
    offeredByMonth: counted,
  };
}
