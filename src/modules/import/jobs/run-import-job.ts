import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetUploads } from '../forget-uploads.ts';
import { runImport } from '../run/run-import.ts';

const payload = z.object({ workspaceId: z.uuid(), importId: z.uuid() });
type Payload = z.infer<typeof payload>;

const runImportJob: JobDefinition<Payload> = {
  name: 'import.run',
  payload,
  // A run that meets a restarting database is tried again, ever later; every try goes on where the last one stood.
  retryLimit: 20,
  // Ten million rows at a slow disk's pace. A lost run is taken up at the next start already.
  expireInSeconds: 6 * 3_600,
  singleton: ({ importId }) => importId,
};

export async function sendImportJob(services: Services, job: Payload): Promise<void> {
  await services.jobs.send(runImportJob, job);
}

export type ImportJobOptions = {
  /** What else must follow when an import's records are in, such as looking for doubtful data. */
  onRecordsIn?: (workspaceId: string) => Promise<void>;
};

/** Once a minute: imports that were queued while their job could not be sent, and files that nobody came back to. */
const sweepImportsJob: JobDefinition<Record<string, never>> = {
  name: 'import.sweep',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 60,
};

/** Lets this process run imports. */
export async function registerImportJobs(services: Services, options: ImportJobOptions = {}): Promise<void> {
  await services.jobs.work(runImportJob, (job, signal) =>
    runImport({ services, signal, ...job, ...options }),
  );
  await services.jobs.work(sweepImportsJob, async () => {
    await sendUnfinished(services, ['queued']);
    await forgetUploads(services);
  });
  await services.jobs.schedule(sweepImportsJob, '* * * * *', {});
}

/** Puts imports that a stopped process left unfinished into the queue again. Call once at every start. */
export function resumeImports(services: Services): Promise<number> {
  return sendUnfinished(services, ['queued', 'running']);
}

async function sendUnfinished(services: Services, statuses: readonly string[]): Promise<number> {
  const unfinished = await services.database.asSystem((tx) =>
    tx.rows<Payload>(sql`select workspace_id as "workspaceId", id as "importId" from import
      where status = any(${sql.param(statuses)}::text[]) order by id`),
  );
  for (const job of unfinished) await sendImportJob(services, job);
  return unfinished.length;
}
