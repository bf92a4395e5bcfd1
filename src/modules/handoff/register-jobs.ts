import type { Services } from '../../platform/services.ts';
import { ringAllDue, ringClocksJob } from './clocks/index.ts';
import { onRing } from './handoffs/ring.ts';

const everyMinute = '* * * * *';

/** The net below the ringer: what it left is rung within a minute. */
export async function registerHandoffJobs(services: Services): Promise<void> {
  await services.jobs.work(ringClocksJob, async () => {
    await ringAllDue(services, onRing);
  });
  await services.jobs.schedule(ringClocksJob, everyMinute, {});
}
