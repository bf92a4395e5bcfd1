import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { makeHandoffs } from './clocks.test-support.ts';
import { simulateYear } from './simulate-year.test-support.ts';
import { clocksPerHandoff } from './year-model.test-support.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

/** At full size: node bench/clocks.ts --simulate 1000000 */
it('rings every clock of a year once, through settings of clocks, holidays, kills, failures and clocks that are wrong', async () => {
  const made = await makeHandoffs(services, 20_000 / clocksPerHandoff);
  services.log.level = 'silent';
  const report = await simulateYear({ services, ...made, seed: 20_260_101, tickMinutes: 14 * 60 });
  expect(report).toMatchObject({ clocks: 20_000, missed: 0, twice: 0, early: 0, unexpected: 0 });
  expect(report.rung).toBeGreaterThan(8_000);
  for (const happened of ['cut', 'failed', 'clockSteps', 'outages'] as const) {
    expect(report[happened]).toBeGreaterThan(0);
  }
}, 300_000);
