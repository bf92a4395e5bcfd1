import { AppError, notFound } from '../../../../platform/errors.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { recordAudit } from '../../../workspace/index.ts';
import type { ResultsReport } from '../contract.ts';
import type { Step } from './make-claim.ts';

export type Report = {
  id: string;
  campaignId: string;
  reportedAt: Date;
  reportedBy: string;
  said: string | null;
};

/** Notes that a campaign's results were told to both sides. */
export async function reportResults(
  { tx, workspaceId, actor, now }: Step,
  { campaignId, reportedAt, said }: { campaignId: string; reportedAt?: string; said?: string | null },
): Promise<ResultsReport> {
  const campaign = await tx.first<{ name: string }>(sql`select name from campaign where id = ${campaignId}`);
  if (!campaign) throw notFound('campaign');
  const at = reportedAt === undefined ? now : new Date(reportedAt);
  if (at > now) {
    throw new AppError('invalid_input', 'Results cannot have been told in the future.', {
      fields: [{ path: 'reportedAt', message: 'is in the future' }],
    });
  }
  const id = newId();
  await tx.run(sql`insert into campaign_report (id, workspace_id, campaign_id, reported_at, reported_by, said, recorded_at,
      recorded_by)
    values (${id}, ${workspaceId}, ${campaignId}, ${at}, ${actor.name}, ${said ?? null}, ${now}, ${actor.name})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'campaign_report.made',
    recordType: 'campaign',
    recordId: campaignId,
    recordLabel: campaign.name,
  });
  return { id, reportedAt: at.toISOString(), reportedBy: actor.name, said: said ?? null };
}

/** Latest first. */
export async function reportsOf(tx: Tx, campaignIds: readonly string[]): Promise<Report[]> {
  const rows = await tx.rows<{
    id: string;
    campaign_id: string;
    reported_at: Date;
    reported_by: string;
    said: string | null;
  }>(sql`select id, campaign_id, reported_at, reported_by, said from campaign_report
    where campaign_id = any(${sql.param([...campaignIds])}::uuid[]) order by reported_at desc, id desc`);
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    reportedAt: row.reported_at,
    reportedBy: row.reported_by,
    said: row.said,
  }));
}
