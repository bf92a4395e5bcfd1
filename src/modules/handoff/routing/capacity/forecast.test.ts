import { expect, test } from 'vitest';
import { expectedVolume } from './expected-volume.ts';
import { forecastWeeks } from './forecast.ts';

/** Mulberry32: the same numbers at every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Knuth's way to a Poisson number. */
function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}

test('a level that never changed goes on, with the interval that chance alone makes', () => {
  const forecast = forecastWeeks(
    Array.from({ length: 26 }, () => 40),
    6,
  );
  expect(forecast?.level).toBe(40);
  expect(forecast?.weeks).toHaveLength(6);
  // 40 ± 1.2816 √40
  expect(forecast?.weeks[0]?.low).toBeCloseTo(31.89, 1);
  expect(forecast?.weeks[0]?.high).toBeCloseTo(48.11, 1);
});

test('a level that changed is followed', () => {
  const counts = [...Array.from({ length: 16 }, () => 20), ...Array.from({ length: 10 }, () => 50)];
  const forecast = forecastWeeks(counts, 1);
  expect(forecast?.level).toBeGreaterThan(45);
  expect(forecast?.level).toBeLessThanOrEqual(50);
});

test('the next week lies within the interval in about eight of ten series, and the forecast is not off to one side', () => {
  const random = seeded(7);
  let [inside, off] = [0, 0];
  const series = 1_500;
  for (let at = 0; at < series; at++) {
    const counts = Array.from({ length: 26 }, () => poisson(30, random));
    const next = poisson(30, random);
    const week = forecastWeeks(counts, 1)?.weeks[0];
    if (!week) throw new Error('no forecast');
    if (next >= week.low && next <= week.high) inside += 1;
    off += week.volume - 30;
  }
  expect(inside / series).toBeGreaterThan(0.76);
  expect(inside / series).toBeLessThan(0.88);
  expect(Math.abs(off / series)).toBeLessThan(0.3);
});

test('a level that wanders: the interval grows with the weeks ahead, and still holds', () => {
  const random = seeded(11);
  const hits = [0, 0];
  const series = 800;
  for (let at = 0; at < series; at++) {
    let level = 200;
    const drawn = Array.from({ length: 32 }, () => {
      level = Math.max(60, level + (random() + random() + random() - 1.5) * 30);
      return poisson(level, random);
    });
    const forecast = forecastWeeks(drawn.slice(0, 26), 6);
    for (const [place, ahead] of [0, 5].entries()) {
      const week = forecast?.weeks[ahead];
      const came = drawn[26 + ahead] ?? 0;
      if (week && came >= week.low && came <= week.high) hits[place] = (hits[place] ?? 0) + 1;
    }
    const [first, last] = [forecast?.weeks[0], forecast?.weeks[5]];
    expect((last?.high ?? 0) - (last?.low ?? 0)).toBeGreaterThan((first?.high ?? 0) - (first?.low ?? 0));
  }
  for (const hit of hits) expect(hit / series).toBeGreaterThan(0.7);
});

test('too few weeks give no forecast', () => {
  expect(forecastWeeks([3, 4, 5], 6)).toBeNull();
});

test('offers follow the funnel by the share of leads that was offered of late', () => {
  const reached = Array.from({ length: 26 }, () => 40);
  const half = expectedVolume({ reached, offered: reached.map(() => 20), ahead: 2 });
  expect(half).toMatchObject({ from: 'funnel', share: 0.5, weeksKnown: 26 });
  expect(half?.weeks[1]?.volume).toBe(20);
});

test('before anything was offered, every lead that reaches the stage is expected to be', () => {
  const reached = Array.from({ length: 26 }, () => 12);
  expect(expectedVolume({ reached, offered: reached.map(() => 0), ahead: 1 })).toMatchObject({ share: 1 });
});

test('where offers are made by hand, they themselves are continued', () => {
  const offered = Array.from({ length: 26 }, () => 9);
  const found = expectedVolume({ reached: offered.map(() => 0), offered, ahead: 1 });
  expect(found).toMatchObject({ from: 'offers', share: 1 });
  expect(found?.weeks[0]?.volume).toBe(9);
});
