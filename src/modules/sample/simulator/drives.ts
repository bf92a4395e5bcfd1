import type { Calendar } from './calendar.ts';
import { DAY_MS } from './calendar.ts';
import {
  LIST_MANAGEMENT,
  LIST_PRODUCTION,
  PRIZE_DRAW,
  REFERRALS,
  SYNDICATION,
  WEBINARS,
} from './campaigns.ts';
import type { Market } from './marketing.ts';
import { type Random, Weighted } from './random.ts';
import type { Campaign } from './types.ts';

/**
 * Two stories of three are of a drive: a campaign that names the companies it wants, and brings one or two people of each.
 * Without them no campaign of a company so small has the leads that it takes to be judged, as in most companies. All
 * drives go for the same kind of company, so that what they bring is comparable.
 */
const CYCLE = 3;
const OF_NO_DRIVE = 1;

const CAMPAIGN = new Weighted<string>([
  [LIST_PRODUCTION, 14],
  [LIST_MANAGEMENT, 38],
  [PRIZE_DRAW, 18],
  [SYNDICATION, 19],
  [REFERRALS, 15],
  [WEBINARS, 20],
]);
/** Colleagues who come by the same campaign, beside the first. */
const COLLEAGUES = { mean: 0.4, most: 2 } as const;
const TRIES = 12;

export type Drive = { campaign: Campaign; atMs: number; people: number };

export const isDrive = (index: number): boolean => index % CYCLE >= OF_NO_DRIVE;

/** Which campaign brings them, when, and how many. */
export function drawDrive(random: Random, market: Market, calendar: Calendar): Drive {
  const campaign = market.campaign(CAMPAIGN.draw(random));
  return {
    campaign,
    atMs: momentOf(random, campaign, calendar),
    people: 1 + random.poisson(COLLEAGUES.mean, COLLEAGUES.most),
  };
}

/** With the season, while the campaign ran; of one that is held or delivered on days, on one of them. */
function momentOf(random: Random, campaign: Campaign, calendar: Calendar): number {
  if (campaign.channel === 'Bought List')
    return calendar.browsing(random, random.pick(campaign.dates).getTime());
  const fromMs = campaign.startAt.getTime();
  const toMs = Math.min(campaign.endAt.getTime(), calendar.endMs);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const atMs = calendar.arrival(random);
    if (atMs >= fromMs && atMs < toMs) return atMs;
  }
  return calendar.browsing(random, fromMs + random.next() * Math.max(0, toMs - fromMs - DAY_MS));
}
