import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersOf, shapleyValues, valuesOfWhole } from './coalitions.ts';
import type { Path } from './markov.ts';
import { shapleyCredits } from './shapley.ts';
import { Turns } from './turns.ts';

const path = (keys: string, conversions: number, nulls = 0, value = conversions): Path => ({
  keys: keys.split(' '),
  conversions,
  nulls,
  value,
});

/** Shapley's definition, word for word: what each adds to those before it, over all orders in which they could come. */
function byDefinition(worth: Float64Array, set: number): Map<number, number> {
  const members = membersOf(set);
  const added = new Map(members.map((member) => [member, 0]));
  let orders = 0;
  const goOn = (so: number, left: readonly number[], adds: readonly (readonly [number, number])[]) => {
    if (left.length === 0) {
      orders += 1;
      for (const [member, more] of adds) added.set(member, (added.get(member) ?? 0) + more);
    }
    for (const member of left) {
      const next = so | (1 << member);
      const more = (worth[next] ?? 0) - (worth[so] ?? 0);
      goOn(
        next,
        left.filter((one) => one !== member),
        [...adds, [member, more]],
      );
    }
  };
  goOn(0, members, []);
  return new Map([...added].map(([member, sum]) => [member, sum / orders]));
}

const anyWorth = (size: number) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 ** size - 1, maxLength: 2 ** size - 1 })
    .map((some) => Float64Array.from([0, ...some]));
const anyGame = fc
  .integer({ min: 1, max: 6 })
  .chain((size) => fc.record({ size: fc.constant(size), worth: anyWorth(size) }));

/** Of every set there is, what its members get. */
async function valuesOfAll(worth: Float64Array): Promise<Map<number, Map<number, number>>> {
  const sets = Uint32Array.from({ length: worth.length - 1 }, (_, nth) => nth + 1);
  const { values, offsets } = await shapleyValues(worth, { sets, turns: new Turns() });
  return new Map(
    [...sets].map((set, nth) => {
      const members = membersOf(set);
      return [
        set,
        new Map(members.map((member, place) => [member, values[(offsets[nth] ?? 0) + place] ?? 0])),
      ];
    }),
  );
}

