import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Sla } from '../../language/index.ts';
import { slaInForce } from '../../language/index.ts';
import { survivorOf } from '../../people/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import { buildPacket } from '../packet/build-packet.ts';
import type { Packet } from '../packet/packet.ts';
import { calendarKeyOf } from '../routing/open-room.ts';
import { routeLead } from '../routing/route-lead.ts';
import { agoWords } from './ago-words.ts';
import { holdContact, holdHandoff, openHandoffOf } from './handoff-record.ts';
import { moveLead, readPlace } from './move-lead.ts';
import { type Mate, marketerOf, requireMate } from './people-of-lead.ts';
import { stageOrder, stagesOf } from './promises.ts';
import { type DueTimes, dueTimes, startOfferClocks } from './start-clocks.ts';
import type { Step } from './step.ts';
import { tellOffered } from './tell-moves.ts';
import { tellWatchers, writeEvent, writeMove } from './write-move.ts';

export type Offer = {
  contactId: string;
  origin: 'gate' | 'hand' | 'request';
  /** To whom; absent: as the routing says. */
  ownerId?: string | undefined;
  note?: string | undefined;
  talkingPoints?: readonly string[] | undefined;
  campaignId?: string | undefined;
  /** The change of stage by which a gate let the lead in. */
  stageChangeId?: string | undefined;
  previousId?: string | undefined;
};

/**
 * Offers a lead to sales: takes them to the stage of the offer, puts their packet together, gives it to somebody or into
 * a pool, and starts what sales has promised. One offer of a lead is open at a time, whoever makes it.
 */
export async function offerLead(step: Step, offer: Offer): Promise<{ handoffId: string }> {
  const { tx } = step;
  const contactId = await survivorOf(tx, 'contact', offer.contactId);
  await holdContact(tx, contactId);
  await requireNotOpen(step, contactId);
  const sla = await slaInForce(tx);
  const place = await requireBeforeAcceptance(step, { contactId, sla });
  const previous = await previousOf(step, contactId, offer.previousId);
  const facts = await factsOfLead(step, contactId);
  const campaignId = offer.campaignId ?? facts.campaignId;
  if (offer.campaignId !== undefined) await requireCampaign(step, offer.campaignId);
  const handoffId = newId();
  const gate = await gateOf(step, offer.stageChangeId);
  await moveLead(step, {
    contactId,
    handoffId,
    outcome: 'reached',
    stage: stagesOf(sla).offerStage,
    reason: 'Offered to sales',
  });
  const packet = await buildPacket({
    tx,
    workspaceId: step.workspaceId,
    contactId,
    campaignId,
    gate,
    note: offer.note || null,
    talkingPoints: (offer.talkingPoints ?? []).map((text) => ({ text, by: step.actor.name })),
    now: step.now,
  });
  const grade = packet.why.score?.grade ?? null;
  const route = await routeOf(step, { contactId, accountId: facts.accountId, ownerId: offer.ownerId });
  const calendarKey = route.owner === null ? null : await calendarKeyOf(tx, route.owner.id);
  const due = dueTimes(sla, { grade, calendarKey, now: step.now });
  const marketerId = await marketerOf(step, { contactId, campaignId });
  const made = {
    handoffId,
    contactId,
    offer,
    facts,
    campaignId,
    packet,
    grade,
    route,
    calendarKey,
    due,
    marketerId,
  };
  await insertHandoff(step, { ...made, gate, sla, previous });
  if (sla && due)
    await startOfferClocks(tx, {
      workspaceId: step.workspaceId,
      handoffId,
      sla,
      grade,
      calendarKey,
      due,
      now: step.now,
    });
  await finishOffer(step, { ...made, name: place.name, sla });
  return { handoffId };
}

async function requireNotOpen(step: Step, contactId: string): Promise<void> {
  const open = await openHandoffOf(step.tx, contactId);
  if (open === null) return;
  const owner = open.ownerId === null ? null : await requireMate(step.tx, open.ownerId);
  const whose = owner === null ? 'waits in a pool' : `is ${owner.name}’s`;
  throw new AppError(
    'conflict',
    `${open.contactName} was offered ${agoWords(open.offeredAt, step.now)} and the hand-off ${whose}. Nothing was offered twice.`,
  );
}

/** Whom sales works on already is not offered to them. */
async function requireBeforeAcceptance(
  step: Step,
  { contactId, sla }: { contactId: string; sla: Sla | null },
) {
  const { acceptStage } = stagesOf(sla);
  const order = await stageOrder(step.tx);
  const place = await readPlace(step.tx, contactId);
  const accepted = order.position(acceptStage);
  if (accepted < 0 || place.status === 'left' || order.position(place.stage) < accepted) return place;
  throw new AppError(
    'conflict',
    `${place.name} is in ${order.name(place.stage)} already: sales works on them. To offer them again, send them back to an earlier stage first.`,
  );
}

type Previous = { id: string; round: number; followUp: string | null };

/** The hand-off that this one goes on from: the one named, else the lead's latest. */
async function previousOf({ tx }: Step, contactId: string, id: string | undefined): Promise<Previous | null> {
  const named = id === undefined ? sql`true` : sql`id = ${id}`;
  return tx.first<Previous>(sql`select id, round, follow_up as "followUp" from handoff
    where contact_id = ${contactId} and ${named} order by offered_at desc, id desc limit 1 for no key update`);
}

