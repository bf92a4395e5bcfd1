import type { SQL } from 'drizzle-orm/sql/sql';
import { decodeCursor, toPage } from '../../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Claim, type ClaimMetric, claimMetrics, isOutcome } from '../contract.ts';

type Row = {
  id: string;
  campaign_id: string;
  campaign_name: string;
  teammate_id: string | null;
  teammate_name: string | null;
  claimed_by: string;
  metric: string;
  claimed_count: number | null;
  amount_minor: number | null;
  currency: string | null;
  period_from: string;
  period_to: string;
  stated_at: Date;
  stated_in: string | null;
  recorded_at: Date;
  recorded_by: string;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
};

/** Claims that hold these conditions, over the aliases `k` (claim) and `c` (campaign); latest first. */
async function claimsWhere(tx: Tx, where: SQL, limit: number): Promise<Claim[]> {
  const rows = await tx.rows<Row>(sql`
    select k.id, k.campaign_id, c.name as campaign_name, k.teammate_id, t.name as teammate_name, k.claimed_by, k.metric,
      k.claimed_count, k.amount_minor, k.currency, k.period_from, k.period_to, k.stated_at, k.stated_in, k.recorded_at,
      k.recorded_by, k.withdrawn_at, k.withdrawn_by
    from campaign_claim k join campaign c on c.id = k.campaign_id left join teammate t on t.id = k.teammate_id
    where ${where} order by k.stated_at desc, k.id desc limit ${limit}`);
  return rows.map(asClaim);
}

const metricOf = (metric: string): ClaimMetric => {
  const known = claimMetrics.find((one) => one === metric);
  if (known === undefined) throw new Error(`A claim of "${metric}" stands in the record.`);
  return known;
};

function asClaim(row: Row): Claim {
  const metric = metricOf(row.metric);
  return {
    id: row.id,
    campaign: { id: row.campaign_id, name: row.campaign_name },
    teammate: row.teammate_id === null ? null : { id: row.teammate_id, name: row.teammate_name ?? '' },
    claimedBy: row.claimed_by,
    metric,
    isVanity: !isOutcome(metric),
    count: row.claimed_count,
    amountMinor: row.amount_minor,
    currency: row.currency,
    from: row.period_from,
    to: row.period_to,
    statedAt: row.stated_at.toISOString(),
    statedIn: row.stated_in,
    recordedAt: row.recorded_at.toISOString(),
    recordedBy: row.recorded_by,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    withdrawnBy: row.withdrawn_by,
  };
}

export async function findClaim(tx: Tx, id: string): Promise<Claim | null> {
  const [found] = await claimsWhere(tx, sql`k.id = ${id}`, 1);
  return found ?? null;
}

/** More claims than a person can make of a campaign. */
const mostClaims = 20_000;

/** What counts of these campaigns' claims: those that nobody took back. */
export function standingClaims(tx: Tx, campaignIds: readonly string[]): Promise<Claim[]> {
  return claimsWhere(
    tx,
    sql`k.campaign_id = any(${sql.param([...campaignIds])}::uuid[]) and k.withdrawn_at is null`,
    mostClaims,
  );
}

export const claimsOfCampaign = (tx: Tx, campaignId: string): Promise<Claim[]> =>
  claimsWhere(tx, sql`k.campaign_id = ${campaignId}`, mostClaims);

export async function listClaims(
  tx: Tx,
  { campaignId, cursor, limit }: { campaignId?: string; cursor?: string; limit: number },
) {
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const rows = await claimsWhere(
    tx,
    sql`(${campaignId ?? null}::uuid is null or k.campaign_id = ${campaignId ?? null}::uuid)
      and (${at}::timestamptz is null or (k.stated_at, k.id) < (${at}::timestamptz, ${id}::uuid))`,
    limit + 1,
  );
  return toPage({ rows, limit, item: (one) => one, cursor: (one) => [one.statedAt, one.id] });
}
