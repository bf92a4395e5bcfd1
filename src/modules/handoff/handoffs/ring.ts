import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Sla, slaVersion } from '../../language/index.ts';
import type { Addressees } from '../../notices/index.ts';
import type { DueClock } from '../clocks/index.ts';
import { type HandoffRecord, readHandoff } from './handoff-record.ts';
import { resumeHeld } from './pause-handoff.ts';
import { sendBack } from './send-back.ts';
import { isOpen } from './states.ts';
import { byItself, type Step } from './step.ts';
import { tellRing } from './tell-moves.ts';
import { tellWatchers, writeEvent } from './write-move.ts';

/**
 * What a clock causes when it rings: in the transaction that marks it rung, in which its hand-off is held already. What
 * has happened meanwhile counts: nobody is called late who has answered.
 */
export async function onRing(tx: Tx, clock: DueClock, now: Date): Promise<void> {
  const held = await readHandoff(tx, clock.handoffId);
  if (held === null) return;
  const step: Step = { tx, workspaceId: clock.workspaceId, actor: byItself, userId: null, now };
  const sla = held.slaVersionId === null ? null : await slaVersion(tx, held.slaVersionId);
  switch (clock.kind) {
    case 'first_response':
      if (isOpen(held.state) && held.firstResponseAt === null) await overdue(step, held, clock, sla);
      return;
    case 'disposition':
      if (held.state === 'offered') await overdue(step, held, clock, sla);
      return;
    case 'escalation':
      if (isOpen(held.state) && held.firstResponseAt === null && sla !== null)
        await escalate(step, held, clock, sla);
      return;
    case 'expiry':
      if (held.state === 'offered') await expire(step, held, clock);
      return;
    case 'resume':
      if (isOpen(held.state) && held.pausedAt !== null) await resumeHeld(step, held);
      return;
    case 'recycle':
      if (held.state === 'recycled' && held.followUp === 'open') await dueAgain(step, held, clock);
      return;
  }
}

const nobodyPromised = (sla: Sla | null) =>
  sla === null || sla.unsigned ? ' Nobody has signed these times yet; they are counted all the same.' : '';

async function overdue(step: Step, held: HandoffRecord, clock: DueClock, sla: Sla | null): Promise<void> {
  const { kind, dueAt } = clock;
  await writeEvent(step, held, { what: 'overdue', at: dueAt, revision: null, details: { kind } });
  await tellRing(step, held, {
    key: `overdue:${kind}`,
    kind: 'overdue',
    title:
      kind === 'first_response'
        ? `${held.contactName} still waits for a first response`
        : `${held.contactName} still waits for your answer: accept, reject or recycle`,
    text: `The time that sales has for it is over.${nobodyPromised(sla)}`,
  });
  await tellWatchers(step.tx, { workspaceId: step.workspaceId, handoffId: held.id });
}

const targetWords = {
  owner: 'the owner',
  marketer: 'marketing',
  liaison: 'the liaison',
  admins: 'the admins',
};

/** Steps that both sides agreed on; each is taken once. */
async function escalate(step: Step, held: HandoffRecord, clock: DueClock, sla: Sla): Promise<void> {
  const rule = sla.policy.escalation[clock.step];
  if (!rule || sla.unsigned) return;
  const { hours, to } = rule;
  const soon = hours < 0;
  const span = `${Math.abs(hours)} business ${Math.abs(hours) === 1 ? 'hour' : 'hours'}`;
  const when =
    hours === 0
      ? 'the first response is due'
      : soon
        ? `the first response is due in ${span}`
        : `the first response is ${span} overdue`;
  const told = to.map((target) => targetWords[target]).join(', ');
  await writeEvent(step, held, {
    what: 'escalated',
    at: clock.dueAt,
    revision: null,
    details: { step: clock.step, hours, to, told, when },
  });
  const owner = held.ownerId === null ? 'nobody yet' : await nameOf(step.tx, held.ownerId);
  await tellRing(step, held, {
    key: `escalated:${clock.step}`,
    kind: soon ? 'due_soon' : 'overdue',
    title: `${held.contactName}: ${when}`,
    text: `The lead is with ${owner}. ${sla.word}, version ${sla.number}, says that you are told now.`,
    to: addressees(held, to),
  });
  await tellWatchers(step.tx, { workspaceId: step.workspaceId, handoffId: held.id });
}

function addressees(held: HandoffRecord, to: readonly (keyof typeof targetWords)[]): Addressees {
  const teammateIds = [
    to.includes('owner') ? held.ownerId : null,
    to.includes('marketer') ? held.marketerId : null,
  ].filter((id) => id !== null);
  const roles = [
    ...(to.includes('liaison') ? (['liaison'] as const) : []),
    ...(to.includes('admins') ? (['admin'] as const) : []),
    // Where nobody has the lead yet, it is everybody's in sales.
    ...(to.includes('owner') && held.ownerId === null ? (['sales'] as const) : []),
    ...(to.includes('marketer') && held.marketerId === null ? (['marketing'] as const) : []),
  ];
  return { teammateIds, roles };
}

async function nameOf(tx: Tx, teammateId: string): Promise<string> {
  const row = await tx.first<{ name: string }>(sql`select name from teammate where id = ${teammateId}`);
  return row?.name ?? 'somebody who is gone';
}

async function expire(step: Step, held: HandoffRecord, clock: DueClock): Promise<void> {
  // A clock holds the hand-off before its lead, a move the lead first: who would wait for the other comes again later.
  const lead = await step.tx.first(
    sql`select id from contact where id = ${held.contactId} for no key update skip locked`,
  );
  if (lead === null) throw new Error('The lead is being moved; its offer expires in a moment.');
  await sendBack(step, held, {
    what: 'expired',
    at: clock.dueAt,
    reason: 'Nobody answered in time',
    news: { what: 'was not answered', text: 'The offer expired. Offer the lead again, or let it rest.' },
  });
}

async function dueAgain(step: Step, held: HandoffRecord, clock: DueClock): Promise<void> {
  await writeEvent(step, held, { what: 'due_again', at: clock.dueAt, revision: null });
  await tellRing(step, held, {
    key: `due_again:${held.recycleOn ?? ''}`,
    kind: 'due_again',
    title: `${held.contactName} is due again`,
    text: 'Sales asked to have this lead back from today on. Offer it again, or let it rest.',
  });
  await tellWatchers(step.tx, { workspaceId: step.workspaceId, handoffId: held.id });
}
