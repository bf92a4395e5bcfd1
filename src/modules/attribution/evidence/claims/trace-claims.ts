import { DateTime } from 'luxon';
import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import { type Exchange, exchangeOf, type Money } from '../../settings/money.ts';
import type { AttributionSettings } from '../../settings/read-settings.ts';
import { type Claim, isOutcome } from '../contract.ts';
import { type AskedClaim, tracesSql } from './traces-sql.ts';

/** What the record holds of a claim. Money is in the workspace's currency, counts are counts. */
export type Tally = {
  /** Leads, meetings or deals found with a touchpoint of the campaign before them. */
  found: number;
  /** Of revenue: what these deals are worth; else the same as `found`. */
  worth: number;
  /** What the claim says, in the same unit; null: in a currency that nothing says the worth of. */
  claimed: number | null;
  /** 0 to 1. */
  share: number;
  /** What attribution models give the campaign of these results. */
  credits: Readonly<Record<string, number>>;
};

type Row = {
  claim_id: string;
  currency: string;
  day: string;
  found: number;
  amount: number;
} & Record<`${'amount' | 'count'}_${Model}`, number>;

/** What a claim is held against: the range that these give. */
const models = ['first', 'last', 'linear', 'full_path', 'time_decay'] as const;
type Model = (typeof models)[number];
const shareSql: Readonly<Record<Model, string>> = {
  first: 'is_first',
  last: 'is_last',
  linear: 'mine / touches',
  full_path: 'full_path',
  time_decay: 'time_decay',
};

export function askedClaim(claim: Claim, zone: string): AskedClaim | null {
  if (!isOutcome(claim.metric)) return null;
  const from = DateTime.fromISO(claim.from, { zone });
  const until = DateTime.fromISO(claim.to, { zone }).plus({ days: 1 });
  return {
    id: claim.id,
    campaignId: claim.campaign.id,
    metric: claim.metric,
    fromMs: from.toMillis(),
    untilMs: until.toMillis(),
  };
}

/** Looks for all these claims in the record at once. Claims of what counts for nothing are not looked for. */
export async function traceClaims(
  services: Pick<Services, 'clickhouse'>,
  options: {
    workspaceId: string;
    claims: readonly Claim[];
    settings: Pick<AttributionSettings, 'eligibility' | 'lookbackDays' | 'halfLifeDays'>;
    money: Money;
  },
): Promise<Map<string, Tally>> {
  const { workspaceId, claims, settings, money } = options;
  const exchange = exchangeOf(money);
  const asked = claims.flatMap((claim) => askedClaim(claim, money.timeZone) ?? []);
  const traces = tracesSql({ workspaceId, claims: asked, ...settings });
  const rows =
    traces === null ? [] : await rowsOf<Row>(services.clickhouse, tallySql(traces, money.timeZone));
  const byClaim = Map.groupBy(rows, (row) => row.claim_id);
  return new Map(
    claims.flatMap((claim): [string, Tally][] =>
      isOutcome(claim.metric) ? [[claim.id, tallyOf(claim, byClaim.get(claim.id) ?? [], exchange)]] : [],
    ),
  );
}

const tallySql = (traces: string, zone: string): string => `
  select claim_id, currency, toString(toDate(fromUnixTimestamp64Milli(result_ms), '${zone.replaceAll("'", '')}')) as day,
    count() as found, sum(amount_minor) as amount,
    ${models.map((model) => `sum(amount_minor * (${shareSql[model]})) as amount_${model}, sum(${shareSql[model]}) as count_${model}`).join(', ')}
  from (${traces}) group by claim_id, currency, day`;

function tallyOf(claim: Claim, rows: readonly Row[], exchange: Exchange): Tally {
  const found = sum(rows.map((row) => row.found));
  const isMoney = claim.metric === 'revenue';
  const worthOf = (amount: (row: Row) => number) =>
    sum(rows.map((row) => exchange.onDay(Math.round(amount(row)), row.currency, row.day) ?? 0));
  const worth = isMoney ? worthOf((row) => row.amount) : found;
  const claimed = isMoney ? claimedMoney(claim, exchange) : claim.count;
  const credits = Object.fromEntries(
    models.map((model) => [
      model.replace('_', '-'),
      isMoney ? worthOf((row) => row[`amount_${model}`]) : sum(rows.map((row) => row[`count_${model}`])),
    ]),
  );
  const share = claimed === null || claimed <= 0 ? 0 : Math.min(1, worth / claimed);
  return { found, worth, claimed, share, credits };
}

const claimedMoney = (claim: Claim, exchange: Exchange): number | null =>
  claim.amountMinor === null || claim.currency === null
    ? null
    : exchange.onDay(claim.amountMinor, claim.currency, claim.to);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
