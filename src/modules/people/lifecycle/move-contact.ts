import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { ContactStanding, LifecycleStage, stageOutcomes } from './contract.ts';
import { recordStageChanges } from './record-stage-changes.ts';
import { findStage, listStages } from './stages.ts';

type Outcome = (typeof stageOutcomes)[number];

export type ContactPlace = {
  name: string;
  stage: string | null;
  status: 'open' | 'left';
  since: Date | null;
};

/** Moves a contact by hand: on, back, out, or open again; always with a reason, always on the record. */
export async function moveContact(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  id: string;
  outcome: Outcome;
  stage: string;
  reason: string;
}): Promise<ContactStanding> {
  const { tx, workspaceId, actor, id, outcome, reason } = options;
  const stage = await findStage(tx, options.stage);
  const before = await lockContact(tx, id);
  checkMove({ outcome, stage, before, stages: await listStages({ tx }) });
  const [recorded] = await recordStageChanges(tx, {
    workspaceId,
    now: options.now,
    changes: [
      {
        contactId: id,
        outcome,
        stage: stage.key,
        at: momentAfter(before.since, options.now),
        source: 'hand',
        reason,
        evidence: { from: { stage: before.stage, status: before.status } },
        actorName: actor.name,
      },
    ],
  });
  const after = await readContact(tx, id);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'contact.moved',
    recordType: 'contact',
    recordId: id,
    recordLabel: before.name,
    changes: placeChanges(before, after),
    reason,
  });
  return {
    contactId: id,
    stage: after.stage,
    status: after.status,
    since: after.since,
    changeId: recorded?.id ?? null,
  };
}

/** The latest by date is where somebody is: a move comes after what was imported with a date still to come. */
function momentAfter(since: Date | null, now: Date): Date {
  return since && since >= now ? new Date(since.getTime() + 1) : now;
}

/** Waits for whoever else is moving this contact, so that no move is judged by a place that no longer holds. */
export async function lockContact(tx: Tx, id: string): Promise<ContactPlace> {
  if (!(await tx.first(sql`select id from contact where id = ${id} and merged_into_id is null for update`))) {
    throw notFound('contact');
  }
  return readContact(tx, id);
}

export async function readContact(tx: Tx, id: string): Promise<ContactPlace> {
  const place = await tx.first<ContactPlace>(sql`select coalesce(nullif(name, ''), email, 'Unnamed') as name,
    lifecycle_stage as stage, lifecycle_status as status, lifecycle_since as since from contact where id = ${id}`);
  if (!place) throw notFound('contact');
  return place;
}

export function placeChanges(before: ContactPlace, after: ContactPlace) {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  if (before.stage !== after.stage) changes.stage = { from: before.stage, to: after.stage };
  if (before.status !== after.status) changes.status = { from: before.status, to: after.status };
  return changes;
}

/** Refuses a move that would say nothing, or something else than it seems to say. */
function checkMove(options: {
  outcome: Outcome;
  stage: LifecycleStage;
  before: ContactPlace;
  stages: readonly LifecycleStage[];
}): void {
  const { outcome, stage, before } = options;
  const current = options.stages.find((one) => one.key === before.stage);
  const isOpen = before.status === 'open';
  if (outcome === 'reached' && current && stage.position <= current.position) {
    throw refuse(
      `${before.name} is in ${current.name}, which is not before ${stage.name}. Send them back ("returned") instead.`,
    );
  }
  if (outcome === 'returned' && !current) {
    throw refuse(`${before.name} is in no stage yet, so there is none to return to. Use "reached".`);
  }
  if (outcome === 'returned' && current && stage.position > current.position) {
    throw refuse(`${before.name} is in ${current.name}; on to ${stage.name} is "reached".`);
  }
  if (outcome === 'returned' && stage.key === current?.key && isOpen) {
    throw refuse(`${before.name} is already open in ${stage.name}.`);
  }
  if (outcome === 'left' && (stage.key !== current?.key || !isOpen)) {
    const place = current ? `${isOpen ? 'in' : 'no longer in'} ${current.name}` : 'in no stage yet';
    throw refuse(`${before.name} is ${place}, so they cannot leave at ${stage.name}.`);
  }
}

const refuse = (message: string) => new AppError('conflict', message);
