import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markovCredits, type Path } from './markov.ts';
import { ruleModels } from './models.ts';
import { type Milestones, shareOfTouches } from './share-of-touches.ts';
import { splitExactly } from './split-exactly.ts';

const day = 86_400_000;
const touches = [0, 5, 12, 30, 38].map((at) => ({ atMs: at * day }));
const none: Milestones = { leadCreatedMs: null, opportunityCreatedMs: null };
const weights = { first: 3, leadCreated: 2, opportunityCreated: 2, closed: 2, rest: 1 };
const rounded = (parts: readonly number[]) => parts.map((part) => Math.round(part * 1_000) / 1_000);

describe('rule models', () => {
  it('gives the published vectors to the cent', () => {
    const decay = shareOfTouches('time-decay', touches, none);
    const published = [17_520, 28_744, 57_488, 341_704, 754_545];
    expect(decay.map((part) => Math.round(part * 1_200_000))).toEqual(published);
    // Rounded one by one they sum to a cent too much, which the smallest remainder gives back.
    expect(splitExactly(1_200_000, decay)).toEqual([17_519, 28_744, 57_488, 341_704, 754_545]);
    expect(splitExactly(1_200_000, shareOfTouches('position', touches, none))).toEqual([
      480_000, 80_000, 80_000, 80_000, 480_000,
    ]);
  });

  it.each([
    ['first', [1, 0, 0, 0, 0]],
    ['last', [0, 0, 0, 0, 1]],
    ['linear', [0.2, 0.2, 0.2, 0.2, 0.2]],
    ['u', [0.4, 0.4, 0.067, 0.067, 0.067]],
    ['w', [0.3, 0.3, 0.05, 0.3, 0.05]],
    ['full-path', [0.225, 0.225, 0.1, 0.225, 0.225]],
    ['j', [0.2, 0.067, 0.067, 0.067, 0.6]],
    ['inverse-j', [0.6, 0.067, 0.067, 0.067, 0.2]],
  ] as const)('%s, lead created after the second touch and opportunity after the fourth', (model, parts) => {
    const milestones = { leadCreatedMs: 6 * day, opportunityCreatedMs: 31 * day };
    expect(rounded(shareOfTouches(model, touches, milestones))).toEqual(parts);
  });

  it('lets one touch hold two milestones, and gives an empty middle to the others in proportion', () => {
    const milestones = { leadCreatedMs: 1 * day, opportunityCreatedMs: 13 * day };
    expect(rounded(shareOfTouches('w', touches.slice(0, 3), milestones))).toEqual([0.6, 0.1, 0.3]);
    expect(shareOfTouches('position', touches.slice(0, 1), none)).toEqual([1]);
    expect(shareOfTouches('j', touches.slice(0, 2), none)).toEqual([0.25, 0.75]);
  });

  it('leaves direct visits out of last-non-direct while there is another', () => {
    const direct = (index: number) => touches.map((touch, i) => ({ ...touch, isDirect: i >= index }));
    expect(shareOfTouches('last-non-direct', direct(3), none)).toEqual([0, 0, 1, 0, 0]);
    expect(shareOfTouches('last-non-direct', direct(0), none)).toEqual([0, 0, 0, 0, 1]);
  });

  it('sums to the deal’s value to the cent, whatever the model, the journey and the value', () => {
    const journey = fc
      .array(fc.record({ atMs: fc.integer({ min: 0, max: 900 * day }), isDirect: fc.boolean() }), {
        minLength: 1,
        maxLength: 60,
      })
      .map((some) => some.toSorted((a, b) => a.atMs - b.atMs));
    const moment = fc.option(fc.integer({ min: -day, max: 900 * day }));
    fc.assert(
      fc.property(
        fc.constantFrom(...ruleModels),
        journey,
        moment,
        moment,
        fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
        (model, some, leadCreatedMs, opportunityCreatedMs, value) => {
          const milestones = { leadCreatedMs, opportunityCreatedMs };
          const parts = shareOfTouches(model, some, milestones, { weights });
          expect(parts).toHaveLength(some.length);
          expect(parts.every((part) => part >= 0)).toBe(true);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
          expect(splitExactly(value, parts).reduce((sum, piece) => sum + piece, 0)).toBe(value);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('splitExactly', () => {
  it('is never a whole unit away from the exact share', () => {
    const parts = fc
      .array(fc.double({ min: 0, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 50 })
      .filter((some) => some.reduce((sum, part) => sum + part, 0) > 1e-6);
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 1_000_000_000 }), (some, amount) => {
        const sum = some.reduce((total, part) => total + part, 0);
        splitExactly(amount, some).forEach((piece, index) => {
          expect(Math.abs(piece - (amount * (some[index] ?? 0)) / sum)).toBeLessThan(1.000001);
        });
      }),
    );
  });

  it('refuses what cannot be split', () => {
    expect(() => splitExactly(10.5, [1])).toThrow(RangeError);
    expect(() => splitExactly(10, [])).toThrow(RangeError);
    expect(() => splitExactly(10, [1, -1])).toThrow(RangeError);
    expect(() => splitExactly(10, [0, 0])).toThrow(RangeError);
  });
});

const path = (keys: string, conversions: number, nulls = 0, value = conversions): Path => ({
  keys: keys.split(' '),
  conversions,
  nulls,
  value,
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

describe('markov', () => {
  it('solves a chain that can be worked out by hand', () => {
    // Half of the journeys begin with a; b is on the way of all that end well but one in three.
    const credits = markovCredits([path('a b', 2), path('a', 1), path('b', 0, 3)], 1);
    const effects = new Map(credits.map(({ key, removalEffect }) => [key, removalEffect]));
    // P(a first) = 1/2; from a: 2/3 to b, 1/3 to a result; from b: 2/5 to a result.
    const whole = 0.5 * (2 / 3) * (2 / 5) + 0.5 * (1 / 3) + 0.5 * (2 / 5);
    expect(effects.get('a')).toBeCloseTo(1 - (0.5 * (2 / 5)) / whole, 12);
    expect(effects.get('b')).toBeCloseTo(1 - (0.5 * (1 / 3)) / whole, 12);
  });

  it('shares out what there is, at every order, and does not mind the order of the paths or repeats in a row', () => {
    fc.assert(
      fc.property(anyPaths, fc.constantFrom(1, 2, 3, 4), (paths, order) => {
        const credits = markovCredits(paths, order);
        const total = paths.reduce((sum, { conversions }) => sum + conversions, 0);
        const given = credits.reduce((sum, { conversions }) => sum + conversions, 0);
        expect(given).toBeCloseTo(total, 6);
        for (const { removalEffect } of credits) {
          expect(removalEffect).toBeGreaterThanOrEqual(0);
          expect(removalEffect).toBeLessThanOrEqual(1);
        }
        const doubled = paths.toReversed().map((one) => ({ ...one, keys: one.keys.flatMap((k) => [k, k]) }));
        const again = new Map(markovCredits(doubled, order).map((one) => [one.key, one.conversions]));
        for (const { key, conversions } of credits) expect(again.get(key)).toBeCloseTo(conversions, 6);
      }),
      { numRuns: 200 },
    );
  });
});
