import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { ClaimMetric } from '../contract.ts';

export type ImportedClaim = {
  campaignId: string;
  teammateId: string | null;
  claimedBy: string;
  metric: ClaimMetric;
  count: number | null;
  amountMinor: number | null;
  currency: string | null;
  from: string;
  to: string;
  statedAt: Date;
  statedIn: string | null;
};
export type ImportedReport = {
  campaignId: string;
  reportedAt: Date;
  reportedBy: string;
  said: string | null;
};

/** Claims and reports as a source of records knows them. A campaign of which either is known already stays as it is. */
export async function importClaims(
  tx: Tx,
  options: {
    workspaceId: string;
    now: Date;
    by: string;
    claims: readonly ImportedClaim[];
    reports: readonly ImportedReport[];
  },
): Promise<void> {
  const { workspaceId, now, by } = options;
  const claims = options.claims.map((claim) => ({ id: newId(), ...claim }));
  await tx.run(sql`insert into campaign_claim (id, workspace_id, campaign_id, teammate_id, claimed_by, metric,
      claimed_count, amount_minor, currency, period_from, period_to, stated_at, stated_in, recorded_at, recorded_by)
    select r.id, ${workspaceId}::uuid, r."campaignId", r."teammateId", r."claimedBy", r.metric, r.count, r."amountMinor",
      r.currency, r."from", r."to", r."statedAt", r."statedIn", ${now}, ${by}
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as r(id uuid, "campaignId" uuid, "teammateId" uuid,
      "claimedBy" text, metric text, count bigint, "amountMinor" bigint, currency text, "from" date, "to" date,
      "statedAt" timestamptz, "statedIn" text)
    where not exists (select from campaign_claim k where k.campaign_id = r."campaignId")`);
  const reports = options.reports.map((report) => ({ id: newId(), ...report }));
  await tx.run(sql`insert into campaign_report (id, workspace_id, campaign_id, reported_at, reported_by, said, recorded_at,
      recorded_by)
    select r.id, ${workspaceId}::uuid, r."campaignId", r."reportedAt", r."reportedBy", r.said, ${now}, ${by}
    from jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) as r(id uuid, "campaignId" uuid, "reportedAt" timestamptz,
      "reportedBy" text, said text)
    where not exists (select from campaign_report k where k.campaign_id = r."campaignId")`);
}
