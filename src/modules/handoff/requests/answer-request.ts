import { AppError, notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { tell } from '../../notices/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import { agoWords } from '../handoffs/ago-words.ts';
import { holdContact } from '../handoffs/handoff-record.ts';
import { offerLead } from '../handoffs/offer-lead.ts';
import { callersMate } from '../handoffs/people-of-lead.ts';
import type { Step } from '../handoffs/step.ts';
import { tellWatchers } from '../handoffs/write-move.ts';
import { hrefOf, otherSide, type Side } from './ask-for.ts';
import { joinTeam } from './change-team.ts';
import type { HandoffRequest } from './contract.ts';
import { loadRequest } from './load-requests.ts';

type Held = {
  id: string;
  kind: 'lead' | 'help' | 'join';
  fromSide: Side;
  contactId: string | null;
  opportunityId: string | null;
  askedBy: string;
  askedById: string | null;
  askedByUserId: string | null;
  state: HandoffRequest['state'];
  answeredAt: Date | null;
  answeredBy: string | null;
  name: string;
};

/** Holds a request; its lead first, in the order in which everybody holds them. */
async function holdRequest({ tx }: Step, id: string): Promise<Held> {
  const lead = await tx.first<{ contactId: string | null }>(
    sql`select contact_id as "contactId" from handoff_request where id = ${id}`,
  );
  if (lead === null) throw notFound('request');
  if (lead.contactId !== null) await holdContact(tx, lead.contactId);
  const held =
    await tx.first<Held>(sql`select r.id, r.kind, r.from_side as "fromSide", r.contact_id as "contactId",
      r.opportunity_id as "opportunityId", r.asked_by as "askedBy", r.asked_by_id as "askedById",
      r.asked_by_user_id as "askedByUserId", r.state, r.answered_at as "answeredAt", r.answered_by as "answeredBy",
      coalesce(o.name, nullif(c.name, ''), c.email, 'Unnamed') as name
    from handoff_request r left join contact c on c.id = r.contact_id left join opportunity o on o.id = r.opportunity_id
    where r.id = ${id} for no key update of r`);
  if (held === null) throw notFound('request');
  return held;
}

/**
 * Grants or declines what the other side asked. A granted lead is offered to who asked; a granted call for help, or to
 * join, puts who grants it on the lead or the deal.
 */
export async function answerRequest(
  step: Step,
  input: { id: string; grant: boolean; text?: string | undefined },
): Promise<HandoffRequest> {
  const { tx, actor, now } = step;
  const held = await holdRequest(step, input.id);
  const state = input.grant ? 'granted' : 'declined';
  if (held.state === state && held.answeredBy === actor.name) return loadRequest(tx, held.id);
  requireOpen(step, held);
  const answerer = await callersMate(step);
  const side = otherSide(held.fromSide);
  if (answerer?.side === held.fromSide) {
    throw new AppError('forbidden', `This is asked of ${side}, so ${side} answers it. You can withdraw it.`);
  }
  const handoffId = input.grant && held.kind === 'lead' ? await offerAsked(step, held) : null;
  if (input.grant && held.kind !== 'lead' && answerer !== null)
    await joinTeam(step, { ...recordOf(held), teammateId: answerer.id, side });
  const answer = input.text ? input.text : null;
  await tx.run(sql`update handoff_request set state = ${state}, answered_at = ${now}, answered_by = ${actor.name},
    answer = ${answer}, handoff_id = ${handoffId} where id = ${held.id}`);
  await finish(step, held, { state, answer });
  return loadRequest(tx, held.id);
}

/** Takes a request back that nobody has answered. */
export async function withdrawRequest(step: Step, { id }: { id: string }): Promise<HandoffRequest> {
  const { tx, userId, now, actor } = step;
  const held = await holdRequest(step, id);
  if (held.state === 'withdrawn') return loadRequest(tx, id);
  requireOpen(step, held);
  const caller = await callersMate(step);
  const mayFor = caller === null || caller.side === null || caller.side === 'liaison';
  if (!mayFor && held.askedByUserId !== userId)
    throw new AppError(
      'forbidden',
      `${held.askedBy} asked this; only they take it back. Decline it instead.`,
    );
  await tx.run(sql`update handoff_request set state = 'withdrawn', answered_at = ${now}, answered_by = ${actor.name}
    where id = ${id}`);
  await finish(step, held, { state: 'withdrawn', answer: null });
  return loadRequest(tx, id);
}

function requireOpen({ now }: Step, { state, answeredBy, answeredAt }: Held): void {
  if (state === 'open') return;
  const when = answeredAt === null ? '' : ` ${agoWords(answeredAt, now)}`;
  throw new AppError(
    'conflict',
    `${answeredBy ?? 'Somebody'} has ${state} this${when}. Nothing was changed by you.`,
  );
}

async function offerAsked(step: Step, held: Held): Promise<string> {
  const { contactId, askedById } = held;
  if (contactId === null)
    throw new AppError('conflict', 'The lead that was asked for is gone. Decline the request.');
  const { handoffId } = await offerLead(step, {
    contactId,
    origin: 'request',
    ownerId: askedById ?? undefined,
  });
  return handoffId;
}

const recordOf = ({ contactId, opportunityId }: Held) =>
  opportunityId === null
    ? { recordType: 'contact' as const, recordId: contactId ?? '' }
    : { recordType: 'opportunity' as const, recordId: opportunityId };

async function finish(
  step: Step,
  held: Held,
  { state, answer }: { state: 'granted' | 'declined' | 'withdrawn'; answer: string | null },
): Promise<void> {
  const { tx, workspaceId, actor, now, userId } = step;
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `handoff_request.${state}`,
    recordType: 'handoff_request',
    recordId: held.id,
    recordLabel: held.name,
    changes: { state: { from: 'open', to: state } },
    reason: answer,
  });
  const { askedByUserId } = held;
  if (state !== 'withdrawn' && askedByUserId !== null && askedByUserId !== userId) {
    const { recordType, recordId } = recordOf(held);
    await tell(tx, {
      workspaceId,
      now,
      key: `request:${held.id}:${state}`,
      kind: 'request_answered',
      to: { userIds: [askedByUserId] },
      title: `${actor.name} ${state} what you asked: ${held.name}`,
      text: answer ?? '',
      href: hrefOf({ recordType, id: recordId }),
      urgency: 'now',
    });
  }
  await tellWatchers(tx, { workspaceId, handoffId: held.id });
}