describe('shapley values', () => {
  it('are what the definition says, of every set at once and of the largest alone', async () => {
    await fc.assert(
      fc.asyncProperty(anyGame, async ({ size, worth }) => {
        const all = await valuesOfAll(worth);
        for (const [set, values] of all)
          for (const [member, value] of byDefinition(worth, set))
            expect(values.get(member)).toBeCloseTo(value, 12);
        const whole = byDefinition(worth, worth.length - 1);
        valuesOfWhole(worth, size).forEach((value, member) => {
          expect(value).toBeCloseTo(whole.get(member) ?? Number.NaN, 12);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keep to the laws: all is shared, equals get the same, who adds nothing gets nothing, games add up', async () => {
    const two = fc
      .integer({ min: 2, max: 6 })
      .chain((size) =>
        fc.record({ size: fc.constant(size), one: anyWorth(size), other: anyWorth(size), lost: fc.nat(5) }),
      );
    await fc.assert(
      fc.asyncProperty(two, async ({ size, one, other, lost }) => {
        const whole = one.length - 1;
        const of = async (worth: Float64Array) => (await valuesOfAll(worth)).get(whole) ?? new Map();
        const values = await of(one);
        const sum = [...values.values()].reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(one[whole] ?? Number.NaN, 12);
        // The first two made alike: what one of them adds, the other does.
        const swapped = (set: number) => (set & ~3) | ((set & 1) << 1) | ((set & 2) >> 1);
        const alike = one.map((worth, set) => (worth + (one[swapped(set)] ?? 0)) / 2);
        const ofAlike = await of(alike);
        expect(ofAlike.get(0)).toBeCloseTo(ofAlike.get(1), 12);
        const nobody = lost % size;
        const without = one.map((_, set) => one[set & ~(1 << nobody)] ?? 0);
        expect((await of(without)).get(nobody)).toBeCloseTo(0, 12);
        const both = await of(one.map((worth, set) => worth + (other[set] ?? 0)));
        const ofOther = await of(other);
        for (const [member, value] of both)
          expect(value).toBeCloseTo(values.get(member) + ofOther.get(member), 12);
      }),
      { numRuns: 40 },
    );
  });

  it('lose nothing to rounding with many keys', async () => {
    const size = 15;
    const worth = Float64Array.from({ length: 2 ** size }, (_, set) =>
      set === 0 ? 0 : (set * 7_919) % 1_009,
    );
    const whole = worth.length - 1;
    const { values } = await shapleyValues(worth, { sets: Uint32Array.of(whole), turns: new Turns() });
    valuesOfWhole(worth, size).forEach((value, member) => {
      expect(Math.abs((values[member] ?? 0) - value)).toBeLessThan(1e-9);
    });
  });
});

const anyPaths = fc.array(
  fc.record({
    keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 8 }),
    conversions: fc.nat(20),
    nulls: fc.nat(20),
    value: fc.nat(10_000),
  }),
  { minLength: 1, maxLength: 40 },
);
const conversionsOf = (credits: readonly { key: string; conversions: number }[]) =>
  new Map(credits.map(({ key, conversions }) => [key, conversions]));
const sumOf = (some: readonly { conversions: number }[]) =>
  some.reduce((sum, { conversions }) => sum + conversions, 0);

describe('credit by shapley', () => {
  it('gives equal keys the same, and one that adds nothing nothing', async () => {
    const { credits } = await shapleyCredits([
      path('a', 10, 90),
      path('b', 10, 90),
      path('a b', 30, 70),
      path('a x', 10, 90),
      path('x', 0, 100),
    ]);
    const of = conversionsOf(credits);
    expect(of.get('a')).toBeCloseTo((of.get('b') ?? 0) + 10, 6);
    expect(of.get('x') ?? 0).toBeCloseTo(0, 9);
  });

  it('shares out what there is, each set’s as its own definition says', async () => {
    await fc.assert(
      fc.asyncProperty(anyPaths, async (paths) => {
        const { credits, ...rest } = await shapleyCredits(paths);
        expect(sumOf(credits)).toBeCloseTo(sumOf(paths), 6);
        expect(rest).toEqual({ sampledSets: 0, largestError: 0, together: 0 });
        const wanted = await creditsByDefinition(paths);
        const got = conversionsOf(credits);
        for (const [key, conversions] of wanted) expect(got.get(key) ?? 0).toBeCloseTo(conversions, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same with every set weighed by itself, as it is with more keys', async () => {
    await fc.assert(
      fc.asyncProperty(anyPaths, async (paths) => {
        // Keys that stand in one journey of their own and change nothing, until there are too many for one table.
        const strangers = Array.from({ length: 20 }, (_, nth) => path(`z${nth}`, 0, 1));
        const got = conversionsOf((await shapleyCredits([...paths, ...strangers])).credits);
        const wanted = conversionsOf((await shapleyCredits(paths)).credits);
        for (const key of ['a', 'b', 'c', 'd', 'e'])
          expect(got.get(key) ?? 0).toBeCloseTo(wanted.get(key) ?? 0, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('is sampled where a journey is too long, and says how far a part may be out', async () => {
    const many = Array.from({ length: 24 }, (_, index) => `k${index}`);
    const singles = many.map((key, index) => path(key, index, 100));
    const paths = [path(many.join(' '), 50, 10), ...singles];
    const { credits, sampledSets, largestError, together } = await shapleyCredits(paths);
    expect({ sampledSets, together }).toEqual({ sampledSets: 1, together: 0 });
    expect(largestError).toBeGreaterThan(0);
    expect(largestError).toBeLessThan(0.05);
    expect(sumOf(credits)).toBeCloseTo(sumOf(paths), 6);
    const again = await shapleyCredits(paths);
    expect(again.credits).toEqual(credits);
  });

  it('weighs keys together, and says how many, where each by itself would take minutes', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const paths = keys.flatMap((key, index) => [
      path(key, 30 - index, 100, 10 * (30 - index)),
      path(`${key} ${keys[(index + 7) % 30]}`, 5, 10),
    ]);
    const { credits, together, sampledSets } = await shapleyCredits(paths, { mostWork: 1 });
    expect({ together, sampledSets }).toEqual({ together: 11, sampledSets: 0 });
    expect(credits).toHaveLength(30);
    expect(sumOf(credits)).toBeCloseTo(sumOf(paths), 6);
    const one = conversionsOf(credits);
    const exact = conversionsOf((await shapleyCredits(paths)).credits);
    // Most came of the first: it is weighed by itself either way.
    expect(one.get('k0')).toBeCloseTo(exact.get('k0') ?? Number.NaN, 0);
  });

  it('ends when nobody waits for it any more', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(shapleyCredits([path(keys.join(' '), 1)], { signal })).rejects.toThrow('gone');
  });
});

/** Set by set, by the definition and one by one: parts of what each adds, nothing for who takes away. */
async function creditsByDefinition(paths: readonly Path[]): Promise<Map<string, number>> {
  const keys = [...new Set(paths.flatMap((one) => one.keys))].toSorted();
  const maskOf = (some: readonly string[]) => some.reduce((mask, key) => mask | (1 << keys.indexOf(key)), 0);
  const worth = Float64Array.from({ length: 2 ** keys.length }, (_, set) => {
    const within = paths.filter((one) => (maskOf(one.keys) & ~set) === 0);
    const journeys = within.reduce((sum, one) => sum + one.conversions + one.nulls, 0);
    return journeys > 0 ? sumOf(within) / journeys : 0;
  });
  const credits = new Map<string, number>();
  for (const one of paths) {
    const adds = [...byDefinition(worth, maskOf(one.keys))].map(
      ([member, add]) => [keys[member] ?? '', Math.max(0, add)] as const,
    );
    const all = adds.reduce((sum, [, add]) => sum + add, 0);
    for (const [key, add] of adds) {
      const part = all > 1e-12 ? add / all : 1 / adds.length;
      credits.set(key, (credits.get(key) ?? 0) + one.conversions * part);
    }
  }
  return credits;
}
