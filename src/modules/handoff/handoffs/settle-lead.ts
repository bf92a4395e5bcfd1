import { sql } from '../../../platform/postgres/database.ts';
import { slaInForce } from '../../language/index.ts';
import { idsMergedInto, survivorOf } from '../../people/index.ts';
import { stopClocks } from '../clocks/index.ts';
import { acceptAs } from './accept-handoff.ts';
import { type HandoffRecord, holdContact, openHandoffOf, readHandoff } from './handoff-record.ts';
import { readPlace } from './move-lead.ts';
import { offerLead } from './offer-lead.ts';
import { findMate } from './people-of-lead.ts';
import { stageOrder, stagesOf } from './promises.ts';
import { sendBack } from './send-back.ts';
import type { Step } from './step.ts';
import { tellConverted } from './tell-moves.ts';
import { withdrawHeld } from './withdraw-handoff.ts';
import { writeMove } from './write-move.ts';

type Due = { contactId: string; stageChangeIds: readonly string[] };

/**
 * Makes a lead's hand-off follow what happened to the lead elsewhere: merged records have one open hand-off; who reached
 * the stage of the offer is offered; who was moved on is accepted by that, who became a deal is converted, and who was
 * moved back or has left is no longer open work.
 */
export async function settleLead(step: Step, due: Due): Promise<void> {
  const { tx } = step;
  const contactId = await survivorOf(tx, 'contact', due.contactId).catch(() => null);
  if (contactId === null) return;
  await holdContact(tx, contactId);
  await gatherMerged(step, contactId);
  const open = await openHandoffOf(tx, contactId);
  if (open === null) await offerIfDue(step, { contactId, stageChangeIds: due.stageChangeIds });
  else await followPlace(step, open);
}

/** Hand-offs stand with the record that stands for the lead; of two open ones the earlier stays. */
async function gatherMerged(step: Step, contactId: string): Promise<void> {
  const { tx } = step;
  const ids = await idsMergedInto(tx, 'contact', contactId);
  const strayed = sql`offered_contact_id = any(${sql.param(ids)}::uuid[]) and contact_id <> ${contactId}`;
  const open = await tx.rows<{ id: string; offeredAt: Date }>(sql`
    select id, offered_at as "offeredAt" from handoff
    where closed_at is null and (contact_id = ${contactId} or (${strayed})) order by offered_at, id for no key update`);
  for (const { id } of open.slice(1)) {
    const held = await readHandoff(tx, id);
    if (held === null) continue;
    const reason = 'The lead was merged with one that had been offered before';
    if (held.state === 'offered') await withdrawHeld(step, held, reason);
    else
      await sendBack(step, held, {
        what: 'returned',
        reason,
        news: { what: 'was merged', text: `${reason}.` },
      });
    // It is followed by the one that stays.
    await tx.run(
      sql`update handoff set follow_up = case when follow_up = 'open' then 'closed' end where id = ${id}`,
    );
  }
  await tx.run(sql`update handoff set contact_id = ${contactId} where ${strayed}`);
}

/** Offers who reached the stage of the offer, unless the move was taken back or has led on or back meanwhile. */
async function offerIfDue(
  step: Step,
  { contactId, stageChangeIds }: { contactId: string; stageChangeIds: readonly string[] },
): Promise<void> {
  const { tx } = step;
  if (stageChangeIds.length === 0) return;
  const { offerStage } = stagesOf(await slaInForce(tx));
  const change = await tx.first<{ id: string }>(sql`select id from stage_change
    where id = any(${sql.param([...stageChangeIds])}::uuid[]) and stage = ${offerStage} and outcome = 'reached'
      and source in ('hand', 'definition', 'interaction') and superseded_at is null order by recorded_at desc, id desc limit 1`);
  if (change === null) return;
  const place = await readPlace(tx, contactId);
  if (place.stage !== offerStage || place.status !== 'open') return;
  await offerLead(step, { contactId, origin: 'gate', stageChangeId: change.id });
}

