import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { appendInteractions, recountLastInteraction } from '../interactions/index.ts';
import type { Conversation } from './contract.ts';
import { type Context, cleanText } from './conversation.ts';
import { contactIdsOf } from './correct-conversation.ts';
import { finding, holdConversation, loadState, refuseWithdrawn } from './find-conversation.ts';
import { loadConversation } from './load-conversation.ts';
import { logRowOf } from './log-row.ts';
import { recordChange } from './record-change.ts';
import { laterThan } from './store-conversation.ts';

/** Takes a conversation back: it never was, or was logged twice. The log keeps both rows, the later one counts. */
export async function withdrawConversation(
  context: Context & { conversationId: string; reason?: string | null | undefined },
): Promise<Conversation> {
  const { tx, workspaceId, now, userId, actor } = context;
  const row = await holdConversation(finding(context, context.conversationId));
  refuseWithdrawn(row);
  const state = await loadState(tx, row);
  const reason = cleanText(context.reason);
  const { kind, contactId, accountId, opportunityId, occurredAt, teammateId, source } = logRowOf(state);
  const id = newId();
  await tx.run(sql`update conversation set withdrawn_at = ${now}, withdrawn_by = ${actor.name},
      withdrawn_reason = ${reason}, interaction_id = ${id}, updated_at = ${laterThan(now)} where id = ${row.id}`);
  await recordChange(context, {
    conversation: row,
    kind: 'withdrawn',
    private: row.private,
    reason,
    replacedBy: id,
  });
  await recountLastInteraction({ tx, contactIds: contactIdsOf(state), without: row.interactionId });
  const conversation = await loadConversation({ tx, userId, conversationId: row.id });
  await appendInteractions({
    tx,
    workspaceId,
    now,
    rows: [
      {
        id,
        kind,
        type: 'withdrawn',
        occurredAt,
        contactId: contactId ?? null,
        accountId: accountId ?? null,
        opportunityId: opportunityId ?? null,
        teammateId: teammateId ?? null,
        source,
        replacesId: row.interactionId,
      },
    ],
  });
  return conversation;
}

/** Undoes a withdrawal: the conversation is in the log again as it was. */
export async function restoreConversation(
  context: Context & { conversationId: string },
): Promise<Conversation> {
  const { tx, workspaceId, now, userId } = context;
  const row = await holdConversation(finding(context, context.conversationId));
  if (row.withdrawnAt === null) throw new AppError('conflict', 'This conversation is not withdrawn.');
  const state = await loadState(tx, row);
  const id = newId();
  await tx.run(sql`update conversation set withdrawn_at = null, withdrawn_by = null, withdrawn_reason = null,
      interaction_id = ${id}, updated_at = ${laterThan(now)} where id = ${row.id}`);
  await recordChange(context, { conversation: row, kind: 'restored', private: row.private, replacedBy: id });
  const conversation = await loadConversation({ tx, userId, conversationId: row.id });
  await appendInteractions({
    tx,
    workspaceId,
    now,
    rows: [{ ...logRowOf(state), id, replacesId: row.interactionId }],
  });
  return conversation;
}
