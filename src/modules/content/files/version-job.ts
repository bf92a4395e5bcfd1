import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { drawVersionPages } from './draw-version-pages.ts';
import { openVersion } from './open-version.ts';

const payload = z.object({ versionId: z.uuid() });
type Payload = z.infer<typeof payload>;

/** Somebody waits for it: the first page of what was just uploaded. */
const openVersionJob: JobDefinition<Payload> = {
  name: 'content-version',
  payload,
  retryLimit: 10,
  expireInSeconds: 1_800,
  singleton: ({ versionId }) => versionId,
};

/** The rest, one document at a time. */
const drawPagesJob: JobDefinition<Payload> = {
  name: 'content-version-pages',
  payload,
  retryLimit: 10,
  // Two thousand pages at five seconds each; a lost run is taken up at the next start already.
  expireInSeconds: 4 * 3_600,
  singleton: ({ versionId }) => versionId,
};

/** Has a version made readable in the background. Call when it is stored, after its transaction. */
export async function sendVersionJob(services: Services, options: { versionId: string }): Promise<void> {
  await services.jobs.send(openVersionJob, options);
}

/** Lets this process make files readable, and takes up again what a stop interrupted. */
export async function registerFileJobs(services: Services): Promise<void> {
  await services.jobs.work(openVersionJob, async ({ versionId }) => {
    await openVersion(services, { versionId });
    await services.jobs.send(drawPagesJob, { versionId });
  });
  await services.jobs.work(drawPagesJob, ({ versionId }, signal) =>
    drawVersionPages(services, { versionId, signal }),
  );
  const unfinished = await services.database.asSystem((tx) =>
    tx.rows<{ id: string; opened: boolean }>(sql`
      select id, false as opened from asset_version where state in ('waiting', 'processing')
      union all
      select id, true from asset_version where state = 'ready' and done_pages < page_count
      order by 1`),
  );
  for (const { id, opened } of unfinished) {
    await services.jobs.send(opened ? drawPagesJob : openVersionJob, { versionId: id });
  }
}
