import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { appendInteractions, recountLastInteraction } from '../interactions/index.ts';
import { resolveAccount } from './check-references.ts';
import type { Conversation } from './contract.ts';
import { type Context, type ConversationState, cleanText, type ParticipantState } from './conversation.ts';
import { describeChanges } from './describe-changes.ts';
import {
  type ConversationRow,
  finding,
  holdConversation,
  loadState,
  refuseWithdrawn,
} from './find-conversation.ts';
import { loadConversation } from './load-conversation.ts';
import { type LogConversationInput, refuseFuture, refuseNobody } from './log-conversation.ts';
import { logRowOf, sameInLog } from './log-row.ts';
import { recordChange } from './record-change.ts';
import { resolveExchanged } from './resolve-exchanged.ts';
import { resolvePeople } from './resolve-people.ts';
import { updateConversation } from './store-conversation.ts';

export type CorrectConversationInput = Omit<
  Partial<LogConversationInput>,
  'source' | 'externalId' | 'threadId' | 'messageId' | 'strangers'
> & { expectedUpdatedAt?: string | undefined; reason?: string | null | undefined };

/**
 * Brings a conversation to what the input says; what it leaves out stays. Where the log would tell it differently a
 * row is appended that stands for the earlier one; the rest changes in place. Who changed what is kept either way.
 */
export async function correctConversation(
  context: Context & { conversationId: string; input: CorrectConversationInput },
): Promise<Conversation> {
  const { tx, workspaceId, now, userId, input } = context;
  const row = await holdConversation(finding(context, context.conversationId));
  refuseWithdrawn(row);
  refuseStale(row, input.expectedUpdatedAt);
  if (input.private === true && !row.private) refuseLockingOut(row);
  const before = await loadState(tx, row);
  const after = await correctedState(context, before);
  const changes = await describeChanges(tx, before, after);
  if (Object.keys(changes).length === 0) {
    return loadConversation({ tx, userId, conversationId: row.id });
  }
  const corrected = sameInLog(before, after)
    ? null
    : { ...logRowOf(after), id: newId(), replacesId: row.interactionId };
  await updateConversation({
    tx,
    workspaceId,
    now,
    id: row.id,
    state: after,
    interactionId: corrected?.id ?? row.interactionId,
    peopleChanged: 'theirs' in changes || 'ours' in changes,
    itemsChanged: 'exchanged' in changes,
  });
  await recordChange(context, {
    conversation: row,
    kind: corrected ? 'corrected' : 'edited',
    private: before.private || after.private,
    changes,
    reason: cleanText(input.reason),
    replacedBy: corrected?.id ?? null,
  });
  const conversation = await loadConversation({ tx, userId, conversationId: row.id });
  if (corrected) {
    await recountLastInteraction({ tx, contactIds: contactIdsOf(before), without: row.interactionId });
    await appendInteractions({ tx, workspaceId, now, rows: [corrected] });
  }
  return conversation;
}

export function contactIdsOf(state: Pick<ConversationState, 'participants'>): string[] {
  return state.participants.flatMap(({ contactId }) => contactId ?? []);
}

function refuseStale(row: ConversationRow, expectedUpdatedAt: string | undefined): void {
  if (expectedUpdatedAt === undefined || row.updatedAt.getTime() === Date.parse(expectedUpdatedAt)) return;
  throw new AppError(
    'conflict',
    'Somebody corrected this conversation in the meantime. Load it again and make your change on what is there now.',
    { fields: [{ path: 'expectedUpdatedAt', message: `it is now ${row.updatedAt.toISOString()}` }] },
  );
}

/** Whoever makes a conversation private must be one of those who can still read it then. */
function refuseLockingOut(row: ConversationRow): void {
  if (row.isPart) return;
  throw new AppError(
    'forbidden',
    'Only those on our side who had part in a conversation, or who logged it, can make it private.',
  );
}

async function correctedState(
  context: Context & { input: CorrectConversationInput },
  before: ConversationState,
): Promise<ConversationState> {
  const { input, now } = context;
  const given = <Field extends keyof ConversationState>(
    value: ConversationState[Field] | undefined,
    field: Field,
  ) => (value === undefined ? before[field] : value);
  const text = (value: string | null | undefined, field: 'subject' | 'body' | 'outcome') =>
    value === undefined ? before[field] : cleanText(value);
  const participants = await correctedPeople(context, before);
  const moves = input.accountId !== undefined || input.opportunityId !== undefined;
  const references = {
    accountId: input.accountId === undefined ? before.accountId : input.accountId,
    opportunityId: input.opportunityId === undefined ? before.opportunityId : input.opportunityId,
  };
  return {
    ...before,
    type: given(input.type, 'type'),
    occurredAt: input.occurredAt === undefined ? before.occurredAt : refuseFuture(input.occurredAt, now),
    endedAt: given(input.endedAt, 'endedAt'),
    durationMinutes: given(input.durationMinutes, 'durationMinutes'),
    direction: given(input.direction, 'direction'),
    ...(moves ? await resolveAccount(context, references, participants) : references),
    teammateId: participants.find(({ teammateId }) => teammateId !== null)?.teammateId ?? null,
    subject: text(input.subject, 'subject'),
    body: text(input.body, 'body'),
    outcome: text(input.outcome, 'outcome'),
    private: given(input.private, 'private'),
    nextStep: input.nextStep === undefined ? before.nextStep : cleanText(input.nextStep?.text),
    nextStepOn: input.nextStep === undefined ? before.nextStepOn : (input.nextStep?.on ?? null),
    participants,
    items:
      input.exchanged === undefined
        ? before.items
        : await resolveExchanged(context, input.exchanged, before.items, before.source),
  };
}

/** Whoever was there before stays as they were noted then. Strangers stay unless they were meant by a new person. */
async function correctedPeople(
  context: Context & { input: CorrectConversationInput },
  before: ConversationState,
): Promise<readonly ParticipantState[]> {
  const { contactIds, newPeople, teammateIds } = context.input;
  if (contactIds === undefined && newPeople === undefined && teammateIds === undefined)
    return before.participants;
  const ofTeam = before.participants.flatMap(({ teammateId }) => teammateId ?? []);
  const people = await resolvePeople(
    context,
    {
      contactIds: contactIds ?? contactIdsOf(before),
      newPeople: newPeople ?? [],
      teammateIds: teammateIds ?? ofTeam,
    },
    before.source,
  );
  refuseNobody(people);
  const named = new Set((newPeople ?? []).map(({ email }) => email.toLowerCase()));
  const strangers = before.participants.filter(
    ({ contactId, teammateId, email }) =>
      contactId === null && teammateId === null && !named.has(email ?? ''),
  );
  const asBefore = people.map(
    (one) =>
      before.participants.find(
        (known) =>
          known.contactId === one.contactId && known.teammateId === one.teammateId && known.side === one.side,
      ) ?? one,
  );
  const all = [...asBefore, ...strangers];
  return [...all.filter(({ side }) => side === 'theirs'), ...all.filter(({ side }) => side === 'ours')];
}
