import {
  asParts,
  type Coalitions,
  membersOf,
  mostWeighed,
  shapleyValues,
  worthOfSets,
} from './coalitions.ts';
import type { Path } from './markov.ts';
import { partsOfSets } from './parts-of-sets.ts';
import type { KeySet } from './sets-within.ts';
import { Turns } from './turns.ts';

export type ShapleyCredit = { key: string; conversions: number; value: number };

export type ShapleyAnswer = {
  credits: ShapleyCredit[];
  /** How many sets of keys were too large to be taken exactly, and the largest standard error of a part in them. */
  sampledSets: number;
  largestError: number;
  /** So many keys, those that least came of, were weighed as if they were one; 0: each by itself. */
  together: number;
};

/** Goes for all keys that are weighed as one; no key of the facts, as text there is trimmed. */
export const together = '\n';

type Options = { seed?: number; signal?: AbortSignal | undefined; mostWork?: number };

/**
 * Each journey's result shared among the keys in it by what each adds, on average over all orders in which they could
 * have come, to the share of journeys that end in a result. That share is taken over all journeys that know no other
 * keys than the set's. A key that takes away gets nothing. Source: Dalessandro et al. 2012.
 *
 * Exact up to twenty keys in all, and above that for journeys of up to sixteen; larger ones are sampled. Where even that
 * would take minutes, keys are put together until there are twenty.
 */
export async function shapleyCredits(paths: readonly Path[], options: Options = {}): Promise<ShapleyAnswer> {
  const { keys, sets } = await groupBySet(paths, new Turns(options.signal));
  return shapleyOfSets(keys, sets, options);
}

/** The same of journeys that are counted already, set by set. */
export async function shapleyOfSets(
  keys: readonly string[],
  sets: readonly KeySet[],
  options: Options = {},
): Promise<ShapleyAnswer> {
  const turns = new Turns(options.signal);
  const none = { sampledSets: 0, largestError: 0, together: 0 };
  if (keys.length <= mostWeighed)
    return { ...none, credits: await creditsOfCoalitions(keys, coalitionsOf(sets), turns) };
  const found = await partsOfSets(sets, { ...options, turns });
  if (found === null) return weighTogether(keys, sets, turns);
  const { parts, sampledSets, largestError } = found;
  const credits = keys.map((key): ShapleyCredit => ({ key, conversions: 0, value: 0 }));
  sets.forEach((set, nth) => {
    add(credits, set, parts[nth] ?? []);
  });
  return { credits: credits.filter(isGiven), sampledSets, largestError, together: 0 };
}

/** The same of sets as bits: of the first key the lowest. */
export async function creditsOfCoalitions(
  keys: readonly string[],
  coalitions: Coalitions,
  turns: Turns,
): Promise<ShapleyCredit[]> {
  const worth = await worthOfSets(coalitions, { size: keys.length, turns });
  const { masks, conversions, values } = coalitions;
  const ending = [...masks.keys()].filter((nth) => conversions[nth] !== 0 || values[nth] !== 0);
  const sets = Uint32Array.from(ending, (nth) => masks[nth] ?? 0);
  const { values: adds, offsets } = await shapleyValues(worth, { sets, turns });
  const credits = keys.map((key): ShapleyCredit => ({ key, conversions: 0, value: 0 }));
  for (const [at, nth] of ending.entries()) {
    const members = membersOf(sets[at] ?? 0);
    const set = { keys: members, conversions: conversions[nth] ?? 0, value: values[nth] ?? 0 };
    add(credits, set, asParts(adds.subarray(offsets[at], offsets[at + 1])));
    if (at % 1_024 === 0 && turns.isOver) await turns.others();
  }
  return credits.filter(isGiven);
}

const isGiven = ({ conversions, value }: ShapleyCredit): boolean => conversions !== 0 || value !== 0;

