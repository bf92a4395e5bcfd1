import { AppError } from '../../platform/errors.ts';
import { sql } from '../../platform/postgres/database.ts';
import type { Conversation } from './contract.ts';
import type { Context } from './conversation.ts';
import { finding, holdConversation, refuseWithdrawn } from './find-conversation.ts';
import { loadConversation } from './load-conversation.ts';
import { recordChange } from './record-change.ts';
import { laterThan } from './store-conversation.ts';

/** Marks the next step of a conversation as done, or as not done after all. Said twice, it changes nothing. */
export async function markNextStep(
  context: Context & { conversationId: string; done: boolean },
): Promise<Conversation> {
  const { tx, userId, now, actor, done } = context;
  const row = await holdConversation(finding(context, context.conversationId));
  refuseWithdrawn(row);
  if (row.nextStep === null) throw new AppError('unprocessable', 'This conversation has no next step.');
  if ((row.nextStepDoneAt !== null) !== done) {
    await tx.run(sql`update conversation set next_step_done_at = ${done ? now : null},
      next_step_done_by = ${done ? actor.name : null}, updated_at = ${laterThan(now)} where id = ${row.id}`);
    const kind = done ? 'step_done' : 'step_reopened';
    await recordChange(context, { conversation: row, kind, private: row.private });
  }
  return loadConversation({ tx, userId, conversationId: row.id });
}
