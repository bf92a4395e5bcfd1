import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { recordAudit } from '../workspace/index.ts';
import type { ConversationChange } from './contract.ts';
import type { Context } from './conversation.ts';
import type { ConversationRow } from './find-conversation.ts';
import { withoutWords } from './load-conversation.ts';

type Change = {
  conversation: Pick<ConversationRow, 'id' | 'type' | 'interactionId'>;
  kind: ConversationChange['kind'];
  /** Whether it was private before or after. */
  private: boolean;
  changes?: ConversationChange['changes'];
  reason?: string | null;
  /** The row of the log that stands for the earlier one from now on. */
  replacedBy?: string | null;
};

const actions: Record<ConversationChange['kind'], string> = {
  corrected: 'conversation.corrected',
  edited: 'conversation.edited',
  withdrawn: 'conversation.withdrawn',
  restored: 'conversation.restored',
  step_done: 'conversation.step_done',
  step_reopened: 'conversation.step_reopened',
};

/** Keeps what was changed with the conversation, and in the audit log, which says what changed but not what was said. */
export async function recordChange(context: Context, change: Change): Promise<void> {
  const { tx, workspaceId, actor, now } = context;
  const { conversation, kind, changes = {}, reason = null, replacedBy = null } = change;
  await tx.run(sql`insert into conversation_change
      (id, workspace_id, conversation_id, kind, at, actor_name, reason, changes, private, interaction_id, replaced_by)
    values (${newId()}, ${workspaceId}, ${conversation.id}, ${kind}, ${now}, ${actor.name}, ${reason},
      ${JSON.stringify(changes)}::jsonb, ${change.private}, ${conversation.interactionId}, ${replacedBy})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: actions[kind],
    recordType: 'conversation',
    recordId: conversation.id,
    recordLabel: conversation.type,
    changes: withoutWords(changes),
    reason: change.private ? null : reason,
  });
}
