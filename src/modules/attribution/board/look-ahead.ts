import type { BackCheck, BoardForecast } from './figures-schema.ts';
import { dayMs, firstOpened, forecast } from './forecast.ts';
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
export async function forecastsOf({
  deals,
  quarter,
  asOfMs,
  zone,
  seedWords,
}: Ahead): Promise<BoardForecast[]> {
  const next = quartersBefore(quarter, -1, zone);
  const ahead = asOfMs < quarter.to.getTime() ? [quarter, next] : [next];
  const forecasts: BoardForecast[] = [];
  for (const one of ahead)
    forecasts.push({
      horizon: one.label,
      until: one.end,
      ...(await forecast(deals, {
        fromMs: one.from.getTime(),
        asOfMs,
        untilMs: one.to.getTime(),
        seed: seedOf(`${seedWords}:${one.key}`),
      })),
    });
  return forecasts;
}

/**
 * What would have been said of quarters that are over, on the same day of each and knowing no more than was known then,
 * beside what came. Amounts are as they stand now.
 */
export async function backChecksOf({ deals, quarter, asOfMs, zone, seedWords }: Ahead): Promise<BackCheck[]> {
  const first = firstOpened(deals);
  const isRunning = asOfMs < quarter.to.getTime();
  const nths = Array.from(
    { length: checkedQuarters },
    (_, nth) => checkedQuarters - nth - (isRunning ? 0 : 1),
  );
  const checks: BackCheck[] = [];
  for (const nth of nths) {
    const one = quartersBefore(quarter, nth, zone);
    const saidMs = isRunning
      ? sameStretch(one, { of: quarter, until: new Date(asOfMs), zone }).to.getTime()
      : one.from.getTime();
    if (!(saidMs - first > fewestPastDays * dayMs)) continue;
    const untilMs = one.to.getTime();
    const { interval, expectedMinor } = await forecast(deals, {
      fromMs: one.from.getTime(),
      asOfMs: saidMs,
      untilMs,
      seed: seedOf(`${seedWords}:${one.key}`),
    });
    const cameMinor = deals
      .filter((deal) => wonBetween(deal, one.from.getTime() - 1, untilMs - 1))
      .reduce((sum, deal) => sum + (deal.amountMinor ?? 0), 0);
    const isInside = cameMinor >= interval.low && cameMinor <= interval.high;
    checks.push({ key: one.key, label: one.label, interval, expectedMinor, cameMinor, isInside });
  }
  return checks;
}
