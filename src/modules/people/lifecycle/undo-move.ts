import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { ContactStanding } from './contract.ts';
import { deriveLifecycle } from './derive-lifecycle.ts';
import { lockContact, placeChanges, readContact } from './move-contact.ts';

type Move = { id: string; source: string; stage: string; isUndone: boolean; isLatest: boolean };

/**
 * Takes a hand move back: it stays in the history but counts no longer, so that the contact stands where it stood,
 * since when it stood there. A further record says who undid it and why; it counts for nothing by itself, for the
 * place before is said by the records that said it then.
 */
export async function undoMove(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  id: string;
  changeId: string;
  reason?: string | undefined;
}): Promise<ContactStanding> {
  const { tx, workspaceId, actor, now, id, changeId } = options;
  const before = await lockContact(tx, id);
  const move = await findMove(tx, { id, changeId });
  const reason = options.reason || 'Moved by mistake';
  await tx.run(sql`update stage_change set superseded_at = ${now} where id = ${move.id}`);
  await deriveLifecycle(tx, { workspaceId, contactIds: [id] });
  const after = await readContact(tx, id);
  const outcome = after.stage !== null && after.status === 'open' ? 'returned' : 'left';
  const recordId = newId();
  await tx.run(sql`insert into stage_change
    (id, workspace_id, contact_id, outcome, stage, at, recorded_at, source, reason, evidence, actor_name, superseded_at)
    values (${recordId}, ${workspaceId}, ${id}, ${outcome}, ${after.stage ?? move.stage}, ${now}, ${now}, 'hand', ${reason},
      ${JSON.stringify({ undoes: move.id })}::jsonb, ${actor.name}, ${now})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'contact.move_undone',
    recordType: 'contact',
    recordId: id,
    recordLabel: before.name,
    changes: placeChanges(before, after),
    reason,
  });
  return { contactId: id, stage: after.stage, status: after.status, since: after.since, changeId: recordId };
}

async function findMove(tx: Tx, options: { id: string; changeId: string }): Promise<Move> {
  const move = await tx.first<Move>(sql`
    with recursive person as (
      select ${options.id}::uuid as id
      union
      select c.id from contact c join person on c.merged_into_id = person.id
    )
    select m.id, m.source, m.stage, m.superseded_at is not null as "isUndone",
      not exists (select 1 from stage_change later join person on person.id = later.contact_id
        where later.superseded_at is null and (later.recorded_at, later.id) > (m.recorded_at, m.id)) as "isLatest"
    from stage_change m join person on person.id = m.contact_id
    where m.id = ${options.changeId}`);
  if (!move) throw notFound('move');
  if (move.isUndone)
    throw new AppError('conflict', 'This move was undone already, or another record took its place.');
  if (move.source !== 'hand') {
    throw new AppError(
      'conflict',
      'Only moves made by hand can be undone; correct the record this one was taken from.',
    );
  }
  if (!move.isLatest) {
    throw new AppError(
      'conflict',
      'Something was recorded after this move. Move the contact by hand instead.',
    );
  }
  return move;
}
