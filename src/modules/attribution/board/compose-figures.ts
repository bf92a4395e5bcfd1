import type { Services } from '../../../platform/services.ts';
import { describeChanges } from './describe-changes.ts';
import { tallyOf } from './explain-change.ts';
import type { BoardFigures } from './figures-schema.ts';
import { type GatheredFigures, gatherFigures } from './gather-figures.ts';
import { expectation, headlineOf } from './headline.ts';
import { backChecksOf, forecastsOf } from './look-ahead.ts';
import { each, numbersOf } from './numbers.ts';
import { dayOf, isWithin, type Quarter, quartersBefore, type Span } from './quarters.ts';
import type { BoardDeal } from './reading/board-deal.ts';
import { boardModel, creditOfKinds, creditOfRevenue } from './reading/read-kind-credits.ts';
import type { StageFigures } from './reading/read-stages.ts';
import { countWords, shareWords } from './words.ts';

const trendQuarters = 8;

/** Everything that the board's page says of a quarter, as it stands now. */
export async function composeFigures(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  asked: { workspaceId: string; quarter?: string | undefined },
): Promise<BoardFigures> {
  const gathered = await gatherFigures(services, asked);
  const { money, quarter, spans, read, costs, now } = gathered;
  const { currency, timeZone: zone } = money;
  const { changes, words: changesWords } = describeChanges({
    now: gathered.closed.now,
    before: gathered.closed.before,
    currency,
  });
  const asOfMs = spans.now.to.getTime();
  const ahead = { deals: read.deals, quarter, asOfMs, zone, seedWords: gathered.workspaceId };
  const forecasts = await forecastsOf(ahead);
  const stillOpen = read.deals.filter(
    (deal) => deal.openedMs < asOfMs && (deal.closedMs === null || deal.closedMs >= asOfMs),
  );
  const figures: Omit<BoardFigures, 'headline'> = {
    version: 1,
    workspace: gathered.workspace,
    currency,
    timeZone: zone,
    madeAt: now.toISOString(),
    ...stretchesOf(gathered),
    ...sumsOf(gathered),
    open: sum(stillOpen),
    trend: trendOf(gathered),
    model: boardModel,
    stages: stagesOf(gathered),
    cost: {
      isKnown: costs.now.spentMinor > 0,
      spentMinor: costs.now.spentMinor,
      campaigns: costs.now.campaigns,
      withoutCost: costs.now.withoutCost,
      words: costWords(costs.now),
    },
    forecasts,
    forecastWords: forecasts.map((one) => expectation(one, currency, zone)).join(' '),
    backChecks: await backChecksOf(ahead),
    changes,
    changesWords,
    definitions: gathered.definitions,
    leftOut: leftOutOf({ ...read, withoutCostRate: costs.now.withoutRate }),
  };
  return { ...figures, headline: headlineOf(figures) };
}

function stretchesOf({ quarter, spans, money: { timeZone } }: GatheredFigures) {
  const stretchOf = (one: Quarter, span: Span) => ({
    key: one.key,
    label: one.label,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
  });
  return {
    quarter: {
      ...stretchOf(quarter, spans.now),
      end: quarter.end,
      isRunning: spans.isRunning,
      day: dayOf(quarter, spans.now.to, timeZone),
      days: quarter.days,
    },
    before: stretchOf(spans.quarterBefore, spans.before),
    yearBefore: stretchOf(spans.quarterYearBefore, spans.yearBefore),
  };
}

/** What was won and opened, and the numbers at the head of the page. */
function sumsOf({ closed, opened, costs, revenueCredit }: GatheredFigures) {
  const wonDeals = each(closed, (deals) => deals.filter(({ status }) => status === 'won'));
  const won = each(wonDeals, sum);
  const pipeline = each(opened, sum);
  return {
    won,
    pipeline,
    numbers: numbersOf({
      won,
      pipeline,
      decided: each(closed, tallyOf),
      daysToWin: each(wonDeals, medianDays),
      costs,
    }),
    revenueCredit: creditOfRevenue(revenueCredit ?? undefined, won.now),
  };
}

