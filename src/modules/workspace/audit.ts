import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Actor } from './authorised.ts';

export type AuditEntry = {
  workspaceId: string;
  actor: Actor;
  /** `<record>.<what happened>`, such as `contact.updated`. */
  action: string;
  recordType: string;
  recordId?: string | null;
  recordLabel?: string | null;
  /** Field by field, what it was and what it is now. */
  changes?: Record<string, { from: unknown; to: unknown }>;
  reason?: string | null;
};

/** Writes who changed what, in the transaction of the change itself. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.run(sql`insert into audit_entry
    (id, workspace_id, actor_kind, actor_id, actor_name, action, record_type, record_id, record_label, changes, reason)
    values (${newId()}, ${entry.workspaceId}, ${entry.actor.kind}, ${entry.actor.id}, ${entry.actor.name}, ${entry.action},
      ${entry.recordType}, ${entry.recordId ?? null}, ${entry.recordLabel ?? null},
      ${JSON.stringify(entry.changes ?? {})}::jsonb, ${entry.reason ?? null})`);
}
