import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Exchange } from '../../settings/money.ts';
import { foldChannel } from '../baseline/read-setting.ts';
import type { Campaign, ValuePlan } from '../plan.ts';
import type { CostSubject } from './contract.ts';

export type CostSums = {
  /** Spent in the period; null: nothing is recorded of it. */
  spentOn(key: string): number | null;
  plannedFor(key: string): number | null;
  withoutRate: number;
};

export type Entry = {
  subject: CostSubject;
  campaignId: string | null;
  assetId: string | null;
  teammateId: string | null;
  channel: string | null;
  fromOn: string;
  toOn: string;
  amountMinor: number;
  currency: string;
};

const dayMs = 86_400_000;
const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);

const later = (one: string, other: string): string => (one.localeCompare(other) > 0 ? one : other);

/** The part of an amount that falls into the period, day by day, rounded once. */
export function inPeriod(
  { fromOn, toOn, amountMinor }: Pick<Entry, 'fromOn' | 'toOn' | 'amountMinor'>,
  range: { from: string; to: string },
): number {
  const days = dayOf(toOn) - dayOf(fromOn) + 1;
  const first = Math.max(dayOf(fromOn), dayOf(range.from));
  const last = Math.min(dayOf(toOn), dayOf(range.to));
  const until = (day: number) => Math.round((amountMinor * (day - dayOf(fromOn))) / days);
  return last < first ? 0 : until(last + 1) - until(first);
}

/**
 * What counts as spent: every entry once, and of campaigns without an entry what their own record says, spread over
 * their days. A budget is what was planned and never counts.
 */
export function countedEntries(
  entries: readonly Entry[],
  campaigns: readonly Campaign[],
  options: { today: string; currency: string },
): Entry[] {
  const withEntries = new Set(entries.flatMap(({ campaignId }) => campaignId ?? []));
  const recorded = campaigns.flatMap((campaign): Entry[] => {
    if (campaign.costMinor === null || withEntries.has(campaign.id)) return [];
    const fromOn = campaign.startsOn ?? campaign.endsOn ?? options.today;
    // What a running campaign's record says was spent was spent up to now.
    const ends =
      campaign.endsOn === null || campaign.endsOn > options.today ? options.today : campaign.endsOn;
    return [
      {
        subject: 'campaign',
        campaignId: campaign.id,
        assetId: null,
        teammateId: null,
        channel: null,
        fromOn,
        toOn: later(fromOn, ends),
        amountMinor: campaign.costMinor,
        currency: campaign.currency ?? options.currency,
      },
    ];
  });
  return [...entries, ...recorded];
}

export function readEntries(tx: Tx): Promise<Entry[]> {
  return tx.rows<Entry>(sql`select subject, campaign_id as "campaignId", asset_id as "assetId",
      teammate_id as "teammateId", channel, from_on::text as "fromOn", to_on::text as "toOn",
      amount_minor as "amountMinor", currency
    from cost_entry where withdrawn_at is null`);
}

/** Under which names a cost is summed: of the plan's dimension, of all marketing and of the baseline. */
function namesOfCost(
  plan: Pick<ValuePlan, 'by' | 'setting' | 'campaigns' | 'assetTypes'>,
  entry: Entry,
): string[] {
  const campaign = plan.campaigns.find(({ id }) => id === entry.campaignId);
  const channel = foldChannel(entry.channel ?? campaign?.channel ?? '');
  const { setting } = plan;
  const isBaseline =
    setting.kind === 'channel'
      ? channel !== '' && channel === setting.channel
      : setting.kind === 'campaigns' && setting.campaignIds.includes(entry.campaignId ?? '');
  const isSales = setting.salesChannels.includes(channel);
  const key = {
    channel: channel === '' ? null : channel,
    campaign: entry.campaignId,
    asset: entry.assetId,
    asset_type: plan.assetTypes.find(({ id }) => id === entry.assetId)?.type ?? null,
    marketer: entry.teammateId ?? campaign?.ownerId ?? null,
  }[plan.by];
  return [
    ...(key === null ? [] : [`row:${key}`]),
    ...(isBaseline ? ['baseline'] : isSales ? [] : ['marketing']),
  ];
}

export function sumCosts(
  plan: Pick<ValuePlan, 'by' | 'setting' | 'campaigns' | 'assetTypes' | 'range' | 'currency' | 'nowMs'>,
  options: { entries: readonly Entry[]; exchange: Exchange; today: string },
): CostSums {
  const { exchange, today } = options;
  const spent = new Map<string, number>();
  const planned = new Map<string, number>();
  let withoutRate = 0;
  for (const entry of countedEntries(options.entries, plan.campaigns, { today, currency: plan.currency })) {
    const part = inPeriod(entry, plan.range);
    if (part === 0) continue;
    const worth = exchange.onDay(part, entry.currency, entry.toOn);
    if (worth === null) {
      withoutRate += 1;
      continue;
    }
    for (const name of namesOfCost(plan, entry)) spent.set(name, (spent.get(name) ?? 0) + worth);
  }
  for (const campaign of plan.campaigns) {
    if (campaign.budgetMinor === null) continue;
    const entry = budgetOf(campaign, { today, currency: plan.currency });
    const worth = exchange.at(inPeriod(entry, plan.range), entry.currency, plan.nowMs) ?? 0;
    if (worth === 0) continue;
    for (const name of namesOfCost(plan, entry)) planned.set(name, (planned.get(name) ?? 0) + worth);
  }
  return {
    spentOn: (key) => spent.get(key) ?? null,
    plannedFor: (key) => planned.get(key) ?? null,
    withoutRate,
  };
}

function budgetOf(campaign: Campaign, { today, currency }: { today: string; currency: string }): Entry {
  const fromOn = campaign.startsOn ?? campaign.endsOn ?? today;
  const toOn = campaign.endsOn ?? today;
  return {
    subject: 'campaign',
    campaignId: campaign.id,
    assetId: null,
    teammateId: null,
    channel: null,
    fromOn,
    toOn: later(fromOn, toOn),
    amountMinor: campaign.budgetMinor ?? 0,
    currency: campaign.currency ?? currency,
  };
}
