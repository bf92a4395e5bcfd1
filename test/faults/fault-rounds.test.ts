import { expect, test } from 'vitest';
import { runFaultRounds } from './fault-rounds.ts';
import { faultKinds } from './faults.ts';

test('kill, stop, restart and a full disk, each once under load: healthy without a hand, nothing lost, nothing doubled', async () => {
  const report = await runFaultRounds({
    rounds: faultKinds.length,
    seed: 20_261_121,
    roundsALife: faultKinds.length,
    importRows: 2_000,
    longestStopMs: 2_000,
    eventsASecond: 800,
  });
  expect(report).toMatchObject({ rounds: faultKinds.length, lives: 1, importsFinished: 1 });
  expect(report.acknowledgedEvents).toBeGreaterThan(1_000);
  expect(report.repeatedEvents).toBeGreaterThan(0);
  // An ordinary user may not be allowed to mount a disk; anything else is tried everywhere.
  const skipped = report.skipped.map(({ kind }) => kind).sort();
  expect(skipped.length === 0 || skipped.join() === 'full disk,start on a full disk').toBe(true);
  expect(Object.keys(report.kinds)).toHaveLength(faultKinds.length - skipped.length);
}, 240_000);
