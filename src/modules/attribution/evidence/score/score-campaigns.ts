import type { Services } from '../../../../platform/services.ts';
import { journeysReady } from '../../facts/journeys-ready.ts';
import { type Money, readMoney } from '../../settings/money.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { claimsOfCampaign, standingClaims } from '../claims/claim-rows.ts';
import { type Report, reportsOf } from '../claims/report-results.ts';
import { traceClaims } from '../claims/trace-claims.ts';
import type { Claim } from '../contract.ts';
import { type CampaignFacts, readCampaignFacts } from './campaign-facts.ts';
import { drawScores, intervalOf } from './draw-scores.ts';
import { type ClaimTraced, type Part, pointsOf, scoreParts, type Wording } from './score-parts.ts';

export type ScoredCampaign = {
  facts: CampaignFacts;
  parts: Part[];
  /** Claims that stand, each with what of it was found. */
  claims: ClaimTraced[];
  reports: Report[];
  score: number;
  low: number;
  high: number;
  /** What the score might as well have been; for what is made of several campaigns. */
  draws: number[];
};

export type ScoredCampaigns = { asOf: Date; money: Money; campaigns: ScoredCampaign[] };

type Asked = {
  workspaceId: string;
  from: string | null;
  to: string | null;
  campaignId?: string;
};

/** The evidence of each campaign that ran in the period, scored. Claims count as a whole, whatever their period. */
export async function scoreCampaigns(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  asked: Asked,
): Promise<ScoredCampaigns> {
  const { workspaceId, from, to, campaignId } = asked;
  const now = services.now();
  const { madeAt } = await journeysReady(services, workspaceId);
  const read = await services.database.inWorkspace(workspaceId, async (tx) => {
    const facts = await readCampaignFacts(tx, {
      now,
      from,
      to,
      ...(campaignId === undefined ? {} : { campaignId }),
    });
    const ids = facts.map(({ id }) => id);
    return {
      facts,
      claims: await standingClaims(tx, ids),
      reports: await reportsOf(tx, ids),
      settings: await readSettings(tx),
      money: await readMoney(tx),
    };
  });
  const tallies = await traceClaims(services, { workspaceId, ...read });
  const claims = Map.groupBy(
    read.claims.map((claim): ClaimTraced => ({ claim, tally: tallies.get(claim.id) ?? null })),
    ({ claim }) => claim.campaign.id,
  );
  const reports = Map.groupBy(read.reports, (report) => report.campaignId);
  const wording = wordingOf(read.money);
  return {
    asOf: madeAt,
    money: read.money,
    campaigns: read.facts.map((facts) =>
      scoreOf({
        facts,
        claims: claims.get(facts.id) ?? [],
        reports: reports.get(facts.id) ?? [],
        now,
        wording,
      }),
    ),
  };
}

function scoreOf(options: Parameters<typeof scoreParts>[0] & { reports: Report[]; claims: ClaimTraced[] }) {
  const { facts, claims, reports } = options;
  const parts = scoreParts(options);
  const score = pointsOf(parts);
  const draws = drawScores({ seed: facts.id, parts, claims, handoffs: facts.handoffs });
  return { facts, parts, claims, reports, score, draws, ...intervalOf(draws, score) };
}

export function wordingOf({ currency, timeZone }: Pick<Money, 'currency' | 'timeZone'>): Wording {
  const money = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 });
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return { money: (minor) => money.format(minor / 10 ** digits), day: (at) => day.format(at) };
}

/** All claims ever made for a campaign, those taken back too. */
export function allClaimsOf(
  services: Pick<Services, 'database'>,
  { workspaceId, campaignId }: { workspaceId: string; campaignId: string },
): Promise<Claim[]> {
  return services.database.inWorkspace(workspaceId, (tx) => claimsOfCampaign(tx, campaignId));
}
