import { z95 } from '../value/statistics/wilson.ts';
import type { LiftCell } from './deals-contract.ts';

/** Under it on a side, nothing is said of a difference. */
const fewestOnASide = 5;

export type Counts = { withWins: number; withDeals: number; withoutWins: number; withoutDeals: number };
type LiftOf = Pick<LiftCell, 'ratio' | 'low' | 'high' | 'verdict'>;

/**
 * How many times as often deals that met something are won as those that did not: the ratio of two shares with Haldane's
 * correction (half a win and half a loss added on each side, so that no share is 0), and the 95 % interval of its
 * logarithm, which is nearly normal (Katz and others, 1978; Haldane 1956).
 */
export function liftOf({ withWins, withDeals, withoutWins, withoutDeals }: Counts): LiftOf {
  if (withDeals < fewestOnASide || withoutDeals < fewestOnASide)
    return { ratio: null, low: null, high: null, verdict: 'too-few' };
  const [a, n] = [withWins + 0.5, withDeals + 1];
  const [c, m] = [withoutWins + 0.5, withoutDeals + 1];
  const ratio = a / n / (c / m);
  const spread = z95 * Math.sqrt(1 / a - 1 / n + 1 / c - 1 / m);
  const low = ratio * Math.exp(-spread);
  const high = ratio * Math.exp(spread);
  return { ratio, low, high, verdict: low > 1 ? 'more' : high < 1 ? 'less' : 'not-shown' };
}
