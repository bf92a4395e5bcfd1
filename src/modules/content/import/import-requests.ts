import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** A piece that somebody asked for and did not find. */
export type ImportedRequest = {
  id: string;
  text: string;
  persona: string;
  buyingStage: string;
  contactId: string | null;
  opportunityId: string | null;
  teammateId: string | null;
  askedBy: string;
  askedAt: Date;
};

/** Requests that are there already stay as they are, answered or not. */
export async function importRequests(
  tx: Tx,
  { workspaceId, items }: { workspaceId: string; items: readonly ImportedRequest[] },
): Promise<void> {
  await tx.run(sql`
    insert into content_request (id, workspace_id, persona, buying_stage, text, contact_id, opportunity_id, asked_by,
      teammate_id, asked_at)
    select r.id, ${workspaceId}::uuid, r.persona, r."buyingStage", r.text, r."contactId", r."opportunityId", r."askedBy",
      r."teammateId", r."askedAt"
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(id uuid, persona text, "buyingStage" text, text text,
      "contactId" uuid, "opportunityId" uuid, "askedBy" text, "teammateId" uuid, "askedAt" timestamptz)
    on conflict do nothing`);
}
