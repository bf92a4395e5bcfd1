import { implement } from '@orpc/server';
import type { Services } from '../../platform/services.ts';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { sampleContract } from './contract.ts';
import {
  getSampleLoad,
  loadSampleJob,
  type OnRecordsIn,
  runSampleLoad,
  startSampleLoad,
} from './load-sample-company.ts';

export function createSampleRouter() {
  const os = implement(sampleContract).$context<RequestContext>().use(authorised);
  return os.router({
    loadSampleCompany: os.loadSampleCompany.handler(async ({ input, context }) => {
      const { workspaceId, actor, services } = context;
      const load = await context.inWorkspace((tx) =>
        startSampleLoad({
          tx,
          workspaceId,
          actor,
          seed: input.seed,
          scale: input.scale,
          endAt: input.endAt,
          now: services.now(),
        }),
      );
      if (load.status === 'running')
        await services.jobs.send(loadSampleJob, { workspaceId, loadId: load.id });
      return load;
    }),
    getSampleLoad: os.getSampleLoad.handler(({ input, context }) =>
      context.inWorkspace((tx) => getSampleLoad({ tx, id: input.sampleLoadId })),
    ),
  });
}

/** Background part: loads what was asked for, also what a stop interrupted. */
export async function registerSampleJobs(services: Services, onRecordsIn: OnRecordsIn): Promise<void> {
  await services.jobs.work(loadSampleJob, (payload, signal) =>
    runSampleLoad(services, { ...payload, onRecordsIn, signal }),
  );
  const { rows } = await services.database.pool.query<{ id: string; workspace_id: string }>(
    "select id, workspace_id from sample_load where status = 'running'",
  );
  for (const row of rows)
    await services.jobs.send(loadSampleJob, { workspaceId: row.workspace_id, loadId: row.id });
}
