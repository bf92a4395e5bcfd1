import { betaQuantile } from './beta.ts';
import type { Bounded } from './compare-rates.ts';

/**
 * A rate held against one that nobody measured: the interval is that of the row's own rate (Jeffreys, over as many
 * decisions as there are accounts), for an assumption has none.
 */
export function compareWithAssumed(options: { rate: number; decisions: number; assumed: number }): {
  difference: Bounded;
  ratio: Bounded | null;
} {
  const { rate, decisions, assumed } = options;
  const a = rate * decisions + 0.5;
  const b = (1 - rate) * decisions + 0.5;
  const low = rate === 0 ? 0 : Math.min(rate, betaQuantile(0.025, a, b));
  const high = rate === 1 ? 1 : Math.max(rate, betaQuantile(0.975, a, b));
  return {
    difference: { value: rate - assumed, low: low - assumed, high: high - assumed },
    ratio: assumed > 0 ? { value: rate / assumed, low: low / assumed, high: high / assumed } : null,
  };
}
