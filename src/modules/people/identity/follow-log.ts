import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { lockPeople } from '../ingest/ingest.ts';
import { apart } from './apart.ts';
import { type Block, noteHeard, readHeard } from './hear-devices.ts';
import { resettleProfiles } from './settle-batch.ts';
import { strayedProfiles } from './strayed-profiles.ts';

const rowsAStep = 20_000;

type Work = Pick<Services, 'database' | 'log' | 'now'>;

/**
 * Goes on reading the log for what people do on their devices: who went on using one that others were said to be on,
 * and when each was last heard of. One process at a time goes on from where the last one stopped; what is read again
 * changes nothing. Answers whether there may be more.
 */
export async function followLog(services: Work): Promise<boolean> {
  const { database } = services;
  const next = await database.asSystem(async (tx) => {
    const place = await tx.first<{ position: number }>(sql`select position from identity_followed`);
    const after = place?.position ?? 0;
    const head = await tx.first<{ last: number | null; rows: number }>(sql`
      select max(position) as last, count(*) as rows from (
        select position from interaction where position > ${after} order by position limit ${rowsAStep}) block`);
    if (!head?.last) return null;
    const block: Block = { after, last: head.last };
    const signedIn = await tx.rows<{ workspace_id: string }>(sql`
      select distinct workspace_id from interaction where position > ${after} and position <= ${head.last}
        and source = 'tracking' and verified and profile_id is not null and context ->> 'userId' is not null`);
    return { block, workspaceIds: signedIn.map((row) => row.workspace_id), isFull: head.rows === rowsAStep };
  });
  if (next === null) return false;
  for (const workspaceId of next.workspaceIds) await resettleStrayed(services, workspaceId, next.block);
  for (const [workspaceId, heard] of await readHeard(database, next.block)) {
    await noteHeard(database, workspaceId, heard);
  }
  await database.asSystem((tx) =>
    tx.run(
      sql`update identity_followed set position = ${next.block.last} where position = ${next.block.after}`,
    ),
  );
  return next.isFull;
}

/**
 * Looks under the lock: whoever settled before saw fewer rows, whoever settles afterwards sees all of these. A profile
 * that cannot be worked out holds up nobody; whatever is said of it next tries again.
 */
async function resettleStrayed(services: Work, workspaceId: string, block: Block): Promise<void> {
  const { database, log, now } = services;
  const underLock = <T>(run: (tx: Tx) => Promise<T>) =>
    database.inWorkspace(workspaceId, async (tx) => {
      await lockPeople(tx, workspaceId);
      return run(tx);
    });
  const strayed = await underLock((tx) => strayedProfiles(tx, block));
  if (strayed.length === 0) return;
  await apart({
    items: strayed,
    work: async (profileIds) => {
      await underLock((tx) => resettleProfiles({ tx, workspaceId, now: now(), profileIds }));
      return profileIds.length;
    },
    putOff: (profileId, error) =>
      log.warn({ err: error, profileId, workspaceId }, 'whose a device is could not be worked out anew'),
  });
}
