import { assetsFrom } from './assets.ts';
import type { Calendar } from './calendar.ts';
import { DAY_MS } from './calendar.ts';
import {
  CASE_STUDIES,
  campaignsFrom,
  NEWSLETTER,
  OUTBOUND,
  PRIZE_DRAW,
  REFERRALS,
  SYNDICATION,
  WEBINARS,
} from './campaigns.ts';
import { type Random, Weighted } from './random.ts';
import type { Asset, AssetType, BuyingStage, Campaign, Channel, FitClass, PersonaKey } from './types.ts';

/** Good companies come more by recommendation and talk, poor ones more by ads and lists: a confounder, on purpose. */
const ORIGINS_GOOD_FIT = new Weighted<Channel>([
  ['Organic Search', 26],
  ['Paid Search', 15],
  ['Webinar', 17],
  ['Event', 17],
  ['Paid Social', 9],
  ['Content Syndication', 1],
  ['Bought List', 9],
  ['Referral', 7],
  ['Direct', 6],
  ['Email', 2],
  ['Organic Social', 4],
  ['Display', 3],
  ['Sales Outreach', 7],
]);
const ORIGINS_POOR_FIT = new Weighted<Channel>([
  ['Organic Search', 25],
  ['Paid Search', 16],
  ['Webinar', 11],
  ['Event', 9],
  ['Paid Social', 20],
  ['Content Syndication', 2],
  ['Bought List', 19],
  ['Referral', 3],
  ['Direct', 6],
  ['Email', 2],
  ['Organic Social', 5],
  ['Display', 4],
  ['Sales Outreach', 3],
]);

const TYPE_WEIGHT: Record<AssetType, number> = {
  'case study': 1.1,
  'white paper': 2,
  'product sheet': 2,
  'pricing page': 2.2,
  calculator: 1.2,
  'blog post': 4,
  video: 1.5,
  'web page': 5,
  'webinar recording': 1.2,
  'battle card': 0,
  'talk track': 0,
};
const STAGES: readonly BuyingStage[] = ['Education', 'Solution', 'Selection'];
/** Met only on their own ways in (prize draw) or through sales (savings sheet). */
const NOT_FOUND_BY_BROWSING: ReadonlySet<string> = new Set(['asset-page-prize', 'asset-savings-sheet']);
const LAST_CHANCE_DAYS = 30;

/** The marketing cast, indexed the way the story-telling asks for it. */
export class Market {
  readonly campaigns: readonly Campaign[];
  readonly assets: readonly Asset[];
  /** Everybody comes by this channel instead of their own; null: as they do. */
  readonly asIfBy: Channel | null;
  readonly #campaignById: ReadonlyMap<string, Campaign>;
  readonly #assetById: ReadonlyMap<string, Asset>;
  readonly #reading = new Map<string, Weighted<Asset>>();
  readonly #caseStudies: readonly Asset[];
  readonly #blogPosts: readonly Asset[];
  readonly #battleCards: readonly Asset[];
  readonly #eventDays: Weighted<{ campaign: Campaign; date: Date }>;
  /** In order of time. */
  readonly #deliveries: readonly { campaign: Campaign; date: Date }[];

  constructor(calendar: Calendar, scale: number, asIfBy: Channel | null = null) {
    this.asIfBy = asIfBy;
    this.campaigns = campaignsFrom(calendar.startMs, scale);
    this.assets = assetsFrom(calendar.startMs);
    this.#campaignById = new Map(this.campaigns.map((campaign) => [campaign.id, campaign]));
    this.#assetById = new Map(this.assets.map((asset) => [asset.id, asset]));
    this.#caseStudies = this.assets.filter((asset) => asset.type === 'case study');
    this.#blogPosts = this.assets.filter((asset) => asset.type === 'blog post');
    this.#battleCards = this.assets.filter((asset) => asset.audience === 'sellers');
    this.#eventDays = new Weighted(datesOf(this.campaigns, 'Event', calendar));
    this.#deliveries = datesOf(this.campaigns, 'Bought List', calendar)
      .map(([delivery]) => delivery)
      .sort((left, right) => left.date.getTime() - right.date.getTime());
  }

