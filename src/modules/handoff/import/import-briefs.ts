import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type ImportedBrief = {
  campaignId: string;
  audience: string | null;
  message: string | null;
  offer: string | null;
  followUp: string | null;
  goal: string | null;
  personas: readonly string[];
  buyingStage: string | null;
  /** Null: sales has never seen it. */
  sharedWithSalesAt: Date | null;
  writtenAt: Date;
  writtenBy: string;
};

/** Campaign briefs as a source of records knows them. One that was written here stays as written. */
export async function importBriefs(
  tx: Tx,
  options: { workspaceId: string; briefs: readonly ImportedBrief[] },
): Promise<void> {
  const rows = options.briefs.map((brief) => ({
    campaign_id: brief.campaignId,
    audience: brief.audience,
    message: brief.message,
    offer: brief.offer,
    follow_up: brief.followUp,
    goal: brief.goal,
    personas: brief.personas,
    buying_stage: brief.buyingStage,
    shared_at: brief.sharedWithSalesAt,
    written_at: brief.writtenAt,
    written_by: brief.writtenBy,
  }));
  await tx.run(sql`insert into campaign_brief (workspace_id, campaign_id, audience, message, offer, follow_up, goal,
      personas, buying_stage, shared_with_sales_at, written_at, written_by)
    select ${options.workspaceId}::uuid, r.campaign_id, r.audience, r.message, r.offer, r.follow_up, r.goal,
      array(select jsonb_array_elements_text(r.personas)), r.buying_stage, r.shared_at, r.written_at, r.written_by
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(campaign_id uuid, audience text, message text,
      offer text, follow_up text, goal text, personas jsonb, buying_stage text, shared_at timestamptz,
      written_at timestamptz, written_by text)
    on conflict do nothing`);
}
