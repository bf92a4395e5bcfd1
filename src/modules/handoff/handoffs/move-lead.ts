import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { recordStageChanges } from '../../people/index.ts';
import { stageOrder } from './promises.ts';
import type { Step } from './step.ts';

export type LeadPlace = {
  name: string;
  stage: string | null;
  status: 'open' | 'left';
  since: Date | null;
};

/** Where the lead of a hand-off stands in the lifecycle. */
export async function readPlace(tx: Tx, contactId: string): Promise<LeadPlace> {
  const place = await tx.first<LeadPlace>(sql`select coalesce(nullif(name, ''), email, 'Unnamed') as name,
    lifecycle_stage as stage, lifecycle_status as status, lifecycle_since as since from contact where id = ${contactId}`);
  if (place === null) throw notFound('contact');
  return place;
}

type MoveLead = {
  contactId: string;
  handoffId: string;
  outcome: 'reached' | 'returned';
  stage: string;
  reason: string | null;
};

/**
 * Takes a lead, who is held, where the hand-off leads them: on to a stage they have not reached, or back from a later
 * one. Whoever is there already, or has been moved elsewhere, stays.
 */
export async function moveLead(step: Step, move: MoveLead): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const order = await stageOrder(tx);
  const place = await readPlace(tx, move.contactId);
  const to = order.position(move.stage);
  const from = order.position(place.stage);
  const moves =
    move.outcome === 'reached' ? place.status === 'left' || to > from : place.status === 'open' && to < from;
  if (to < 0 || !moves) return;
  await recordStageChanges(tx, {
    workspaceId,
    now,
    changes: [
      {
        contactId: move.contactId,
        outcome: move.outcome,
        stage: move.stage,
        // The latest by date is where somebody is, also where a date still to come was imported.
        at: place.since !== null && place.since >= now ? new Date(place.since.getTime() + 1) : now,
        source: 'handoff',
        reason: move.reason,
        evidence: { handoffId: move.handoffId },
        actorName: actor.name,
      },
    ],
  });
}
