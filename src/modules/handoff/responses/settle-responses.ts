import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { idsMergedInto } from '../../people/index.ts';
import { holdContact } from '../handoffs/handoff-record.ts';
import { noteResponse } from '../handoffs/note-response.ts';
import { type Response, readResponses } from './read-responses.ts';
import { takeBackResponses } from './take-back-responses.ts';

const mostHandoffs = 50;

export type SettledHandoff = {
  id: string;
  workspace_id: string;
  sla_version_id: string | null;
  origin: string;
  offered_at: Date;
  closed_at: Date | null;
  paused_at: Date | null;
  first_response_at: Date | null;
};

/**
 * Makes a lead's hand-offs say what the log says of our side's tries and responses: those that came are noted, those
 * that were withdrawn or corrected count no longer, and what was logged late counts as of when it happened.
 */
export async function settleResponses(options: {
  tx: Tx;
  contactId: string;
  now: Date;
}): Promise<{ noted: number; takenBack: number }> {
  const { tx, contactId, now } = options;
  await holdContact(tx, contactId);
  const handoffs = await tx.rows<SettledHandoff>(sql`
    select id, workspace_id, sla_version_id, origin, offered_at, closed_at, paused_at, first_response_at from handoff
    where contact_id = ${contactId} order by offered_at desc, id desc limit ${mostHandoffs}`);
  const oldest = handoffs.at(-1);
  if (!oldest) return { noted: 0, takenBack: 0 };
  const contactIds = await idsMergedInto(tx, 'contact', contactId);
  const responses = await readResponses(tx, { contactIds, from: oldest.offered_at, until: now });
  let [noted, takenBack] = [0, 0];
  for (const handoff of handoffs) {
    const settled = await settleHandoff({ tx, handoff, responses, now });
    noted += settled.noted;
    takenBack += settled.takenBack;
  }
  return { noted, takenBack };
}

async function settleHandoff(options: {
  tx: Tx;
  handoff: SettledHandoff;
  responses: readonly Response[];
  now: Date;
}): Promise<{ noted: number; takenBack: number }> {
  const { tx, handoff, responses, now } = options;
  const due = responses.filter(
    ({ at }) => at > handoff.offered_at && (handoff.closed_at === null || at <= handoff.closed_at),
  );
  const kept = await tx.rows<{ interaction_id: string; replaced: boolean }>(sql`
    select a.interaction_id, exists (select from interaction_replacement r where r.workspace_id = a.workspace_id
      and r.interaction_id = a.interaction_id) as replaced
    from handoff_attempt a where a.handoff_id = ${handoff.id}`);
  const standing = new Set(due.map(({ interactionId }) => interactionId));
  const known = new Set(kept.map(({ interaction_id }) => interaction_id));
  // What another system told of hand-offs it made stands until its own rows of the log are replaced.
  const isTold = handoff.origin === 'sample' || handoff.origin === 'import';
  const gone = kept.filter(
    ({ interaction_id, replaced }) => !standing.has(interaction_id) && (replaced || !isTold),
  );
  const fresh = due.filter(({ interactionId }) => !known.has(interactionId));
  for (const response of fresh) await noteResponse(tx, { handoffId: handoff.id, ...response, now });
  if (gone.length > 0) {
    await takeBackResponses({
      tx,
      handoff,
      interactionIds: gone.map(({ interaction_id }) => interaction_id),
      now,
    });
  }
  return { noted: fresh.length, takenBack: gone.length };
}
