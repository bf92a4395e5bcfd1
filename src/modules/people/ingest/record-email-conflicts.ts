import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Session } from './session.ts';

/**
 * A source says of one person an e-mail address that is another's here: likely one person twice. The address stays
 * where it is; the pair becomes a finding.
 */
export async function recordEmailConflicts(session: Session): Promise<void> {
  const conflicts = session.registries.contact.emailConflicts;
  if (conflicts.length === 0) return;
  const rows = conflicts.map(({ slot, owner, email }) => ({
    id: newId(),
    record_id: slot.id,
    detail: { why: 'said_email', email, otherIds: [owner.id] },
  }));
  await session.tx.run(sql`insert into data_finding (id, workspace_id, code, record_type, record_id, detail, found_at)
    select i.id, ${session.workspaceId}::uuid, 'duplicate_people', 'contact', i.record_id, i.detail, ${session.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, record_id uuid, detail jsonb)
    on conflict do nothing`);
}