  campaign(id: string): Campaign {
    return found(this.#campaignById.get(id), id);
  }

  asset(id: string): Asset {
    return found(this.#assetById.get(id), id);
  }

  /** What this kind of person opens at this stage, among what is already published. */
  reading(random: Random, persona: PersonaKey, stage: BuyingStage, atMs: number): Asset {
    const key = `${persona}/${stage}`;
    let table = this.#reading.get(key);
    if (table === undefined) {
      table = new Weighted(
        this.assets
          .map((asset) => [asset, appeal(asset, persona, stage)] as const)
          .filter(([, weight]) => weight > 0),
      );
      this.#reading.set(key, table);
    }
    for (let attempt = 0; attempt < 4; attempt++) {
      const asset = table.draw(random);
      if (asset.publishedAt.getTime() <= atMs) return asset;
    }
    return this.asset('asset-home');
  }

  caseStudy(random: Random, atMs: number): Asset {
    const published = this.#caseStudies.filter((asset) => asset.publishedAt.getTime() <= atMs);
    return random.pick(published);
  }

  blogPost(random: Random, atMs: number): Asset {
    const post = random.pick(this.#blogPosts);
    return post.publishedAt.getTime() <= atMs ? post : this.asset('asset-blog-tariffs');
  }

  battleCard(random: Random): Asset {
    return random.pick(this.#battleCards);
  }

  /** The next live webinar after this moment, if one is near enough to register for. */
  nextWebinar(atMs: number): Date | null {
    const next = this.campaign(WEBINARS).dates.find((date) => date.getTime() > atMs + DAY_MS / 2);
    return next !== undefined && next.getTime() < atMs + LAST_CHANCE_DAYS * DAY_MS ? next : null;
  }

  /** How a person comes to us the first time. Dated campaigns set the moment, the others take it as it is. */
  origin(
    random: Random,
    fit: FitClass,
    atMs: number,
  ): { channel: Channel; campaign: Campaign | null; atMs: number } {
    const channel = (fit === 'A' || fit === 'B' ? ORIGINS_GOOD_FIT : ORIGINS_POOR_FIT).draw(random);
    if (channel === 'Event' || channel === 'Bought List') {
      const drawn = channel === 'Event' ? this.#eventDays.draw(random) : this.#nextDelivery(atMs);
      const laterMs = random.below(8 * 3_600_000);
      if (drawn === null) return { channel: 'Organic Search', campaign: null, atMs };
      return { channel, campaign: drawn.campaign, atMs: drawn.date.getTime() + laterMs };
    }
    if (channel === 'Webinar' && this.nextWebinar(atMs) === null)
      return { channel: 'Organic Search', campaign: null, atMs };
    const campaign = this.#campaignFor(random, channel, atMs);
    if (campaign === null && channel === 'Content Syndication')
      return { channel: 'Organic Search', campaign: null, atMs };
    return { channel, campaign, atMs };
  }

  /** The first time by a campaign that is given, unless it has nothing to come to then. */
  originBy(campaign: Campaign, atMs: number): { channel: Channel; campaign: Campaign | null; atMs: number } {
    if (campaign.channel === 'Webinar' && this.nextWebinar(atMs) === null)
      return { channel: 'Organic Search', campaign: null, atMs };
    return { channel: campaign.channel, campaign, atMs };
  }

  /** Lists come in portions: whoever would have come stands in the next. */
  #nextDelivery(atMs: number): { campaign: Campaign; date: Date } | null {
    return this.#deliveries.find(({ date }) => date.getTime() >= atMs) ?? null;
  }

  #campaignFor(random: Random, channel: Channel, atMs: number): Campaign | null {
    const id = campaignId(random, channel);
    if (id === null) return null;
    const campaign = this.campaign(id);
    if (campaign.startAt.getTime() <= atMs && atMs < campaign.endAt.getTime()) return campaign;
    return channel === 'Paid Social' ? this.campaign('cmp-social-plants') : null;
  }
}

function campaignId(random: Random, channel: Channel): string | null {
  switch (channel) {
    case 'Webinar':
      return WEBINARS;
    case 'Paid Search':
      return 'cmp-search';
    case 'Paid Social':
      return random.chance(0.15) ? PRIZE_DRAW : 'cmp-social-plants';
    case 'Content Syndication':
      return SYNDICATION;
    case 'Referral':
      return random.chance(0.7) ? REFERRALS : null;
    case 'Sales Outreach':
      return OUTBOUND;
    case 'Email':
      return NEWSLETTER;
    case 'Display':
      return 'cmp-retargeting';
    case 'Organic Search':
      return random.chance(0.12) ? CASE_STUDIES : null;
    default:
      return null;
  }
}

function datesOf(
  campaigns: readonly Campaign[],
  channel: Channel,
  calendar: Calendar,
): (readonly [{ campaign: Campaign; date: Date }, weight: number])[] {
  return campaigns
    .filter((campaign) => campaign.channel === channel)
    .flatMap((campaign) =>
      campaign.dates.map((date) => [{ campaign, date }, campaign.type === 'field event' ? 1 : 4] as const),
    )
    .filter(([{ date }]) => date.getTime() < calendar.endMs);
}

/** Pages that everybody may open but few come for. */
const SELDOM: ReadonlyMap<string, number> = new Map([
  ['asset-page-careers', 0.08],
  ['asset-blog-culture', 0.15],
  ['asset-home', 0.7],
]);

/** Pages for this persona count threefold; a stage away a third, two stages away a ninth. */
function appeal(asset: Asset, persona: PersonaKey, stage: BuyingStage): number {
  if (NOT_FOUND_BY_BROWSING.has(asset.id)) return 0;
  const distance = Math.abs(STAGES.indexOf(asset.buyingStage) - STAGES.indexOf(stage));
  const fitsPersona = asset.personas.length === 0 || asset.personas.includes(persona) ? 3 : 1;
  return (TYPE_WEIGHT[asset.type] * fitsPersona * (SELDOM.get(asset.id) ?? 1)) / 3 ** distance;
}

function found<T>(thing: T | undefined, id: string): T {
  if (thing === undefined) throw new RangeError(`not in the cast: ${id}`);
  return thing;
}
