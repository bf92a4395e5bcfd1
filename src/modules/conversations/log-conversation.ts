import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { appendInteractions, takeReceipts } from '../interactions/index.ts';
import { ownTeammate } from '../people/index.ts';
import { recordAudit } from '../workspace/index.ts';
import { resolveAccount } from './check-references.ts';
import type { Conversation, ConversationType, ExchangedInput } from './contract.ts';
import { type Context, type ConversationState, cleanText, type Direction } from './conversation.ts';
import { loadConversation } from './load-conversation.ts';
import { logRowOf } from './log-row.ts';
import { resolveExchanged } from './resolve-exchanged.ts';
import { type NewPerson, resolvePeople, type Stranger } from './resolve-people.ts';
import { insertConversation } from './store-conversation.ts';

export type LogConversationInput = {
  type: ConversationType;
  /** Left out, it is now. */
  occurredAt?: Date | undefined;
  endedAt?: Date | null | undefined;
  durationMinutes?: number | null | undefined;
  direction?: Direction | null | undefined;
  contactIds?: readonly string[] | undefined;
  newPeople?: readonly NewPerson[] | undefined;
  /** Left out, the signed-in person; a door names whoever it knows. */
  teammateIds?: readonly string[] | undefined;
  /** People whom no record stands for. */
  strangers?: readonly Stranger[] | undefined;
  accountId?: string | null | undefined;
  opportunityId?: string | null | undefined;
  subject?: string | null | undefined;
  body?: string | null | undefined;
  private?: boolean | undefined;
  outcome?: string | null | undefined;
  exchanged?: Partial<ExchangedInput> | undefined;
  nextStep?: { text: string; on?: string | null | undefined } | null | undefined;
  source?: string | undefined;
  externalId?: string | undefined;
  threadId?: string | null | undefined;
  messageId?: string | null | undefined;
  /** Why it counts for nothing: no person on their side had part in it. */
  flagReason?: string | null | undefined;
};

export type LoggedConversation = { outcome: 'created' | 'unchanged'; conversation: Conversation };

// Clocks of phones and servers differ by minutes at most.
const clockToleranceMs = 15 * 60_000;

/**
 * Writes down what was said with people of theirs: one row of the log, and what it was about. Everything stands or
 * falls in one transaction, people made on the way included. A known external id changes nothing.
 */
export async function logConversation(
  context: Context & { input: LogConversationInput },
): Promise<LoggedConversation> {
  const { tx, workspaceId, now, input, actor, userId } = context;
  const source = input.source ?? (userId === null ? 'api' : 'hand');
  const earlier = await loggedBefore(context, source);
  if (earlier) return earlier;
  const state = await stateOf(context, source);
  const id = newId();
  const row = { ...logRowOf(state), id };
  const known = await takeReceipts({ tx, workspaceId, now, rows: [row] });
  // Somebody sent the same at the same time and was first.
  if (known.size > 0) return (await loggedBefore(context, source)) ?? Promise.reject(notAConversation());
  await insertConversation({ tx, workspaceId, now, id, interactionId: id, state, actor, userId });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'conversation.logged',
    recordType: 'conversation',
    recordId: id,
    recordLabel: state.type,
  });
  const conversation = await loadConversation({ tx, userId, conversationId: id });
  await appendInteractions({ tx, workspaceId, now, rows: [row] });
  return { outcome: 'created', conversation };
}

async function loggedBefore(
  { tx, userId, input }: Context & { input: LogConversationInput },
  source: string,
): Promise<LoggedConversation | null> {
  if (input.externalId === undefined) return null;
  const receipt = await tx.first<{
    interaction_id: string;
  }>(sql`select interaction_id from interaction_receipt
    where source = ${source} and external_id = ${input.externalId}`);
  if (!receipt) return null;
  const conversation = await loadConversation({ tx, userId, conversationId: receipt.interaction_id }).catch(
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') throw notAConversation();
      throw error;
    },
  );
  return { outcome: 'unchanged', conversation };
}

function notAConversation(): AppError {
  return new AppError(
    'conflict',
    'This externalId of this source is an interaction already that is no conversation. Send another externalId, or another source.',
  );
}

async function stateOf(
  context: Context & { input: LogConversationInput },
  source: string,
): Promise<ConversationState> {
  const { input, now, userId } = context;
  const occurredAt = refuseFuture(input.occurredAt ?? now, now);
  const participants = await resolvePeople(
    context,
    {
      contactIds: input.contactIds ?? [],
      newPeople: input.newPeople ?? [],
      teammateIds: input.teammateIds ?? (userId === null ? [] : [await ownTeammate({ ...context, userId })]),
      strangers: input.strangers,
    },
    source,
  );
  refuseNobody(participants);
  return {
    type: input.type,
    occurredAt,
    endedAt: input.endedAt ?? null,
    durationMinutes: input.durationMinutes ?? null,
    direction: input.direction ?? null,
    ...(await resolveAccount(context, input, participants)),
    teammateId: participants.find(({ teammateId }) => teammateId !== null)?.teammateId ?? null,
    subject: cleanText(input.subject),
    body: cleanText(input.body),
    private: input.private ?? false,
    outcome: cleanText(input.outcome),
    nextStep: cleanText(input.nextStep?.text),
    nextStepOn: input.nextStep?.on ?? null,
    source,
    externalId: input.externalId ?? null,
    threadId: input.threadId ?? null,
    messageId: input.messageId ?? null,
    flagReason: input.flagReason ?? null,
    participants,
    items: await resolveExchanged(context, input.exchanged ?? {}, [], source),
  };
}

/** What is to come is a next step, or an entry of a calendar; the log holds what took place. */
export function refuseFuture(occurredAt: Date, now: Date): Date {
  if (occurredAt.getTime() <= now.getTime() + clockToleranceMs) return occurredAt;
  throw new AppError(
    'invalid_input',
    'A conversation is logged once it has taken place. Say what is to come as the next step.',
    { fields: [{ path: 'occurredAt', message: 'lies in the future' }] },
  );
}

export function refuseNobody(participants: readonly { side: string; contactId: string | null }[]): void {
  if (participants.some(({ contactId }) => contactId !== null)) return;
  throw new AppError('invalid_input', 'Say with whom: choose a contact, or give an e-mail address.', {
    fields: [{ path: 'contactIds', message: 'nobody of theirs' }],
  });
}
