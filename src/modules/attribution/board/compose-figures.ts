import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { listStages } from '../../people/index.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { readMoney } from '../settings/money.ts';
import { describeChanges } from './describe-changes.ts';
import { tallyOf } from './explain-change.ts';
import type { BoardFigures } from './figures-schema.ts';
import { expectation, headlineOf } from './headline.ts';
import { backChecksOf, forecastsOf } from './look-ahead.ts';
import { numbersOf } from './numbers.ts';
import {
  dayOf,
  isWithin,
  type Quarter,
  quarterAt,
  quarterOf,
  quartersBefore,
  type Span,
  sameStretch,
} from './quarters.ts';
import type { BoardDeal } from './reading/board-deal.ts';
import { readBoardCost } from './reading/read-cost.ts';
import { readBoardDeals } from './reading/read-deals.ts';
import { readBoardDefinitions } from './reading/read-definitions.ts';
import { boardModel, creditOfKinds, creditOfRevenue, readKindCredits } from './reading/read-kind-credits.ts';
import { readStageFigures } from './reading/read-stages.ts';
import { countWords, shareWords } from './words.ts';

const trendQuarters = 8;

type Used = Pick<Services, 'clickhouse' | 'database' | 'now'>;

/** Everything that the board's page says of a quarter, as it stands now. */
export async function composeFigures(
  services: Used,
  { workspaceId, quarter: asked }: { workspaceId: string; quarter?: string | undefined },
): Promise<BoardFigures> {
  const now = services.now();
  await journeysReady(services, workspaceId);
  const place = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<{ name: string; currency: string; zone: string }>(
      sql`select name, currency, time_zone as zone from workspace where id = ${workspaceId}`,
    ),
  );
  if (!place) throw new Error('A workspace has a row.');
  const { currency, zone } = place;
  const quarter = asked === undefined ? quarterAt(now, zone) : quarterOf(asked, { now, zone });
  const spans = spansOf({ quarter, now, zone });
  const read = await services.database.inWorkspace(workspaceId, async (tx) => ({
    deals: await readBoardDeals(tx, await readMoney(tx)),
    stages: await listStages({ tx }),
    definitions: await readBoardDefinitions(tx),
    costs: {
      now: await readBoardCost(tx, { span: spans.now, currency, zone }),
      before: await readBoardCost(tx, { span: spans.before, currency, zone }),
      yearBefore: await readBoardCost(tx, { span: spans.yearBefore, currency, zone }),
    },
  }));
  const keys = read.stages.map(({ key }) => key);
  const stageFigures = {
    now: await readStageFigures(services, { workspaceId, stages: keys, span: spans.now }),
    before: await readStageFigures(services, { workspaceId, stages: keys, span: spans.before }),
  };
  const { deals } = read.deals;
  const closedIn = (span: Span) =>
    deals.filter((deal) => deal.closedMs !== null && isWithin(deal.closedMs, span));
  const openedIn = (span: Span) => deals.filter((deal) => isWithin(deal.openedMs, span));
  const wonIn = (span: Span) => closedIn(span).filter((deal) => deal.status === 'won');
  const summed = (of: (span: Span) => BoardDeal[]) => ({
    now: sum(of(spans.now)),
    before: sum(of(spans.before)),
    yearBefore: sum(of(spans.yearBefore)),
  });
  const asOfMs = spans.now.to.getTime();
  const stillOpen = deals.filter(
    (deal) => deal.openedMs < asOfMs && (deal.closedMs === null || deal.closedMs >= asOfMs),
  );
  const { changes, words: changesWords } = describeChanges({
    now: closedIn(spans.now),
    before: closedIn(spans.before),
    currency,
  });
  const ahead = { deals, quarter, asOfMs, zone, seedWords: workspaceId };
  const forecasts = forecastsOf(ahead);
  const backChecks = backChecksOf(ahead);
  const won = summed(wonIn);
  const values = [
    ...(won.now.deals > 0 ? ['revenue'] : []),
    ...keys.filter((key) => (stageFigures.now.get(key)?.people ?? 0) > 0).map((key) => `stage:${key}`),
  ];
  const credits = await readKindCredits(services, { workspaceId, values, span: spans.now, zone });
  const stretchOf = (one: Quarter, span: Span) => ({
    key: one.key,
    label: one.label,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
  });
  const figures: Omit<BoardFigures, 'headline'> = {
    version: 1,
    workspace: place.name,
    currency,
    timeZone: zone,
    madeAt: now.toISOString(),
    quarter: {
      ...stretchOf(quarter, spans.now),
      end: quarter.end,
      isRunning: spans.isRunning,
      day: dayOf(quarter, spans.now.to, zone),
      days: quarter.days,
    },
    before: stretchOf(spans.quarterBefore, spans.before),
    yearBefore: stretchOf(spans.quarterYearBefore, spans.yearBefore),
    won,
    pipeline: summed(openedIn),
    open: sum(stillOpen),
    numbers: numbersOf({
      won,
      pipeline: summed(openedIn),
      decided: {
        now: tallyOf(closedIn(spans.now)),
        before: tallyOf(closedIn(spans.before)),
        yearBefore: tallyOf(closedIn(spans.yearBefore)),
      },
      daysToWin: {
        now: medianDays(wonIn(spans.now)),
        before: medianDays(wonIn(spans.before)),
        yearBefore: medianDays(wonIn(spans.yearBefore)),
      },
      costs: read.costs,
    }),
    trend: trendOf({ quarter, now, zone, closedIn, openedIn }),
    model: boardModel,
    stages: read.stages.map(({ key, name }) => {
      const figure = stageFigures.now.get(key);
      const earlier = stageFigures.before.get(key);
      const touches = (figure?.contentTouches ?? 0) + (figure?.personTouches ?? 0);
      return {
        key,
        name,
        people: figure?.people ?? 0,
        peopleBefore: earlier?.people ?? 0,
        touched: figure?.touched ?? 0,
        contentTouches: figure?.contentTouches ?? 0,
        personTouches: figure?.personTouches ?? 0,
        contentShare: touches === 0 ? null : (figure?.contentTouches ?? 0) / touches,
        contentCredit: creditOfKinds(credits.get(`stage:${key}`)).contentShare,
        medianDays: figure?.medianDays ?? null,
        medianDaysBefore: earlier?.medianDays ?? null,
        timed: figure?.timed ?? 0,
        rests: [`stage:${key}`, 'touchpoint'],
      };
    }),
    revenueCredit: creditOfRevenue(credits.get('revenue'), won.now),
    cost: {
      isKnown: read.costs.now.spentMinor > 0,
      spentMinor: read.costs.now.spentMinor,
      campaigns: read.costs.now.campaigns,
      withoutCost: read.costs.now.withoutCost,
      words: costWords(read.costs.now),
    },
    forecasts,
    forecastWords: forecasts.map((one) => expectation(one, currency, zone)).join(' '),
    backChecks,
    changes,
    changesWords,
    definitions: read.definitions,
    leftOut: leftOutOf({ ...read.deals, withoutCostRate: read.costs.now.withoutRate }),
  };
  return { ...figures, headline: headlineOf(figures) };
}

function spansOf({ quarter, now, zone }: { quarter: Quarter; now: Date; zone: string }) {
  const isRunning = now < quarter.to;
  const until = isRunning ? now : quarter.to;
  const quarterBefore = quartersBefore(quarter, 1, zone);
  const quarterYearBefore = quartersBefore(quarter, 4, zone);
  const same = { of: quarter, until, zone };
  return {
    isRunning,
    quarterBefore,
    quarterYearBefore,
    now: { from: quarter.from, to: until },
    before: sameStretch(quarterBefore, same),
    yearBefore: sameStretch(quarterYearBefore, same),
  };
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

function trendOf(options: {
  quarter: Quarter;
  now: Date;
  zone: string;
  closedIn: (span: Span) => BoardDeal[];
  openedIn: (span: Span) => BoardDeal[];
}): BoardFigures['trend'] {
  const { quarter, now, zone, closedIn, openedIn } = options;
  const quarters = Array.from({ length: trendQuarters }, (_, nth) =>
    quartersBefore(quarter, trendQuarters - 1 - nth, zone),
  );
  const trend = quarters.map((one) => {
    const won = sum(closedIn(one).filter((deal) => deal.status === 'won'));
    const pipeline = sum(openedIn(one));
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
