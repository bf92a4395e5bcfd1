import type { BackCheck, BoardForecast } from './figures-schema.ts';
import { dayMs, forecast } from './forecast.ts';
import { type Quarter, quartersBefore, sameStretch } from './quarters.ts';
import { type BoardDeal, wonBetween } from './reading/board-deal.ts';
import { seedOf } from './seeded-random.ts';

type Ahead = {
  deals: readonly BoardDeal[];
  quarter: Quarter;
  asOfMs: number;
  zone: string;
  seedWords: string;
};

const checkedQuarters = 4;
/** With less of a past than this, no forecast is checked. */
const fewestPastDays = 120;

/** By the end of the quarter while it runs, and in the one after it. */
export function forecastsOf({ deals, quarter, asOfMs, zone, seedWords }: Ahead): BoardForecast[] {
  const next = quartersBefore(quarter, -1, zone);
  const ahead = asOfMs < quarter.to.getTime() ? [quarter, next] : [next];
  return ahead.map((one) => ({
    horizon: one.label,
    until: one.end,
    ...forecast(deals, {
      fromMs: one.from.getTime(),
      asOfMs,
      untilMs: one.to.getTime(),
      seed: seedOf(`${seedWords}:${one.key}`),
    }),
  }));
}

/**
 * What would have been said of quarters that are over, on the same day of each and knowing no more than was known then,
 * beside what came. Amounts are as they stand now.
 */
export function backChecksOf({ deals, quarter, asOfMs, zone, seedWords }: Ahead): BackCheck[] {
  const first = Math.min(...deals.map((deal) => deal.openedMs));
  const isRunning = asOfMs < quarter.to.getTime();
  const nths = Array.from(
    { length: checkedQuarters },
    (_, nth) => checkedQuarters - nth - (isRunning ? 0 : 1),
  );
  return nths.flatMap((nth) => {
    const one = quartersBefore(quarter, nth, zone);
    const saidMs = isRunning
      ? sameStretch(one, { of: quarter, until: new Date(asOfMs), zone }).to.getTime()
      : one.from.getTime();
    if (!(saidMs - first > fewestPastDays * dayMs)) return [];
    const untilMs = one.to.getTime();
    const { interval, expectedMinor } = forecast(deals, {
      fromMs: one.from.getTime(),
      asOfMs: saidMs,
      untilMs,
      seed: seedOf(`${seedWords}:${one.key}`),
    });
    const cameMinor = deals
      .filter((deal) => wonBetween(deal, one.from.getTime() - 1, untilMs - 1))
      .reduce((sum, deal) => sum + (deal.amountMinor ?? 0), 0);
    const isInside = cameMinor >= interval.low && cameMinor <= interval.high;
    return [{ key: one.key, label: one.label, interval, expectedMinor, cameMinor, isInside }];
  });
}
