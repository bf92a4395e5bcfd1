import { notFound } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/services.ts';
import type { Tally } from './claims/trace-claims.ts';
import {
  type CampaignEvidence,
  type Claim,
  evidenceParts,
  type PartRow,
  type ScoredPart,
  type Traced,
} from './contract.ts';
import { intervalWords } from './score/draw-scores.ts';
import { allClaimsOf, scoreCampaigns } from './score/score-campaigns.ts';
import type { Part } from './score/score-parts.ts';

/** The evidence score of a campaign with all that it was made of. */
export async function openEvidence(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, campaignId }: { workspaceId: string; campaignId: string },
): Promise<CampaignEvidence> {
  const { asOf, money, campaigns } = await scoreCampaigns(services, {
    workspaceId,
    from: null,
    to: null,
    campaignId,
  });
  const [scored] = campaigns;
  if (!scored) throw notFound('campaign');
  const { facts, parts, reports, score, low, high } = scored;
  const tallies = new Map(scored.claims.map(({ claim, tally }) => [claim.id, tally]));
  const claims = await allClaimsOf(services, { workspaceId, campaignId });
  return {
    campaign: {
      id: facts.id,
      name: facts.name,
      channel: facts.channel,
      owner: facts.ownerId === null ? null : { id: facts.ownerId, name: facts.ownerName ?? '' },
      startsOn: facts.startsOn,
      endsOn: facts.endsOn,
    },
    score: rounded(score),
    low: rounded(low),
    high: rounded(high),
    parts: parts.map((part) => presentPart(part, { campaignId })),
    claims: claims.map((claim) => ({
      ...claim,
      traced: presentTally(claim, tallies.get(claim.id) ?? null),
    })),
    reports: reports.map(({ id, reportedAt, reportedBy, said }) => ({
      id,
      reportedAt: reportedAt.toISOString(),
      reportedBy,
      said,
    })),
    currency: money.currency,
    interval: intervalWords,
    asOf: asOf.toISOString(),
  };
}

export const rounded = (score: number): number => Math.min(100, Math.max(0, Math.round(score * 10) / 10));

function presentPart(part: Part, { campaignId }: { campaignId: string }): ScoredPart {
  const { points, name, rule } = evidenceParts[part.key];
  return {
    key: part.key,
    name,
    rule,
    points: rounded(part.share * points),
    outOf: points,
    share: part.share,
    words: part.words,
    todo: part.todo,
    rows: part.lines.map((line): PartRow => ({ ...line, href: line.href ?? hrefOf(part.key, campaignId) })),
  };
}

/** Where the closed loop says what a campaign earned. */
const hrefOf = (key: Part['key'], campaignId: string): string | null =>
  key === 'agreement' ? `/results?by=campaign&key=${campaignId}` : null;

export function presentTally(claim: Claim, tally: Tally | null): Traced | null {
  if (tally === null) return null;
  const isMoney = claim.metric === 'revenue';
  return {
    count: tally.found,
    amountMinor: isMoney ? Math.round(tally.worth) : null,
    claimedMinor: isMoney ? tally.claimed : null,
    share: tally.share,
  };
}