type LastMove = {
  source: string;
  actorName: string | null;
  reason: string | null;
  opportunityId: string | null;
};

async function followPlace(step: Step, open: HandoffRecord): Promise<void> {
  const { tx } = step;
  const stages = stagesOf(await slaInForce(tx));
  const order = await stageOrder(tx);
  const place = await readPlace(tx, open.contactId);
  const at = order.position(place.stage);
  const last = await lastMove(step, open.contactId);
  const by: Step = { ...step, actor: { ...step.actor, name: last?.actorName ?? step.actor.name } };
  const deal = order.position('opportunity');
  if (place.status === 'open' && deal >= 0 && at >= deal) return convert(by, open, last);
  if (open.state === 'offered' && place.status === 'open' && at >= order.position(stages.acceptStage))
    return acceptByMove(by, open);
  const undone = open.stageChangeId !== null && (await isUndone(step, open.stageChangeId));
  const offered = order.position(stages.offerStage);
  if (place.status === 'open' && at >= offered && !(undone && open.state === 'offered')) return;
  const where = place.status === 'left' ? 'has left' : `was moved back to ${order.name(place.stage)}`;
  const reason = last?.reason ?? `${place.name} ${where}`;
  if (open.state === 'offered') return withdrawHeld(by, open, reason);
  return sendBack(by, open, { what: 'returned', reason, news: { what: where, text: reason } });
}

async function isUndone({ tx }: Step, stageChangeId: string): Promise<boolean> {
  const row = await tx.first<{ undone: boolean }>(
    sql`select superseded_at is not null as undone from stage_change where id = ${stageChangeId}`,
  );
  return row?.undone ?? true;
}

/** What moved the lead last, apart from hand-offs. */
async function lastMove({ tx }: Step, contactId: string): Promise<LastMove | null> {
  const ids = await idsMergedInto(tx, 'contact', contactId);
  return tx.first<LastMove>(sql`select source, actor_name as "actorName", reason, evidence ->> 'opportunityId' as "opportunityId"
    from stage_change where contact_id = any(${sql.param(ids)}::uuid[]) and superseded_at is null and source <> 'handoff'
    order by recorded_at desc, id desc limit 1`);
}

/** Whoever moves a lead on to what sales does has accepted it. */
async function acceptByMove(step: Step, held: HandoffRecord): Promise<void> {
  const owner =
    (await findMate(step.tx, held.ownerId)) ??
    (await step.tx
      .first<{ ownerId: string | null }>(
        sql`select owner_id as "ownerId" from contact where id = ${held.contactId}`,
      )
      .then((row) => findMate(step.tx, row?.ownerId ?? null)));
  await acceptAs(step, held, { owner, tookFrom: null, byMove: true });
}

async function convert(step: Step, open: HandoffRecord, last: LastMove | null): Promise<void> {
  const { tx, now } = step;
  if (open.state === 'offered') await acceptByMove(step, open);
  const held = open.state === 'offered' ? await readHandoff(tx, open.id) : open;
  if (held === null) return;
  const deal = await dealOf(step, held.contactId, last?.opportunityId ?? null);
  await writeMove(step, held, {
    what: 'converted',
    patch: { closedAt: now, pausedAt: null, opportunityId: deal?.id ?? null },
    details: { deal: deal?.name ?? null, opportunityId: deal?.id ?? null },
  });
  await stopClocks(tx, { handoffId: held.id, now });
  await tellConverted(step, held, deal?.name ?? null);
}

/** The deal that the lead became: the one that moved them, else the latest that they are in. */
async function dealOf(
  { tx }: Step,
  contactId: string,
  id: string | null,
): Promise<{ id: string; name: string } | null> {
  if (id !== null) return tx.first(sql`select id, name from opportunity where id = ${id}`);
  return tx.first(sql`select o.id, o.name from opportunity_contact g join opportunity o on o.id = g.opportunity_id
    where g.contact_id = ${contactId} order by o.created_at desc, o.id desc limit 1`);
}