const nobodyThere: StageFigures = {
  people: 0,
  touched: 0,
  contentTouches: 0,
  personTouches: 0,
  medianDays: null,
  timed: 0,
  credit: { content: 0, person: 0 },
};

function stagesOf({ stages, stageFigures }: GatheredFigures): BoardFigures['stages'] {
  return stages.map(({ key, name }) => {
    const { credit, ...figure } = stageFigures.now.get(key) ?? nobodyThere;
    const earlier = stageFigures.before.get(key) ?? nobodyThere;
    const touches = figure.contentTouches + figure.personTouches;
    return {
      key,
      name,
      ...figure,
      peopleBefore: earlier.people,
      contentShare: touches === 0 ? null : figure.contentTouches / touches,
      contentCredit: creditOfKinds(credit).contentShare,
      medianDaysBefore: earlier.medianDays,
      rests: [`stage:${key}`, 'touchpoint'],
    };
  });
}

const sum = (deals: readonly BoardDeal[]) => ({
  deals: deals.length,
  amountMinor: deals.reduce((total, deal) => total + (deal.amountMinor ?? 0), 0),
});

function medianDays(won: readonly BoardDeal[]): number | null {
  const days = won
    .flatMap((deal) => (deal.closedMs === null ? [] : [(deal.closedMs - deal.openedMs) / 86_400_000]))
    .filter((one) => one >= 0)
    .sort((one, other) => one - other);
  const middle = Math.floor(days.length / 2);
  if (days.length === 0) return null;
  return days.length % 2 === 1 ? (days[middle] ?? null) : ((days[middle - 1] ?? 0) + (days[middle] ?? 0)) / 2;
}

function trendOf({ quarter, now, money, read }: GatheredFigures): BoardFigures['trend'] {
  const zone = money.timeZone;
  const wonDeals = read.deals.filter(({ status }) => status === 'won');
  const quarters = Array.from({ length: trendQuarters }, (_, nth) =>
    quartersBefore(quarter, trendQuarters - 1 - nth, zone),
  );
  const trend = quarters.map((one) => {
    const won = sum(wonDeals.filter(({ closedMs }) => closedMs !== null && isWithin(closedMs, one)));
    const pipeline = sum(read.deals.filter(({ openedMs }) => isWithin(openedMs, one)));
    return {
      key: one.key,
      label: one.label,
      wonMinor: won.amountMinor,
      wonDeals: won.deals,
      pipelineMinor: pipeline.amountMinor,
      pipelineDeals: pipeline.deals,
      isRunning: now < one.to,
    };
  });
  // Quarters before the first deal say nothing.
  const first = trend.findIndex((one) => one.wonDeals + one.pipelineDeals > 0);
  return first === -1 ? trend.slice(-1) : trend.slice(first);
}

function costWords({ campaigns, withoutCost }: { campaigns: number; withoutCost: number }): string {
  if (campaigns === 0) return 'No campaign ran in the stretch.';
  if (withoutCost === 0) return `Of all ${countWords(campaigns, 'campaign')} that ran, the cost is recorded.`;
  return `Of ${countWords(campaigns, 'campaign')} that ran, ${withoutCost} have no cost recorded: the true cost is higher.`;
}

function leftOutOf(options: {
  deals: readonly BoardDeal[];
  withoutRate: number;
  withoutAmount: number;
  withoutCostRate: number;
}): string[] {
  const { deals, withoutRate, withoutAmount, withoutCostRate } = options;
  return [
    ...(withoutAmount > 0
      ? [
          `${countWords(withoutAmount, 'deal')} without an amount (${shareWords(withoutAmount / Math.max(1, deals.length))} of all) count as deals, and for nothing in money.`,
        ]
      : []),
    ...(withoutRate > 0
      ? [`${countWords(withoutRate, 'deal')} in a currency without a rate count for nothing in money.`]
      : []),
    ...(withoutCostRate > 0
      ? [`${countWords(withoutCostRate, 'cost')} in a currency without a rate are left out.`]
      : []),
  ];
}
