import { AppError, notFound } from '../../../../platform/errors.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import { type Claim, type ClaimMetric, metricNames } from '../contract.ts';
import { findClaim } from './claim-rows.ts';

/** Who writes something down, and when. */
export type Step = { tx: Tx; workspaceId: string; actor: Actor; now: Date };

export type NewClaim = {
  campaignId: string;
  teammateId?: string | null;
  metric: ClaimMetric;
  count?: number;
  amountMinor?: number;
  currency?: string;
  from: string;
  to: string;
  statedAt?: string;
  statedIn?: string | null;
};

/** Writes down what is claimed for a campaign. Nobody changes it afterwards: who was wrong takes it back. */
export async function makeClaim(step: Step, claim: NewClaim): Promise<Claim> {
  const { tx, workspaceId, actor, now } = step;
  const campaign = await tx.first<{ name: string }>(
    sql`select name from campaign where id = ${claim.campaignId}`,
  );
  if (!campaign) throw notFound('campaign');
  const statedAt = claim.statedAt === undefined ? now : new Date(claim.statedAt);
  if (statedAt > now) {
    throw new AppError('invalid_input', 'A claim cannot have been stated in the future.', {
      fields: [{ path: 'statedAt', message: 'is in the future' }],
    });
  }
  const claimedBy = await nameOf(step, claim.teammateId ?? null);
  const id = newId();
  await tx.run(sql`insert into campaign_claim (id, workspace_id, campaign_id, teammate_id, claimed_by, metric,
      claimed_count, amount_minor, currency, period_from, period_to, stated_at, stated_in, recorded_at, recorded_by)
    values (${id}, ${workspaceId}, ${claim.campaignId}, ${claim.teammateId ?? null}, ${claimedBy}, ${claim.metric},
      ${claim.count ?? null}, ${claim.amountMinor ?? null},
      ${claim.amountMinor === undefined ? null : (claim.currency ?? (await ownCurrency(tx)))}, ${claim.from}::date,
      ${claim.to}::date, ${statedAt}, ${claim.statedIn ?? null}, ${now}, ${actor.name})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'campaign_claim.made',
    recordType: 'campaign',
    recordId: claim.campaignId,
    recordLabel: campaign.name,
    changes: {
      [metricNames[claim.metric]]: { from: null, to: claim.count ?? claim.amountMinor ?? null },
    },
  });
  const made = await findClaim(tx, id);
  if (!made) throw new Error('A claim that was just written is there.');
  return made;
}

async function nameOf({ tx, actor }: Step, teammateId: string | null): Promise<string> {
  if (teammateId === null) return actor.name;
  const mate = await tx.first<{ name: string }>(sql`select name from teammate where id = ${teammateId}`);
  if (!mate) throw notFound('teammate');
  return mate.name;
}

async function ownCurrency(tx: Tx): Promise<string> {
  const row = await tx.first<{ currency: string }>(
    sql`select currency from workspace where id = current_setting('liaison.workspace_id')::uuid`,
  );
  if (!row) throw notFound('workspace');
  return row.currency;
}

/** Takes a claim back. It stays in the record; taken back once, it stays so. */
export async function withdrawClaim(step: Step, { id }: { id: string }): Promise<Claim> {
  const { tx, workspaceId, actor, now } = step;
  const claim = await findClaim(tx, id);
  if (!claim) throw notFound('claim');
  if (claim.withdrawnAt !== null) return claim;
  await tx.run(sql`update campaign_claim set withdrawn_at = ${now}, withdrawn_by = ${actor.name}
    where id = ${id} and withdrawn_at is null`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'campaign_claim.withdrawn',
    recordType: 'campaign',
    recordId: claim.campaign.id,
    recordLabel: claim.campaign.name,
  });
  return (await findClaim(tx, id)) ?? claim;
}
