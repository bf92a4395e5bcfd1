import type { Tx } from '../../platform/postgres/database.ts';
import {
  type ImportedClaim,
  type ImportedCost,
  type ImportedReport,
  importBaseline,
  importClaims,
  importCosts,
  importOwnViews,
  importRates,
} from '../attribution/index.ts';
import { idsOfCast } from './ids-of-cast.ts';
import { DAY_MS } from './simulator/calendar.ts';
import type { Campaign, SimulationCast } from './simulator/types.ts';
import { sampleSystem } from './translate-story.ts';

const by = 'sample company';
const review = 'yearly review';

/** What the company knows of its results beside the deals: costs, claims, what they are held against, currencies. */
export async function loadResults(
  tx: Tx,
  { workspaceId, now, cast, endAt }: { workspaceId: string; now: Date; cast: SimulationCast; endAt: Date },
): Promise<void> {
  const ids = await idsOfCast(tx);
  const begun = cast.campaigns.filter(({ startAt }) => startAt < endAt);
  const context = { ids, cast, endAt };
  await importClaims(tx, {
    workspaceId,
    now,
    by,
    claims: begun.flatMap((campaign) => claimsOf(campaign, context)),
    reports: begun.flatMap((campaign) => reportsOf(campaign, context)),
  });
  await importCosts(tx, {
    workspaceId,
    now,
    by,
    source: 'ledger of the sample company',
    costs: begun.flatMap((campaign) => costsOf(campaign, context)),
  });
  await importBaseline(tx, {
    workspaceId,
    now,
    by,
    channel: 'Bought List',
    name: 'Bought list',
    source: 'Two lists of a list broker, mailed three times each',
    salesChannels: ['Sales Outreach'],
  });
  await importOwnViews(tx, {
    workspaceId,
    views: cast.teammates.flatMap(({ id, team }) => {
      const teammateId = team === 'marketing' ? ids.get(id) : undefined;
      return teammateId === undefined ? [] : [{ teammateId, seenAt: new Date(endAt.getTime() - DAY_MS) }];
    }),
  });
  await importRates(tx, { workspaceId, now, by, rates: ratesFrom(begun, endAt) });
}

type Context = { ids: ReadonlyMap<string, string>; cast: SimulationCast; endAt: Date };

const day = (at: Date) => at.toISOString().slice(0, 10);
const nameOf = (cast: SimulationCast, id: string) =>
  cast.teammates.find((mate) => mate.id === id)?.name ?? by;
const lastDay = (campaign: Campaign, endAt: Date) =>
  new Date(Math.min(campaign.endAt.getTime(), endAt.getTime() - DAY_MS));

/** Of what is shown rather than sold: figures that count for nothing, from those who like to show. */
const shownBy: Readonly<Record<string, readonly (readonly ['impressions' | 'clicks' | 'likes', number])[]>> =
  {
    'social ads': [
      ['impressions', 41],
      ['likes', 0.03],
    ],
    display: [
      ['impressions', 96],
      ['clicks', 0.4],
    ],
  };

function claimsOf(campaign: Campaign, { ids, cast, endAt }: Context): ImportedClaim[] {
  const campaignId = ids.get(campaign.id);
  if (campaignId === undefined || campaign.claimedOpportunities === null) return [];
  const to = lastDay(campaign, endAt);
  const common = {
    campaignId,
    teammateId: ids.get(campaign.ownerId) ?? null,
    claimedBy: nameOf(cast, campaign.ownerId),
    amountMinor: null,
    currency: null,
    from: day(campaign.startAt),
    to: day(to),
    statedAt: campaign.resultsReportedAt ?? to,
    statedIn: review,
  };
  const shown = (shownBy[campaign.type] ?? []).map(([metric, aEuro]) => ({
    ...common,
    metric,
    count: Math.max(1, Math.round((campaign.budgetMinor / 100) * aEuro)),
  }));
  return [{ ...common, metric: 'opportunities' as const, count: campaign.claimedOpportunities }, ...shown];
}

function reportsOf(campaign: Campaign, { ids, cast }: Context): ImportedReport[] {
  const campaignId = ids.get(campaign.id);
  if (campaignId === undefined || campaign.resultsReportedAt === null) return [];
  return [
    {
      campaignId,
      reportedAt: campaign.resultsReportedAt,
      reportedBy: nameOf(cast, campaign.ownerId),
      said: `Results of “${campaign.name}” in the meeting of both teams`,
    },
  ];
}

const invoicesEachMs = 91 * DAY_MS;

/** What was spent, by its dates or by quarters, to the cent what the campaign cost. Who records no cost has none. */
function costsOf(campaign: Campaign, { ids, endAt }: Context): ImportedCost[] {
  const campaignId = ids.get(campaign.id);
  const { costMinor, startAt, dates, currency } = campaign;
  if (campaignId === undefined || costMinor === null) return [];
  const startMs = startAt.getTime();
  const endMs = lastDay(campaign, endAt).getTime();
  const quarters = Math.max(1, Math.round((endMs - startMs) / invoicesEachMs));
  const spans =
    dates.length > 0
      ? dates.map((at) => ({ from: at, to: at }))
      : Array.from({ length: quarters }, (_, nth) => ({
          from: new Date(startMs + Math.round((nth * (endMs - startMs)) / quarters)),
          to: new Date(
            startMs +
              Math.round(((nth + 1) * (endMs - startMs)) / quarters) -
              (nth + 1 < quarters ? DAY_MS : 0),
          ),
        }));
  const past = spans.filter(({ from }) => from < endAt);
  const each = Math.floor(costMinor / Math.max(1, spans.length));
  return past.map(({ from, to }, nth) => ({
    campaignId,
    from: day(from),
    to: day(to),
    // What cannot be split evenly stands on the first bill.
    amountMinor: nth === 0 ? costMinor - each * (spans.length - 1) : each,
    currency,
    what: null,
    reference: `${sampleSystem}:${campaign.id}:${nth + 1}`,
  }));
}

/** Invented, and steady: so many euros for one, changed a little every half year. */
const worth: Readonly<Record<string, readonly number[]>> = {
  USD: [0.92, 0.9, 0.93, 0.91],
  GBP: [1.16, 1.18, 1.17, 1.15],
  CHF: [1.04, 1.05, 1.06, 1.05],
};

function ratesFrom(campaigns: readonly Campaign[], endAt: Date) {
  const startMs = Math.min(endAt.getTime(), ...campaigns.map(({ startAt }) => startAt.getTime()));
  return Object.entries(worth).flatMap(([currency, rates]) =>
    rates.map((rate, nth) => ({
      currency,
      validFrom: day(new Date(startMs + nth * 182 * DAY_MS)),
      rate,
      source: 'Invented, with the sample company',
    })),
  );
}