type Facts = { accountId: string | null; campaignId: string | null };

async function factsOfLead({ tx }: Step, contactId: string): Promise<Facts> {
  const row = await tx.first<Facts>(
    sql`select account_id as "accountId", campaign_id as "campaignId" from contact where id = ${contactId}`,
  );
  return row ?? { accountId: null, campaignId: null };
}

async function requireCampaign({ tx }: Step, id: string): Promise<void> {
  if (await tx.first(sql`select id from campaign where id = ${id}`)) return;
  throw new AppError('not_found', 'There is no such campaign.');
}

type Gate = { versionId: string; stageChangeId: string };

async function gateOf({ tx }: Step, stageChangeId: string | undefined): Promise<Gate | null> {
  if (stageChangeId === undefined) return null;
  return tx.first<Gate>(sql`select definition_version_id as "versionId", id as "stageChangeId" from stage_change
    where id = ${stageChangeId} and definition_version_id is not null`);
}

export type OfferRoute = { owner: Mate | null; pool: { id: string; name: string } | null; why: string };

async function routeOf(
  step: Step,
  lead: { contactId: string; accountId: string | null; ownerId: string | undefined },
): Promise<OfferRoute> {
  const { tx, workspaceId, now, actor } = step;
  if (lead.ownerId !== undefined) {
    return { owner: await requireMate(tx, lead.ownerId), pool: null, why: `${actor.name} chose.` };
  }
  const { contactId, accountId } = lead;
  const { ownerId, poolId, why } = await routeLead(tx, { workspaceId, contactId, accountId, now });
  const pool =
    poolId === null
      ? null
      : await tx.first<{ id: string; name: string }>(
          sql`select id, name from routing_pool where id = ${poolId}`,
        );
  return { owner: ownerId === null ? null : await requireMate(tx, ownerId), pool, why };
}

type Made = {
  handoffId: string;
  contactId: string;
  offer: Offer;
  facts: Facts;
  campaignId: string | null;
  packet: Packet;
  grade: string | null;
  route: OfferRoute;
  calendarKey: string | null;
  due: DueTimes | null;
  marketerId: string | null;
};

async function insertHandoff(
  step: Step,
  made: Made & { gate: Gate | null; sla: Sla | null; previous: Previous | null },
): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const { packet, route, due, gate, sla, previous, offer } = made;
  const points = packet.why.score === null ? null : Math.round(packet.why.score.points * 1_000);
  await tx.run(sql`insert into handoff (id, workspace_id, contact_id, account_id, previous_id, round, origin, offered_at,
      offered_by, marketer_id, owner_id, pool_id, routed_by, campaign_id, grade, points_milli, sla_version_id,
      gate_version_id, stage_change_id, calendar_key, packet, packet_items, promised_items, response_due_at,
      disposition_due_at, expires_at, created_at, updated_at)
    values (${made.handoffId}, ${workspaceId}, ${made.contactId}, ${made.facts.accountId}, ${previous?.id ?? null},
      ${(previous?.round ?? 0) + 1}, ${offer.origin}, ${now}, ${actor.name}, ${made.marketerId}, ${route.owner?.id ?? null},
      ${route.pool?.id ?? null}, ${route.why}, ${made.campaignId}, ${made.grade}, ${points}, ${sla?.versionId ?? null},
      ${gate?.versionId ?? null}, ${offer.stageChangeId ?? null}, ${made.calendarKey}, ${JSON.stringify(packet)}::jsonb,
      ${sql.param(packet.items)}::text[], ${sql.param(sla?.policy.marketing.packetItems ?? [])}::text[],
      ${due?.responseDueAt ?? null}, ${due?.dispositionDueAt ?? null}, ${due?.expiresAt ?? null}, ${now}, ${now})`);
  if (previous?.followUp !== 'open') return;
  await followPrevious(step, previous.id);
}

/** What came back has been seen to by offering the lead again. */
async function followPrevious(step: Step, previousId: string): Promise<void> {
  const held = await holdHandoff(step.tx, previousId);
  await writeMove(step, held, {
    what: 'offered_again',
    patch: { followUp: 'offered_again', followedUpAt: step.now, followedUpBy: step.actor.name },
  });
}

async function finishOffer(step: Step, made: Made & { name: string; sla: Sla | null }): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const { handoffId, route, offer, sla } = made;
  const details = {
    origin: offer.origin,
    owner: route.owner?.name ?? null,
    ownerId: route.owner?.id ?? null,
    pool: route.pool?.name ?? null,
    poolId: route.pool?.id ?? null,
    why: route.why,
  };
  await writeEvent(
    step,
    { id: handoffId, workspaceId, slaVersionId: sla?.versionId ?? null },
    { what: 'offered', at: now, revision: 1, toState: 'offered', details },
  );
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'handoff.offered',
    recordType: 'handoff',
    recordId: handoffId,
    recordLabel: made.name,
    changes: {
      state: { from: null, to: 'offered' },
      owner: { from: null, to: details.owner ?? details.pool },
    },
  });
  await tellOffered(step, made);
  await tellWatchers(tx, { workspaceId, handoffId });
}
