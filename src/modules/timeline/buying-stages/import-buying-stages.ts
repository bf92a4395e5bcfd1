import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** What another source says of a buyer's stage; `key` names the fact, so that stating it again changes nothing. */
export type ImportedBuyingStage = {
  key: string;
  contactId?: string;
  opportunityId?: string;
  stage: string;
  at: Date;
  reason: string | null;
  by: string | null;
};

/** Records what a source brought, however many, in one statement. Stages that the workspace does not have are left out. */
export async function importBuyingStages(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  source: 'import' | 'sample';
  changes: readonly ImportedBuyingStage[];
}): Promise<void> {
  const { tx, workspaceId, now, source, changes } = options;
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({
    id: newId(),
    key: change.key,
    contact: change.contactId,
    opportunity: change.opportunityId,
    stage: change.stage,
    at: change.at.toISOString(),
    reason: change.reason,
    by: change.by,
  }));
  await tx.run(sql`insert into buying_stage_change
      (id, workspace_id, contact_id, opportunity_id, stage, at, recorded_at, source, source_key, reason, actor_name)
    select r.id, ${workspaceId}::uuid, r.contact, r.opportunity, r.stage, r.at, ${now}::timestamptz, ${source}, r.key, r.reason, r.by
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, key text, contact uuid, opportunity uuid,
      stage text, at timestamptz, reason text, by text)
    join buying_stage s on s.workspace_id = ${workspaceId}::uuid and s.key = r.stage
    on conflict do nothing`);
}
