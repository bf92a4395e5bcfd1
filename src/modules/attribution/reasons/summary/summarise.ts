import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import type { Caller } from '../../../workspace/index.ts';
import { closedAt } from '../closed-deals.ts';
import type { DealReason, Outcome, ReasonSummary, SummaryDimension } from '../contract.ts';
import { intervalWords } from '../interval.ts';
import { type Period, readPeriod } from '../period.ts';
import { readWorth, type Worth } from '../rates.ts';
import { standingReasons } from '../standing-reasons.ts';
import { groupDeals } from './group-deals.ts';
import { type Grouped, tally, tallyCompetitors, tallyMattered } from './tally.ts';

type Options = {
  workspaceId: string;
  caller: Pick<Caller, 'userId' | 'permissions'>;
  from?: string | undefined;
  to?: string | undefined;
  by: SummaryDimension;
};

/** An answer that took longer was left open on a screen: it says nothing of how long answering takes. */
const longestMs = 10 * 60_000;
const tenSecondsMs = 10_000;

/** Why deals of a period were won and lost, as it was said. */
export async function summarise(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: Options,
): Promise<ReasonSummary> {
  const { workspaceId, by } = options;
  const { period, worth, closed, said } = await services.database.inWorkspace(workspaceId, async (tx) => {
    const within = await readPeriod(tx, { ...options, now: services.now() });
    return {
      period: within,
      worth: await readWorth(tx),
      closed: await readClosed(tx, within),
      said: await standingReasons(tx, {
        having: sql`deal_closed_at >= ${within.fromAt} and deal_closed_at < ${within.untilAt}`,
      }),
    };
  });
  const groups = await groupDeals(services, { ...options, said });
  const deals = said.map(
    (one, nth): Grouped => ({ said: one, worth: worth.of(one.deal), groups: groups[nth] ?? [] }),
  );
  return {
    range: { from: period.from, to: period.to },
    currency: worth.currency,
    won: outcomeOf('won', { closed, deals, worth }),
    lost: outcomeOf('lost', { closed, deals, worth }),
    ...timesOf(said),
    ...tally(deals, { inOrder: by === 'quarter' }),
    dimension: by,
    competitors: tallyCompetitors(deals),
    mattered: tallyMattered(deals),
    noRate: withoutRate(closed, worth),
    intervals: intervalWords,
  };
}

type Closed = {
  outcome: Outcome;
  amountMinor: number | null;
  currency: string | null;
  closedAt: string;
  deals: number;
};

/** Closed deals of a period, those alike together. */
async function readClosed(tx: Tx, { fromAt, untilAt }: Period): Promise<Closed[]> {
  const rows = await tx.rows<Omit<Closed, 'closedAt'> & { at: Date }>(sql`
    select outcome, amount_minor as "amountMinor", c.currency, max(at) as at, count(*)::int as deals
    from (select o.status as outcome, o.amount_minor, o.currency, ${closedAt} as at from opportunity o
      where o.status in ('won', 'lost')) as c
    cross join workspace w
    where at >= ${fromAt} and at < ${untilAt}
    group by outcome, amount_minor, c.currency, (at at time zone w.time_zone)::date`);
  return rows.map(({ at, ...row }) => ({ ...row, closedAt: at.toISOString() }));
}

function outcomeOf(
  outcome: Outcome,
  { closed, deals, worth }: { closed: readonly Closed[]; deals: readonly Grouped[]; worth: Worth },
): ReasonSummary['won'] {
  const all = closed.filter((one) => one.outcome === outcome);
  const said = deals.filter((one) => one.said.outcome === outcome);
  return {
    deals: all.reduce((sum, one) => sum + one.deals, 0),
    said: said.length,
    amountMinor: all.reduce((sum, one) => sum + (worth.of(one) ?? 0) * one.deals, 0),
    saidAmountMinor: said.reduce((sum, one) => sum + (one.worth ?? 0), 0),
  };
}

function timesOf(
  said: readonly DealReason[],
): Pick<ReasonSummary, 'medianTookMs' | 'withinTenSeconds' | 'timed'> {
  const times = said
    .flatMap(({ tookMs }) => (tookMs === null || tookMs > longestMs ? [] : [tookMs]))
    .sort((one, other) => one - other);
  const middle = times[Math.floor((times.length - 1) / 2)];
  return {
    medianTookMs: middle ?? null,
    withinTenSeconds:
      times.length === 0 ? null : times.filter((ms) => ms <= tenSecondsMs).length / times.length,
    timed: times.length,
  };
}

function withoutRate(closed: readonly Closed[], worth: Worth): ReasonSummary['noRate'] {
  const found = new Map<string, number>();
  for (const one of closed)
    if (one.currency !== null && worth.of(one) === null)
      found.set(one.currency, (found.get(one.currency) ?? 0) + one.deals);
  return [...found].map(([currency, deals]) => ({ currency, deals })).sort((a, b) => b.deals - a.deals);
}
