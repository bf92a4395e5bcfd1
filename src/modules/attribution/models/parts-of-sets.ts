import { seededRandom } from '../board/seeded-random.ts';
import { asParts, valuesOfWhole } from './coalitions.ts';
import { type Inside, type KeySet, SetsWithin } from './sets-within.ts';
import type { Turns } from './turns.ts';

/** Up to so many keys in a journey every order of them is weighed: 65,536 sets. */
const exactUpTo = 16;
const samples = 2_000;
/** In nanoseconds, about: a second or a few. */
const mostWorkDone = 1e9;
/** A step in the tree of sets is one of memory; a set of keys takes some steps for each; a sample some for each of both. */
const workOf = {
  step: 30,
  exactly: (size: number) => 3 * 2 ** size * size,
  sampled: (size: number, members: number) => samples * (30 * size + 4 * members),
};

export type PartsOfSets = {
  /** By set, in the order of its keys; of sets without a result there are none. */
  parts: Float64Array[];
  sampledSets: number;
  largestError: number;
};

/** How each set's result is shared among its keys, set by set; null where that would take too long. */
export async function partsOfSets(
  sets: readonly KeySet[],
  { seed = 1, mostWork = mostWorkDone, turns }: { seed?: number; mostWork?: number; turns: Turns },
): Promise<PartsOfSets | null> {
  const random = seededRandom(seed).uniform;
  const answer: PartsOfSets = { parts: [], sampledSets: 0, largestError: 0 };
  const least = sets.reduce((sum, set) => sum + (isGiven(set) ? leastWork(set.keys.length) : 0), 0);
  if (least > mostWork) return null;
  const tree = await SetsWithin.of(sets, turns);
  let work = 0;
  for (const [nth, set] of sets.entries()) {
    if (!isGiven(set)) continue;
    if (turns.isOver) await turns.others();
    const { inside, steps } = tree.find(set.keys);
    const size = set.keys.length;
    const isExact = size <= exactUpTo;
    const members = inside.reduce((sum, { places }) => sum + places.length, 0);
    work += steps * workOf.step + (isExact ? workOf.exactly(size) : workOf.sampled(size, members));
    if (work > mostWork) return null;
    if (isExact) {
      answer.parts[nth] = asParts(valuesOfWhole(worthWithin(inside, size), size));
      continue;
    }
    const { values, error } = await sampledValues(inside, { size, random, turns });
    answer.parts[nth] = asParts(values);
    answer.sampledSets += 1;
    answer.largestError = Math.max(answer.largestError, error);
  }
  return answer;
}

const isGiven = ({ conversions, value }: KeySet): boolean => conversions !== 0 || value !== 0;

const leastWork = (size: number): number =>
  size <= exactUpTo ? workOf.exactly(size) : workOf.sampled(size, size);

/** The share of journeys with a result among those that know no other keys, of every set within this one. */
function worthWithin(inside: readonly Inside[], size: number): Float64Array {
  const worth = new Float64Array(2 ** size);
  const journeys = new Float64Array(2 ** size);
  for (const one of inside) {
    const set = one.places.reduce((mask, place) => mask | (1 << place), 0);
    worth[set] = one.conversions;
    journeys[set] = one.journeys;
  }
  for (let bit = 1; bit < worth.length; bit *= 2)
    for (let set = 0; set < worth.length; set += 1) {
      if ((set & bit) === 0) continue;
      worth[set] = (worth[set] ?? 0) + (worth[set ^ bit] ?? 0);
      journeys[set] = (journeys[set] ?? 0) + (journeys[set ^ bit] ?? 0);
    }
  return worth.map((conversions, set) => {
    const all = journeys[set] ?? 0;
    return all > 0 ? conversions / all : 0;
  });
}

type Sampling = { size: number; random: () => number; turns: Turns };

/** What each adds on average over orders drawn by chance, and the largest standard error of a part. */
async function sampledValues(
  inside: readonly Inside[],
  { size, random, turns }: Sampling,
): Promise<{ values: Float64Array; error: number }> {
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  const rank = new Uint16Array(size);
  for (let sample = 0; sample < samples; sample += 1) {
    const order = shuffled(size, random);
    order.forEach((place, nth) => {
      rank[place] = nth;
    });
    // A set lies within those who have come once the last of its members has.
    const conversions = new Float64Array(size);
    const journeys = new Float64Array(size);
    for (const one of inside) {
      const last = one.places.reduce((latest, place) => Math.max(latest, rank[place] ?? 0), 0);
      conversions[last] = (conversions[last] ?? 0) + one.conversions;
      journeys[last] = (journeys[last] ?? 0) + one.journeys;
    }
    let before = 0;
    let came = 0;
    let all = 0;
    for (const [nth, place] of order.entries()) {
      came += conversions[nth] ?? 0;
      all += journeys[nth] ?? 0;
      const after = all > 0 ? came / all : 0;
      sum[place] = (sum[place] ?? 0) + after - before;
      squares[place] = (squares[place] ?? 0) + (after - before) ** 2;
      before = after;
    }
    if (turns.isOver) await turns.others();
  }
  const values = sum.map((total) => total / samples);
  const whole = values.reduce((total, value) => total + Math.max(0, value), 0);
  const errors = values.map((value, place) =>
    Math.sqrt(Math.max(0, (squares[place] ?? 0) / samples - value ** 2) / samples),
  );
  return { values, error: whole > 0 ? Math.max(...errors) / whole : 0 };
}

function shuffled(size: number, random: () => number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let at = size - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}
