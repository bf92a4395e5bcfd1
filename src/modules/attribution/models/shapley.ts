import type { Path } from './markov.ts';

export type ShapleyCredit = { key: string; conversions: number; value: number };

export type ShapleyAnswer = {
  credits: ShapleyCredit[];
  /** How many sets of keys were too large to be taken exactly, and the largest standard error of a part in them. */
  sampledSets: number;
  largestError: number;
};

/** Up to so many keys in a journey every order of them is weighed: 4,096 sets. */
const exactUpTo = 12;
const samples = 2_000;

/**
 * Each journey's result shared among the keys in it by what each adds, on average over all orders in which they could
 * have come, to the share of journeys that end in a result. That share is taken over all journeys that know no other
 * keys than the set's. A key that takes away gets nothing. Source: Dalessandro et al. 2012.
 */
export function shapleyCredits(paths: readonly Path[], options: { seed?: number } = {}): ShapleyAnswer {
  const sets = groupBySet(paths);
  const totals = new Map<string, ShapleyCredit>();
  let sampledSets = 0;
  let largestError = 0;
  const random = randomFrom(options.seed ?? 1);
  for (const { keys, conversions, value } of sets.values()) {
    if (conversions === 0 && value === 0) continue;
    const worth = worthWithin(keys, sets);
    const exact = keys.length <= exactUpTo;
    const { parts, error } = exact
      ? exactParts(keys.length, worth)
      : sampledParts(keys.length, worth, random);
    if (!exact) sampledSets += 1;
    largestError = Math.max(largestError, error);
    keys.forEach((key, index) => {
      const part = parts[index] ?? 0;
      const credit = totals.get(key) ?? { key, conversions: 0, value: 0 };
      totals.set(key, {
        key,
        conversions: credit.conversions + conversions * part,
        value: credit.value + value * part,
      });
    });
  }
  return { credits: [...totals.values()], sampledSets, largestError };
}

type KeySet = { keys: string[]; conversions: number; value: number; journeys: number };

function groupBySet(paths: readonly Path[]): Map<string, KeySet> {
  const sets = new Map<string, KeySet>();
  for (const path of paths) {
    const keys = [...new Set(path.keys)].toSorted();
    if (keys.length === 0) continue;
    const name = JSON.stringify(keys);
    const set = sets.get(name) ?? { keys, conversions: 0, value: 0, journeys: 0 };
    set.conversions += path.conversions;
    set.value += path.value;
    set.journeys += path.conversions + path.nulls;
    sets.set(name, set);
  }
  return sets;
}

/** The share of journeys with a result among those that know no other keys than these; keys as bits. */
type Worth = (members: readonly boolean[]) => number;

function worthWithin(keys: readonly string[], sets: ReadonlyMap<string, KeySet>): Worth {
  const places = new Map(keys.map((key, index) => [key, index]));
  const inside = [...sets.values()].flatMap((set) => {
    const at = set.keys.map((key) => places.get(key) ?? -1);
    return at.includes(-1) ? [] : [{ at, conversions: set.conversions, journeys: set.journeys }];
  });
  const known = new Map<string, number>();
  return (members) => {
    const name = members.map((is) => (is ? '1' : '0')).join('');
    const before = known.get(name);
    if (before !== undefined) return before;
    let conversions = 0;
    let journeys = 0;
    for (const set of inside) {
      if (!set.at.every((index) => members[index] === true)) continue;
      conversions += set.conversions;
      journeys += set.journeys;
    }
    const worth = journeys === 0 ? 0 : conversions / journeys;
    known.set(name, worth);
    return worth;
  };
}

function exactParts(size: number, worth: Worth): { parts: number[]; error: number } {
  const weightOf = orderWeights(size);
  const adds = new Array<number>(size).fill(0);
  for (let set = 0; set < 2 ** size; set += 1) {
    const members = Array.from({ length: size }, (_, index) => (set & (1 << index)) !== 0);
    const count = members.filter(Boolean).length;
    const without = worth(members);
    members.forEach((is, index) => {
      if (is) return;
      const more = members.with(index, true);
      adds[index] = (adds[index] ?? 0) + (weightOf[count] ?? 0) * (worth(more) - without);
    });
  }
  return { parts: asParts(adds), error: 0 };
}

/** |S|! (n − |S| − 1)! / n!, by the size of S. */
function orderWeights(size: number): number[] {
  const weights = [1 / size];
  for (let count = 1; count < size; count += 1)
    weights.push(((weights[count - 1] ?? 0) * count) / (size - count));
  return weights;
}

function sampledParts(size: number, worth: Worth, random: () => number): { parts: number[]; error: number } {
  const sum = new Array<number>(size).fill(0);
  const squares = new Array<number>(size).fill(0);
  for (let sample = 0; sample < samples; sample += 1) {
    const members = new Array<boolean>(size).fill(false);
    let before = worth(members);
    for (const index of shuffled(size, random)) {
      members[index] = true;
      const after = worth(members);
      sum[index] = (sum[index] ?? 0) + after - before;
      squares[index] = (squares[index] ?? 0) + (after - before) ** 2;
      before = after;
    }
  }
  const means = sum.map((total) => total / samples);
  const whole = means.reduce((total, mean) => total + Math.max(0, mean), 0);
  const errors = means.map((mean, index) =>
    Math.sqrt(Math.max(0, (squares[index] ?? 0) / samples - mean ** 2) / samples),
  );
  return { parts: asParts(means), error: whole > 0 ? Math.max(...errors) / whole : 0 };
}

function asParts(adds: readonly number[]): number[] {
  const helpful = adds.map((added) => Math.max(0, added));
  const sum = helpful.reduce((total, added) => total + added, 0);
  return sum > 0 ? helpful.map((added) => added / sum) : adds.map(() => 1 / adds.length);
}

function shuffled(size: number, random: () => number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let at = size - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** Mulberry32: small, and the same everywhere for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
