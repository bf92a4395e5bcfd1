import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

it('keeps memory flat however long the stream', () => {
  const endAt = new Date('2026-03-10T00:00:00Z');
  const heapAfter: number[] = [];
  let interactions = 0;
  let stories = 0;
  for (const story of simulate({ seed: 1, scale: 40, endAt }).accounts()) {
    interactions += story.interactions.length;
    stories++;
    if (stories % 2_000 === 0) heapAfter.push(process.memoryUsage().heapUsed / 1e6);
  }
  expect(interactions).toBeGreaterThan(900_000);
  // Garbage not yet collected comes and goes; what may not happen is a million interactions (some 300 MB) staying.
  expect(Math.max(...heapAfter.slice(1)) - (heapAfter[0] ?? 0)).toBeLessThan(120);
}, 60_000);
