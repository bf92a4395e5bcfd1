import { type Expected, forecastWeeks } from './forecast.ts';

/** Weeks of which the share of leads that are offered is learnt. */
const shareWeeks = 13;
const fewestReached = 10;

export type ExpectedVolume = {
  weeks: Expected[];
  /** What was continued: leads reaching the stage, or the offers themselves where few come by the gate. */
  from: 'funnel' | 'offers';
  /** Offers for each lead that reached the stage. */
  share: number;
  weeksKnown: number;
};

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const sinceFirst = (counts: readonly number[]) => {
  const first = counts.findIndex((count) => count > 0);
  return first < 0 ? [] : counts.slice(first);
};

/**
 * How many offers the coming weeks bring: the rate at which leads reach the stage of the offer, times the share of them
 * that was offered of late. `reached` and `offered` are of the same full weeks, the oldest first.
 */
export function expectedVolume(options: {
  reached: readonly number[];
  offered: readonly number[];
  ahead: number;
}): ExpectedVolume | null {
  const { reached, offered, ahead } = options;
  const first = offered.findIndex((count) => count > 0);
  const since = first < 0 ? reached.length : Math.max(first, reached.length - shareWeeks);
  const [cameBy, wereOffered] = [sumOf(reached.slice(since)), sumOf(offered.slice(since))];
  const byGate = cameBy >= wereOffered / 2 && sumOf(reached) > 0;
  const known = sinceFirst(byGate ? reached : offered);
  const share = byGate && cameBy >= fewestReached ? wereOffered / cameBy : 1;
  const forecast = forecastWeeks(known, ahead);
  if (forecast === null) return null;
  const weeks = forecast.weeks.map(({ volume, low, high }) => ({
    volume: volume * share,
    low: low * share,
    high: high * share,
  }));
  return { weeks, from: byGate ? 'funnel' : 'offers', share, weeksKnown: known.length };
}
