import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { type Addressees, tell } from '../../notices/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import { callersMate, requireMate } from '../handoffs/people-of-lead.ts';
import type { Step } from '../handoffs/step.ts';
import { tellWatchers } from '../handoffs/write-move.ts';
import { findRecord } from './change-team.ts';
import type { HandoffRequest } from './contract.ts';
import { loadRequest } from './load-requests.ts';
import { readTeam } from './read-team.ts';

type Ask = {
  kind: 'lead' | 'help' | 'join';
  contactId?: string | undefined;
  opportunityId?: string | undefined;
  toTeammateId?: string | undefined;
  text: string;
};

export type Side = 'marketing' | 'sales';
export const otherSide = (side: Side): Side => (side === 'sales' ? 'marketing' : 'sales');

/** Sales asks for leads and for help, marketing asks sales in. */
const sideThatAsks = { lead: 'sales', help: 'sales', join: 'marketing' } as const;
const asksFor = { lead: 'asks for', help: 'asks for help with', join: 'asks you to join' } as const;

/** Asks the other side: for a lead before the gate, for help, or for a hand at an early stage. */
export async function askFor(step: Step, ask: Ask): Promise<HandoffRequest> {
  const { tx, workspaceId, actor, userId, now } = step;
  const { kind, text } = ask;
  const caller = await callersMate(step);
  const fromSide = sideThatAsks[kind];
  if (caller?.side === otherSide(fromSide)) {
    throw new AppError(
      'forbidden',
      `${fromSide === 'sales' ? 'Sales asks for leads and help; marketing offers leads and asks sales to join' : 'Marketing asks sales to join; sales asks for leads and help'}.`,
    );
  }
  const record = await recordOf(step, ask);
  if (kind === 'lead' && record.recordType !== 'contact')
    throw new AppError('invalid_input', 'A deal is sales’ already. Name the lead that is asked for.');
  const to = ask.toTeammateId === undefined ? null : await requireMate(tx, ask.toTeammateId);
  await requireNew(step, { ...record, kind });
  const id = newId();
  await tx.run(sql`insert into handoff_request (id, workspace_id, kind, from_side, contact_id, opportunity_id, asked_by,
      asked_by_id, asked_by_user_id, to_teammate_id, text, asked_at)
    values (${id}, ${workspaceId}, ${kind}, ${fromSide}, ${record.recordType === 'contact' ? record.id : null},
      ${record.recordType === 'opportunity' ? record.id : null}, ${actor.name}, ${caller?.id ?? null}, ${userId},
      ${to?.id ?? null}, ${text}, ${now})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'handoff_request.asked',
    recordType: 'handoff_request',
    recordId: id,
    recordLabel: record.name,
    reason: text,
  });
  await tell(tx, {
    workspaceId,
    now,
    key: `request:${id}`,
    kind: 'request',
    to: await askedOf(step, { ...record, toId: to?.id ?? null, side: otherSide(fromSide) }),
    title: `${actor.name} ${asksFor[kind]} ${record.name}`,
    text,
    href: hrefOf(record),
    urgency: 'now',
  });
  await tellWatchers(tx, { workspaceId, handoffId: id });
  return loadRequest(tx, id);
}

type Meant = { recordType: 'contact' | 'opportunity'; id: string; name: string };

export const hrefOf = ({ recordType, id }: Pick<Meant, 'recordType' | 'id'>) =>
  recordType === 'contact' ? `/people/contacts/${id}` : `/people/deals/${id}`;

/** The deal where one is named, else the lead. */
async function recordOf(step: Step, { contactId, opportunityId }: Ask): Promise<Meant> {
  const recordType = opportunityId === undefined ? 'contact' : 'opportunity';
  const found = await findRecord(step, { recordType, recordId: opportunityId ?? contactId ?? '' });
  return { recordType, ...found };
}

/** One open request of a kind for a record is enough: who asks again hears of the first. */
async function requireNew(
  { tx }: Step,
  { kind, recordType, id, name }: Meant & { kind: string },
): Promise<void> {
  const column = recordType === 'contact' ? sql`contact_id` : sql`opportunity_id`;
  const open = await tx.first<{ askedBy: string }>(sql`select asked_by as "askedBy" from handoff_request
    where ${column} = ${id} and kind = ${kind} and state = 'open' limit 1`);
  if (open === null) return;
  throw new AppError(
    'conflict',
    `${open.askedBy} has asked that of ${name} already, and waits for an answer.`,
  );
}

/** Whom it is asked of: who was named, else who of the other side is on it, else all of the other side. */
async function askedOf(
  { tx }: Step,
  { recordType, id, toId, side }: Meant & { toId: string | null; side: Side },
): Promise<Addressees> {
  if (toId !== null) return { teammateIds: [toId] };
  const team = await readTeam(tx, { recordType, recordId: id });
  const first = team[side][0];
  return first ? { teammateIds: [first.teammate.id] } : { roles: [side] };
}
