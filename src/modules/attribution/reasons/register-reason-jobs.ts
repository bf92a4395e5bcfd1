import type { Services } from '../../../platform/services.ts';
import { askWhy, askWhyJob } from './ask-why.ts';

const everyMinute = '* * * * *';

export async function registerReasonJobs(services: Services): Promise<void> {
  await services.jobs.work(askWhyJob, async () => {
    await askWhy(services);
  });
  await services.jobs.schedule(askWhyJob, everyMinute, {});
}
