import { inverse, Matrix } from 'ml-matrix';
import type { Path } from '../../src/modules/attribution/models/markov.ts';

/**
 * Markov attribution as tutorials write it: a dense transition matrix from the paths, absorbing states aside, the
 * fundamental matrix by inversion, and the same again for each channel without it. Kept plain on purpose: it is what
 * ours is measured beside.
 */
export function publishedMarkov(paths: readonly Path[]): Map<string, number> {
  const channels = [...new Set(paths.flatMap(({ keys }) => keys))];
  const states = ['(start)', ...channels, '(conversion)', '(null)'];
  const place = new Map(states.map((state, index) => [state, index]));
  const counts = states.map(() => states.map(() => 0));
  const count = (from: string, to: string, weight: number) => {
    const row = counts[place.get(from) ?? 0];
    const at = place.get(to) ?? 0;
    if (row) row[at] = (row[at] ?? 0) + weight;
  };
  for (const { keys, conversions, nulls } of paths) {
    const all = ['(start)', ...keys.filter((key, index) => key !== keys[index - 1])];
    for (let at = 1; at < all.length; at += 1) count(all[at - 1] ?? '', all[at] ?? '', conversions + nulls);
    count(all.at(-1) ?? '', '(conversion)', conversions);
    count(all.at(-1) ?? '', '(null)', nulls);
  }
  const whole = chanceOfConversion(counts, channels.length + 1);
  const removal = channels.map(
    (_, index) => 1 - chanceOfConversion(without(counts, index + 1), channels.length + 1) / whole,
  );
  const total = removal.reduce((sum, effect) => sum + effect, 0);
  const conversions = paths.reduce((sum, path) => sum + path.conversions, 0);
  return new Map(channels.map((channel, index) => [channel, (conversions * (removal[index] ?? 0)) / total]));
}

/** Whoever reaches the channel comes to nothing. */
function without(counts: readonly (readonly number[])[], removed: number): number[][] {
  return counts.map((row, from) => {
    if (from === removed) return row.map(() => 0);
    const nothing = row.length - 1;
    return row.map((weight, to) =>
      to === removed ? 0 : to === nothing ? weight + (row[removed] ?? 0) : weight,
    );
  });
}

function chanceOfConversion(counts: readonly (readonly number[])[], transient: number): number {
  const shares = counts.slice(0, transient).map((row) => {
    const all = row.reduce((sum, weight) => sum + weight, 0);
    return row.map((weight) => (all > 0 ? weight / all : 0));
  });
  const between = new Matrix(shares.map((row) => row.slice(0, transient)));
  const fundamental = inverse(Matrix.eye(transient).sub(between));
  const ends = new Matrix(shares.map((row) => [row[transient] ?? 0]));
  return fundamental.mmul(ends).get(0, 0);
}
