import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { Caller } from '../../workspace/index.ts';
import { nobody } from '../facts/journeys-sql.ts';
import { readMoney } from '../settings/money.ts';
import {
  type EvidenceBy,
  type EvidencePart,
  type EvidenceRow,
  evidencePartKeys,
  evidenceParts,
  isOutcome,
} from './contract.ts';
import { type Group, groupsOf } from './group-campaigns.ts';
import { readShares } from './groups-sql.ts';
import { rounded } from './open-evidence.ts';
import { type Period, periodOf } from './period.ts';
import { type Looked, marketers, mayBeShown, type Sight, sightOf } from './persons/own-place.ts';
import { drawsEach, intervalOf } from './score/draw-scores.ts';
import { type ScoredCampaign, scoreCampaigns } from './score/score-campaigns.ts';

export type EvidenceQuestion = {
  workspaceId: string;
  by: EvidenceBy;
  from?: string | undefined;
  to?: string | undefined;
  caller: Pick<Caller, 'userId' | 'permissions'>;
};

export type Evidence = {
  asOf: Date;
  by: EvidenceBy;
  period: Period;
  rows: EvidenceRow[];
  campaigns: ScoredCampaign[];
  /** By marketer alone: who asks, and who is not shown yet. */
  persons: { sight: Sight; hidden: Looked[]; own: Looked | null } | null;
};

/** Who can show what they add. Rows by name; persons as far as the caller may see them. */
export async function readEvidence(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  question: EvidenceQuestion,
): Promise<Evidence> {
  const { workspaceId, by, caller } = question;
  const now = services.now();
  const period = await services.database.inWorkspace(workspaceId, async (tx) =>
    periodOf(question, { now, zone: (await readMoney(tx)).timeZone }),
  );
  const { asOf, campaigns } = await scoreCampaigns(services, {
    workspaceId,
    from: period.from,
    to: period.to,
  });
  if (by === 'marketer') {
    const { sight, people } = await services.database.inWorkspace(workspaceId, async (tx) => ({
      sight: await sightOf(tx, caller),
      people: await marketers(tx),
    }));
    const shown = people.filter((person) => mayBeShown(person, sight, now));
    const rows = groupsOf({ by, campaigns, people: shown }).map(rowOf);
    return {
      asOf,
      by,
      period,
      rows,
      campaigns,
      persons: {
        sight,
        hidden: sight.mayRank ? people.filter((person) => !mayBeShown(person, sight, now)) : [],
        own: people.find(({ id }) => id === sight.me) ?? null,
      },
    };
  }
  const groups =
    by === 'campaign'
      ? groupsOf({ by, campaigns })
      : groupsOf({
          by,
          campaigns,
          ...(await readPlaces(services, { workspaceId, by, period })),
        });
  return { asOf, by, period, rows: groups.map(rowOf), campaigns, persons: null };
}

async function readPlaces(
  services: Pick<Services, 'clickhouse' | 'database'>,
  { workspaceId, by, period }: { workspaceId: string; by: 'channel' | 'asset_type'; period: Period },
) {
  const shares = await readShares(services, {
    workspaceId,
    by: by === 'channel' ? 'channel' : 'asset',
    period,
  });
  return services.database.inWorkspace(workspaceId, async (tx) =>
    by === 'channel'
      ? { shares, labels: await channelLabels(tx) }
      : typedShares(shares, await assetsOf(tx, [...new Set(shares.map(({ key }) => key))])),
  );
}

/** Channels as contacts and campaigns spell them, by their folded text. */
async function channelLabels(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.rows<{ key: string; label: string }>(sql`
    select key, min(channel) as label from (
      select distinct lower(channel) as key, channel from contact where channel is not null
      union select distinct lower(channel), channel from campaign where channel is not null) as c group by key`);
  return new Map(rows.map(({ key, label }) => [key, label]));
}

type AssetOf = { id: string; type: string | null; campaign_id: string | null };

const assetsOf = (tx: Tx, ids: readonly string[]): Promise<AssetOf[]> =>
  tx.rows<AssetOf>(
    sql`select id, type, campaign_id from asset where id = any(${sql.param([...ids])}::uuid[])`,
  );

/** What is met without a campaign counts for the campaign that the piece was made for. */
function typedShares(
  shares: readonly { key: string; campaign: string; people: number }[],
  assets: readonly AssetOf[],
) {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const labels = new Map<string, string>();
  const typed = shares.flatMap((share) => {
    const asset = byId.get(share.key);
    if (!asset?.type) return [];
    const key = asset.type.toLowerCase();
    labels.set(key, asset.type);
    const campaign = share.campaign === nilId ? (asset.campaign_id ?? nilId) : share.campaign;
    return [{ ...share, key, campaign }];
  });
  return { shares: typed, labels };
}

const nilId = nobody.slice("toUUID('".length, -2);

const mostTodo = 6;

/** The score of a group: the mean of its campaigns by their weights; what has no campaign can show nothing. */
function rowOf({ key, label, parts: weighted }: Group): EvidenceRow {
  const mean = (of: (campaign: ScoredCampaign) => number) =>
    weighted.reduce((total, { campaign, weight }) => total + weight * of(campaign), 0);
  const score = mean((campaign) => campaign.score);
  const draws = Array.from({ length: drawsEach }, (_, nth) => mean((campaign) => campaign.draws[nth] ?? 0));
  const { low, high } = intervalOf(draws, score);
  const shareOf = (campaign: ScoredCampaign, part: EvidencePart) =>
    campaign.parts.find((one) => one.key === part)?.share ?? 0;
  const claims = weighted.flatMap(({ campaign }) => campaign.claims.map(({ claim }) => claim));
  return {
    key,
    label,
    score: rounded(score),
    low: rounded(low),
    high: rounded(high),
    parts: {
      brief: mean((campaign) => shareOf(campaign, 'brief')),
      traced: mean((campaign) => shareOf(campaign, 'traced')),
      agreement: mean((campaign) => shareOf(campaign, 'agreement')),
      costs: mean((campaign) => shareOf(campaign, 'costs')),
      reported: mean((campaign) => shareOf(campaign, 'reported')),
    },
    claims: claims.filter(({ metric }) => isOutcome(metric)).length,
    vanityClaims: claims.filter(({ metric }) => !isOutcome(metric)).length,
    todo: todoOf(weighted),
    campaigns: weighted.map(({ campaign, weight }) => ({
      id: campaign.facts.id,
      name: campaign.facts.name,
      score: rounded(campaign.score),
      weight: Math.min(1, weight),
    })),
  };
}

/** What would bring most points, first. */
function todoOf(weighted: Group['parts']): EvidenceRow['todo'] {
  return weighted
    .flatMap(({ campaign, weight }) =>
      campaign.parts.flatMap(({ key, share, todo }) =>
        todo === null
          ? []
          : [
              {
                campaign: { id: campaign.facts.id, name: campaign.facts.name },
                part: key,
                words: todo,
                brings: (1 - share) * evidenceParts[key].points * weight,
              },
            ],
      ),
    )
    .sort((one, other) => other.brings - one.brings || partOrder(one.part) - partOrder(other.part))
    .slice(0, mostTodo)
    .map(({ brings: _, ...todo }) => todo);
}

const partOrder = (part: EvidencePart): number => evidencePartKeys.indexOf(part);
