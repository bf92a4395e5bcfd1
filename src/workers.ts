import { z } from 'zod';
import { registerBoardJobs, registerReasonJobs } from './modules/attribution/index.ts';
import { forgetContentUploads, registerFileJobs } from './modules/content/index.ts';
import { everyQuarterHour, pollCalendars, pollCalendarsJob } from './modules/conversations/index.ts';
import { registerHandoffJobs } from './modules/handoff/index.ts';
import { registerImportJobs, resumeImports } from './modules/import/index.ts';
import {
  bringIntoForce,
  comeIntoForceJob,
  everyMinute,
  registerBacktestJobs,
} from './modules/language/index.ts';
import { forgetNotices } from './modules/notices/index.ts';
import {
  buildCustomIndex,
  customIndexJob,
  matchAccounts,
  matchAccountsEverywhere,
  matchAccountsJob,
} from './modules/people/index.ts';
import { refreshFindings } from './modules/quality/index.ts';
import { registerSampleJobs } from './modules/sample/index.ts';
import { forgetReceipts } from './modules/tracking/index.ts';
import { forgetExpired } from './modules/workspace/index.ts';
import type { JobDefinition } from './platform/jobs/jobs.ts';
import type { Services } from './platform/services.ts';

const houseKeeping: JobDefinition<Record<never, never>> = {
  name: 'house-keeping',
  payload: z.object({}),
  retryLimit: 3,
  expireInSeconds: 600,
};

const everyNight = '20 3 * * *';
const everyFiveMinutes = '*/5 * * * *';

/** Registers every kind of background work, and takes up again what a stop interrupted. */
export async function registerWorkers(services: Services): Promise<void> {
  await services.jobs.work(houseKeeping, () => keepHouse(services));
  await services.jobs.work(customIndexJob, (payload) =>
    buildCustomIndex({ database: services.database, payload }),
  );
  await services.jobs.schedule(houseKeeping, everyNight, {});
  await services.jobs.work(matchAccountsJob, () => matchAccountsEverywhere(services));
  await services.jobs.schedule(matchAccountsJob, everyFiveMinutes, {});
  await services.jobs.work(comeIntoForceJob, () => bringIntoForce(services));
  await services.jobs.schedule(comeIntoForceJob, everyMinute, {});
  await registerBacktestJobs(services);
  await registerFileJobs(services);
  await registerHandoffJobs(services);
  await registerBoardJobs(services);
  await registerReasonJobs(services);
  await services.jobs.work(pollCalendarsJob, (_, signal) => pollCalendars(services, { signal }));
  await services.jobs.schedule(pollCalendarsJob, everyQuarterHour, {});
  const onRecordsIn = async (workspaceId: string) => {
    await matchAccounts(services, workspaceId);
    await services.database.inWorkspace(workspaceId, (tx) =>
      refreshFindings(tx, { workspaceId, now: services.now() }),
    );
  };
  await registerSampleJobs(services, onRecordsIn);
  await registerImportJobs(services, { onRecordsIn });
  await resumeImports(services);
}

/** Drops what has expired, and makes room in the log for the months to come. */
async function keepHouse(services: Services): Promise<void> {
  await forgetExpired(services);
  await forgetReceipts(services);
  await forgetNotices(services);
  await forgetContentUploads(services);
  await services.database.asSystem(({ client }) =>
    client.query("select ensure_interaction_partitions((current_date - interval '1 month')::date, 15)"),
  );
}
