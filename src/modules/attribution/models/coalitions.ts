import type { Turns } from './turns.ts';

/**
 * Sets of keys as bits: which keys, and by place in these arrays how many journeys hold them and no others, how many of
 * those ended in a result, and what that was worth.
 */
export type Coalitions = {
  masks: Uint32Array;
  journeys: Float64Array;
  conversions: Float64Array;
  values: Float64Array;
};

/** So many keys can be weighed in every set they form: a million sets. */
export const mostWeighed = 20;

/** Between two looks at whose turn it is. */
const stepsAtOnce = 50_000;

/**
 * For every set of `size` keys the share of journeys with a result among those that know no other keys than the set's.
 * Sums over all subsets take one pass a key.
 */
export async function worthOfSets(
  { masks, journeys, conversions }: Coalitions,
  { size, turns }: { size: number; turns: Turns },
): Promise<Float64Array> {
  const within = new Float64Array(2 ** size);
  const worth = new Float64Array(2 ** size);
  masks.forEach((mask, nth) => {
    within[mask] = (within[mask] ?? 0) + (journeys[nth] ?? 0);
    worth[mask] = (worth[mask] ?? 0) + (conversions[nth] ?? 0);
  });
  await overSubsets(within, { own: 1, less: 1, turns });
  await overSubsets(worth, { own: 1, less: 1, turns });
  for (let set = 0; set < worth.length; set += 1) {
    const all = within[set] ?? 0;
    worth[set] = all > 0 ? (worth[set] ?? 0) / all : 0;
    if (set % stepsAtOnce === 0 && turns.isOver) await turns.others();
  }
  return worth;
}

/**
 * The Shapley values of the members of many sets at once, exactly: what each adds, on average over all orders. With
 * U(t, S) the mean worth of what is left of S when each member stays with chance t, a member's value is the integral of
 * (U(t, S) − U(t, S without it)) / t over t from 0 to 1 (Owen 1972). U of all sets takes one pass a key, and being a
 * polynomial of t of a degree below the number of members it is integrated exactly at half as many places. All that is
 * added up is positive and no larger than the worth, so that nothing is lost to rounding.
 *
 * Values stand one after another: those of set k, in the order of its bits, from `offsets[k]` on.
 */
export async function shapleyValues(
  worth: Float64Array,
  { sets, turns }: { sets: Uint32Array; turns: Turns },
): Promise<{ values: Float64Array; offsets: Uint32Array }> {
  const offsets = new Uint32Array(sets.length + 1);
  let largest = 0;
  sets.forEach((set, nth) => {
    const members = countBits(set);
    offsets[nth + 1] = (offsets[nth] ?? 0) + members;
    largest = Math.max(largest, members);
  });
  const values = new Float64Array(offsets[sets.length] ?? 0);
  for (const { at: chance, weight } of gaussLegendre(Math.ceil(largest / 2))) {
    const means = Float64Array.from(worth);
    await overSubsets(means, { own: chance, less: 1 - chance, turns });
    let place = 0;
    for (let nth = 0; nth < sets.length; nth += 1) {
      const set = sets[nth] ?? 0;
      const whole = means[set] ?? 0;
      for (let left = set; left !== 0; left &= left - 1) {
        const without = means[set & ~(left & -left)] ?? 0;
        values[place] = (values[place] ?? 0) + ((whole - without) * weight) / chance;
        place += 1;
      }
      if (nth % 4_096 === 0 && turns.isOver) await turns.others();
    }
  }
  return { values, offsets };
}

/** One pass a key: to so much of each set that holds it comes so much of the same set without it. */
async function overSubsets(
  table: Float64Array,
  { own, less, turns }: { own: number; less: number; turns: Turns },
): Promise<void> {
  let steps = 0;
  for (let bit = 1; bit < table.length; bit *= 2) {
    for (let base = 0; base < table.length; base += 2 * bit) {
      for (let set = base; set < base + bit; set += 1)
        table[set + bit] = own * (table[set + bit] ?? 0) + less * (table[set] ?? 0);
      steps += bit;
      if (steps < stepsAtOnce) continue;
      steps = 0;
      if (turns.isOver) await turns.others();
    }
  }
}

/** Shapley values of the members of the largest set alone, by its table of worth; |S|! (n − |S| − 1)! / n! each. */
export function valuesOfWhole(worth: Float64Array, size: number): Float64Array {
  const weights = [1 / size];
  for (let count = 1; count < size; count += 1)
    weights.push(((weights[count - 1] ?? 0) * count) / (size - count));
  const values = new Float64Array(size);
  for (let set = 1; set < worth.length; set += 1) {
    const weight = weights[countBits(set) - 1] ?? 0;
    const whole = worth[set] ?? 0;
    for (let left = set; left !== 0; left &= left - 1) {
      const bit = left & -left;
      const place = 31 - Math.clz32(bit);
      values[place] = (values[place] ?? 0) + weight * (whole - (worth[set ^ bit] ?? 0));
    }
  }
  return values;
}

/** Shares by what was added; who takes away has none. Where nobody adds anything all have the same. */
export function asParts(adds: Float64Array): Float64Array {
  const helpful = adds.map((added) => Math.max(0, added));
  const sum = helpful.reduce((total, added) => total + added, 0);
  return sum > 0 ? helpful.map((added) => added / sum) : adds.map(() => 1 / adds.length);
}

/** The numbers of the keys in a set, in order. */
export function membersOf(set: number): number[] {
  const members: number[] = [];
  for (let left = set; left !== 0; left &= left - 1) members.push(31 - Math.clz32(left & -left));
  return members;
}

function countBits(set: number): number {
  let bits = 0;
  for (let left = set; left !== 0; left &= left - 1) bits += 1;
  return bits;
}

/** Places and weights between 0 and 1 at which a polynomial of a degree below `2 × count` is integrated exactly. */
function gaussLegendre(count: number): { at: number; weight: number }[] {
  return Array.from({ length: count }, (_, nth) => {
    let x = Math.cos((Math.PI * (nth + 0.75)) / (count + 0.5));
    let slope = 1;
    // Newton's method; it doubles the right digits each time.
    for (let round = 0; round < 8; round += 1) {
      let before = 1;
      let now = x;
      for (let degree = 2; degree <= count; degree += 1)
        [before, now] = [now, ((2 * degree - 1) * x * now - (degree - 1) * before) / degree];
      slope = (count * (x * now - before)) / (x * x - 1);
      x -= now / slope;
    }
    return { at: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope) };
  });
}
