import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { problemsOf } from './check-body.ts';
import { comeIntoForce } from './come-into-force.ts';
import { holdVersion } from './find-version.ts';
import { dayBegins } from './settle-signatures.ts';
import { recordStep } from './step.ts';

export const comeIntoForceJob: JobDefinition<Record<never, never>> = {
  name: 'definitions-come-into-force',
  payload: z.object({}),
  retryLimit: 1,
  expireInSeconds: 300,
};
export const everyMinute = '* * * * *';

// More come into force a minute later.
const mostAtOnce = 200;

type Due = { id: string; definition_id: string; workspace_id: string };

/** Brings what both sides have signed into force once its day has come, each in a transaction of its own. */
export async function bringIntoForce(services: Pick<Services, 'database' | 'now'>): Promise<void> {
  const now = services.now();
  const due = await services.database.asSystem((tx) =>
    tx.rows<Due>(sql`select v.id, v.definition_id, v.workspace_id
      from definition_version v join workspace w on w.id = v.workspace_id
      where v.status = 'signed' and (v.wanted_from::timestamp at time zone w.time_zone) <= ${now}
      order by v.signed_at, v.id limit ${mostAtOnce}`),
  );
  for (const { id, definition_id, workspace_id } of due) {
    await services.database.inWorkspace(workspace_id, async (tx) => {
      const step = {
        tx,
        workspaceId: workspace_id,
        actor: { kind: 'system', id: null, name: 'Liaison' } as const,
        userId: null,
        now,
      };
      const { definition, version } = await holdVersion(tx, { definitionId: definition_id, versionId: id });
      if (version.status !== 'signed') return;
      const [problem] = await problemsOf({ tx, definition, body: version.body });
      if (problem !== undefined) {
        await tx.run(sql`update definition_version set status = 'withdrawn' where id = ${version.id}`);
        return recordStep(step, {
          what: 'withdrawn',
          definitionId: definition.id,
          word: version.body.word,
          versionNumber: version.number,
          text: `Its day has come, but it can no longer hold: ${problem.message}`,
        });
      }
      await comeIntoForce({ ...step, version, from: (await dayBegins(step, version)) ?? now });
    });
  }
}