function add(
  credits: ShapleyCredit[],
  { keys, conversions, value }: Pick<KeySet, 'keys' | 'conversions' | 'value'>,
  parts: ArrayLike<number>,
): void {
  keys.forEach((key, place) => {
    const credit = credits[key];
    const part = parts[place] ?? 0;
    if (!credit) return;
    credit.conversions += conversions * part;
    credit.value += value * part;
  });
}

async function groupBySet(paths: readonly Path[], turns: Turns): Promise<{ keys: string[]; sets: KeySet[] }> {
  const known = new Set<string>();
  for (const path of paths) {
    for (const key of path.keys) known.add(key);
    if (turns.isOver) await turns.others();
  }
  const keys = [...known].toSorted();
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const sets = new Map<string, KeySet>();
  for (const { keys: some, conversions, value, nulls } of paths) {
    const members = [...new Set(some)].map((key) => numbers.get(key) ?? 0).toSorted((a, b) => a - b);
    if (members.length === 0) continue;
    const name = members.join(' ');
    const set = sets.get(name) ?? { keys: members, journeys: 0, conversions: 0, value: 0 };
    set.journeys += conversions + nulls;
    set.conversions += conversions;
    set.value += value;
    sets.set(name, set);
    if (turns.isOver) await turns.others();
  }
  return { keys, sets: [...sets.values()] };
}

function coalitionsOf(sets: readonly KeySet[]): Coalitions {
  return {
    masks: Uint32Array.from(sets, ({ keys }) => keys.reduce((mask, key) => mask | (1 << key), 0)),
    journeys: Float64Array.from(sets, ({ journeys }) => journeys),
    conversions: Float64Array.from(sets, ({ conversions }) => conversions),
    values: Float64Array.from(sets, ({ value }) => value),
  };
}

/** What keys that were weighed as one get together is shared by what each stood in, evenly where a journey had several. */
export function divideTogether(
  credit: Pick<ShapleyCredit, 'conversions' | 'value'>,
  stoodIn: readonly ShapleyCredit[],
): ShapleyCredit[] {
  const sum = (of: (one: ShapleyCredit) => number) => stoodIn.reduce((total, one) => total + of(one), 0);
  const conversions = sum((one) => one.conversions);
  const value = sum((one) => one.value);
  return stoodIn.map((one) => ({
    key: one.key,
    conversions: conversions > 0 ? (credit.conversions * one.conversions) / conversions : 0,
    value: value > 0 ? (credit.value * one.value) / value : 0,
  }));
}

/** All but the nineteen keys of which most came are the twentieth. */
async function weighTogether(
  keys: readonly string[],
  sets: readonly KeySet[],
  turns: Turns,
): Promise<ShapleyAnswer> {
  const came = keys.map((_, number) => ({ number, conversions: 0 }));
  for (const { keys: members, conversions } of sets)
    for (const member of members) {
      const one = came[member];
      if (one) one.conversions += conversions;
    }
  const order = came.toSorted((a, b) => b.conversions - a.conversions || a.number - b.number);
  const rest = mostWeighed - 1;
  const bits = new Map(order.map(({ number }, place) => [number, Math.min(place, rest)]));
  const stoodIn = keys.map((key): ShapleyCredit => ({ key, conversions: 0, value: 0 }));
  const joined = sets.map((set): KeySet => {
    const others = set.keys.filter((key) => bits.get(key) === rest);
    add(
      stoodIn,
      { ...set, keys: others },
      others.map(() => 1 / others.length),
    );
    return { ...set, keys: [...new Set(set.keys.map((key) => bits.get(key) ?? rest))] };
  });
  const names = order.slice(0, rest).map(({ number }) => keys[number] ?? '');
  const credits = await creditsOfCoalitions([...names, together], coalitionsOf(joined), turns);
  const ofRest = credits.find(({ key }) => key === together);
  return {
    credits: [
      ...credits.filter(({ key }) => key !== together),
      ...(ofRest ? divideTogether(ofRest, stoodIn.filter(isGiven)) : []),
    ],
    sampledSets: 0,
    largestError: 0,
    together: keys.length - rest,
  };
}
