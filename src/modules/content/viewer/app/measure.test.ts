import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Measure, type Totals } from './measure.ts';

const idleAfterMs = 30_000;
const sumOf = (totals: Totals) =>
  Object.values(totals)
    .flatMap((pages) => Object.values(pages))
    .reduce((sum, ms) => sum + ms, 0);

test('each page gets the time for which it was seen', () => {
  const measure = new Measure({ at: 1_000, idleAfterMs, visible: true });
  measure.show({ piece: 0, page: 1 }, 1_000);
  measure.show({ piece: 0, page: 2 }, 6_000);
  measure.show({ piece: 1, page: 1 }, 8_500);
  expect(measure.totals(9_000)).toEqual({ 0: { 1: 5_000, 2: 2_500 }, 1: { 1: 500 } });
  measure.show({ piece: 0, page: 1 }, 9_000);
  expect(measure.totals(10_000)[0]).toEqual({ 1: 6_000, 2: 2_500 });
});

test('who does not move for half a minute is away until they do', () => {
  const measure = new Measure({ at: 0, idleAfterMs, visible: true });
  measure.show({ piece: 0, page: 1 }, 0);
  expect(measure.totals(100_000)).toEqual({ 0: { 1: 30_000 } });
  measure.active(100_000);
  expect(measure.totals(105_000)).toEqual({ 0: { 1: 35_000 } });
});

test('a tab in the background is not read, and coming back to it is a sign of life', () => {
  const measure = new Measure({ at: 0, idleAfterMs, visible: false });
  measure.show({ piece: 0, page: 1 }, 0);
  expect(measure.totals(5_000)).toEqual({});
  measure.setVisible(true, 60_000);
  measure.setVisible(false, 61_000);
  measure.active(70_000);
  expect(measure.totals(90_000)).toEqual({ 0: { 1: 1_000 } });
  expect(measure.visibleMs(90_000)).toBe(1_000);
});

type Happening =
  | { what: 'show'; place: { piece: number; page: number } | null }
  | { what: 'visible'; to: boolean }
  | { what: 'active' }
  | { what: 'read' };

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    what: fc.constant<'show'>('show'),
    place: fc.option(fc.record({ piece: fc.nat(2), page: fc.integer({ min: 1, max: 4 }) }), { nil: null }),
  }),
  fc.record({ what: fc.constant<'visible'>('visible'), to: fc.boolean() }),
  fc.record({ what: fc.constant<'active'>('active') }),
  fc.record({ what: fc.constant<'read'>('read') }),
);
/** Steps of a clock, some of them backwards, as a browser's may seem after sleep. */
const anyStory = fc.array(fc.tuple(fc.integer({ min: -2_000, max: 60_000 }), anyHappening), {
  maxLength: 60,
});

function live(story: [number, Happening][], visible: boolean, each?: (at: number, measure: Measure) => void) {
  const measure = new Measure({ at: 0, idleAfterMs, visible });
  let at = 0;
  for (const [step, happening] of story) {
    at += step;
    if (happening.what === 'show') measure.show(happening.place, at);
    else if (happening.what === 'visible') measure.setVisible(happening.to, at);
    else if (happening.what === 'active') measure.active(at);
    each?.(at, measure);
  }
  return { measure, at };
}

test('never more time than went by, however the clock goes; what was said never shrinks', () => {
  fc.assert(
    fc.property(anyStory, fc.boolean(), (story, visible) => {
      let latest = 0;
      let before = 0;
      live(story, visible, (at, measure) => {
        latest = Math.max(latest, at);
        const sum = sumOf(measure.totals(at));
        expect(sum).toBeLessThanOrEqual(Math.max(0, latest));
        expect(sum).toBeLessThanOrEqual(measure.visibleMs(at));
        expect(sum).toBeGreaterThanOrEqual(before);
        before = sum;
      });
    }),
  );
});

test('asking in between changes nothing: said often or seldom, it adds up to the same', () => {
  fc.assert(
    fc.property(anyStory, fc.boolean(), (told, visible) => {
      // Whoever is told of a later time cannot agree with whoever was not, once the clock has gone back from it.
      const story = told.map(([step, happening]): [number, Happening] => [Math.max(0, step), happening]);
      const often = live(story, visible, (at, measure) => void measure.totals(at));
      const seldom = live(story, visible);
      expect(often.measure.totals(often.at + 500)).toEqual(seldom.measure.totals(seldom.at + 500));
    }),
  );
});

test('hidden time never counts: a story lived in the background leaves nothing', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const hidden = story.filter(([, happening]) => happening.what !== 'visible');
      const { measure, at } = live(hidden, false);
      expect(measure.totals(at + 1_000_000)).toEqual({});
    }),
  );
});

test('the time between two signs of life counts half a minute at most', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(120_000), { minLength: 1, maxLength: 20 }), (gaps) => {
      const measure = new Measure({ at: 0, idleAfterMs, visible: true });
      measure.show({ piece: 0, page: 1 }, 0);
      let at = 0;
      for (const gap of gaps) {
        at += gap;
        measure.active(at);
      }
      const counted = gaps.reduce((sum, gap) => sum + Math.min(gap, idleAfterMs), 0);
      expect(sumOf(measure.totals(at))).toBe(counted);
    }),
  );
});
