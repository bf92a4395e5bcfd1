import { z } from 'zod';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';

export type Setting = {
  kind: 'channel' | 'campaigns' | 'assumed' | 'none';
  isSuggested: boolean;
  /** Folded. */
  channel: string | null;
  campaignIds: string[];
  name: string;
  assumedRates: Record<string, number>;
  assumedDays: Record<string, number>;
  costPerLeadMinor: number | null;
  source: string | null;
  salesChannels: string[];
  testsKey: string;
  updatedAt: Date | null;
  updatedBy: string | null;
};

/** What bought names and cold calls are usually called, dearest guess first. */
const usualBaselines = [
  'bought list',
  'purchased list',
  'list purchase',
  'rented list',
  'list',
  'cold outreach',
  'cold call',
  'cold calling',
  'cold email',
  'outbound',
  'sales outreach',
];
/** What sales does by itself, so that marketing neither gets it nor is held to it. */
const usualSalesChannels = [
  'sales outreach',
  'outbound',
  'cold outreach',
  'cold call',
  'cold calling',
  'cold email',
];

export const foldChannel = (channel: string): string => channel.normalize('NFKC').trim().toLowerCase();

const rates = z.record(z.string(), z.number());

type Row = Omit<Setting, 'isSuggested' | 'assumedRates' | 'assumedDays' | 'name'> & {
  kind: 'channel' | 'campaigns' | 'assumed';
  name: string | null;
  assumedRates: unknown;
  assumedDays: unknown;
};

/** What the workspace chose to be held against; where nobody chose, what the data suggests. */
export async function readSetting(tx: Tx): Promise<Setting> {
  const row = await tx.first<Row>(sql`select baseline_kind as kind, baseline_channel as channel,
      baseline_campaign_ids as "campaignIds", baseline_name as name, assumed_rates as "assumedRates",
      assumed_days as "assumedDays", cost_per_lead_minor as "costPerLeadMinor", source,
      sales_channels as "salesChannels", tests_key as "testsKey", updated_at as "updatedAt", updated_by as "updatedBy"
    from value_setting where workspace_id = current_setting('liaison.workspace_id')::uuid`);
  if (row === null) return suggestSetting(tx);
  return {
    ...row,
    isSuggested: false,
    name: row.name ?? row.channel ?? 'the alternative',
    channel: row.channel === null ? null : foldChannel(row.channel),
    salesChannels: row.salesChannels.map(foldChannel),
    assumedRates: rates.parse(row.assumedRates),
    assumedDays: rates.parse(row.assumedDays),
  };
}

async function suggestSetting(tx: Tx): Promise<Setting> {
  const channels = await tx.rows<{ channel: string }>(
    sql`select channel from contact where channel is not null and merged_into_id is null group by channel
      order by count(*) desc, channel`,
  );
  const byKey = new Map(channels.map(({ channel }) => [foldChannel(channel), channel]));
  const key = usualBaselines.find((usual) => byKey.has(usual)) ?? null;
  return {
    kind: key === null ? 'none' : 'channel',
    isSuggested: true,
    channel: key,
    campaignIds: [],
    name: key === null ? '' : (byKey.get(key) ?? key),
    assumedRates: {},
    assumedDays: {},
    costPerLeadMinor: null,
    source: null,
    salesChannels: usualSalesChannels.filter((usual) => byKey.has(usual) && usual !== key),
    testsKey: 'qualified_lead',
    updatedAt: null,
    updatedBy: null,
  };
}
