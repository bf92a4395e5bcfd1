import type { Named } from './contract.ts';
import type { Share } from './groups-sql.ts';
import type { ScoredCampaign } from './score/score-campaigns.ts';

/** Campaigns of one row, with weights that sum to 1 at most: the rest met no campaign. */
export type Group = {
  key: string;
  label: string;
  parts: { campaign: ScoredCampaign; weight: number }[];
};

type Asked =
  | { by: 'campaign'; campaigns: readonly ScoredCampaign[] }
  | { by: 'marketer'; campaigns: readonly ScoredCampaign[]; people: readonly Named[] }
  | {
      by: 'channel' | 'asset_type';
      campaigns: readonly ScoredCampaign[];
      shares: readonly Share[];
      labels: ReadonlyMap<string, string>;
    };

/**
 * A marketer's campaigns count alike. A channel's or a kind of piece's count by the people who met it under them; who met
 * it under no campaign counts too, with nothing to show.
 */
export function groupsOf(asked: Asked): Group[] {
  const { campaigns } = asked;
  if (asked.by === 'campaign')
    return campaigns.map((campaign) => ({
      key: campaign.facts.id,
      label: campaign.facts.name,
      parts: [{ campaign, weight: 1 }],
    }));
  if (asked.by === 'marketer')
    return asked.people.flatMap(({ id, name }) => {
      const own = campaigns.filter(({ facts }) => facts.ownerId === id);
      if (own.length === 0) return [];
      return [{ key: id, label: name, parts: own.map((campaign) => ({ campaign, weight: 1 / own.length })) }];
    });
  const byId = new Map(campaigns.map((campaign) => [campaign.facts.id, campaign]));
  return [...Map.groupBy(asked.shares, ({ key }) => key)]
    .map(([key, shares]): Group => {
      const all = shares.reduce((total, { people }) => total + people, 0);
      const people = new Map<ScoredCampaign, number>();
      for (const share of shares) {
        const campaign = byId.get(share.campaign);
        if (campaign) people.set(campaign, (people.get(campaign) ?? 0) + share.people);
      }
      return {
        key,
        label: asked.labels.get(key) ?? key,
        parts: [...people]
          .map(([campaign, met]) => ({ campaign, weight: met / all }))
          .sort((one, other) => other.weight - one.weight),
      };
    })
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));
}
