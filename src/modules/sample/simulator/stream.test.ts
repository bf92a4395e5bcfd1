import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('keeps memory flat however long the stream', () => {
  const endAt = new Date('2026-03-10T00:00:00Z');
  const heapAfter: number[] = [];
  let interactions = 0;
  let stories = 0;
  for (const story of simulate({ seed: 1, scale: 40, endAt }).accounts()) {
    interactions += story.interactions.length;
    stories++;
    if (stories % 5_000 !== 0) continue;
    collectGarbage();
    heapAfter.push(process.memoryUsage().heapUsed / 1e6);
  }
  expect(interactions).toBeGreaterThan(900_000);
  // A million interactions that stayed would be some 300 MB.
  expect(heapAfter.length).toBeGreaterThan(4);
  expect(Math.max(...heapAfter.slice(1)) - (heapAfter[0] ?? 0)).toBeLessThan(30);
}, 60_000);
