/** Who and what the simulated company has at hand: its people, campaigns, pieces and prices. See types.ts. */

/** The first eight are GA4's default channel groups; the rest are what GA4 has no word for. */
const CHANNELS = [
  'Organic Search',
  'Paid Search',
  'Organic Social',
  'Paid Social',
  'Email',
  'Referral',
  'Direct',
  'Display',
  'Content Syndication',
  'Webinar',
  'Event',
  'Sales Outreach',
  'Bought List',
] as const;
export type Channel = (typeof CHANNELS)[number];

export type Region = 'DACH' | 'West' | 'South' | 'North' | 'East';
export type Segment = 'Manufacturing' | 'Food' | 'Chemicals' | 'Logistics' | 'Public' | 'Utilities';
export type FitClass = 'A' | 'B' | 'C' | 'D';
export type BuyingStage = 'Education' | 'Solution' | 'Selection';
export type BuyingRole = 'decision maker' | 'influencer' | 'user' | 'champion' | 'blocker';
export type PersonaKey =
  | 'cfo'
  | 'plant-manager'
  | 'energy-manager'
  | 'head-of-it'
  | 'buyer'
  | 'maintenance'
  | 'sustainability'
  | 'student';

export type Teammate = {
  id: string;
  name: string;
  email: string;
  job: 'marketer' | 'sdr' | 'account executive' | 'liaison' | 'head of marketing' | 'head of sales';
  team: 'marketing' | 'sales' | 'both';
  /** Regions a seller covers; empty for marketing. */
  regions: readonly Region[];
  timeZone: string;
  /** Open hand-offs this person can hold; null for those who take none. */
  capacity: number | null;
};

export type Persona = {
  id: string;
  key: PersonaKey;
  name: string;
  goals: string;
  worries: string;
  titles: readonly string[];
};

export type Product = { id: string; name: string; family: string; listPriceMinor: number; currency: 'EUR' };

/** A null field is one that nobody filled in; the brief is complete when none is null. */
export type CampaignBrief = {
  audience: string | null;
  message: string | null;
  offer: string | null;
  followUp: string | null;
  goal: string | null;
  personaIds: readonly string[];
  buyingStage: BuyingStage | null;
  /** When sales could first see the brief; null = never. Good practice is before `startAt`. */
  sharedWithSalesAt: Date | null;
};

export type Campaign = {
  id: string;
  name: string;
  type:
    | 'webinar series'
    | 'trade fair'
    | 'field event'
    | 'paid search'
    | 'social ads'
    | 'display'
    | 'content syndication'
    | 'newsletter'
    | 'bought list'
    | 'content programme'
    | 'referral programme'
    | 'outbound sequence'
    | 'sponsorship';
  objective: 'brand' | 'lead generation' | 'field' | 'product';
  channel: Channel;
  ownerId: string;
  startAt: Date;
  endAt: Date;
  /** Days on which it takes place (webinars, fairs, deliveries of a list); empty when it runs all the time. */
  dates: readonly Date[];
  currency: 'EUR';
  budgetMinor: number;
  /** null = nobody recorded the cost. Grows with the scale, as the number of leads does. */
  costMinor: number | null;
  /** Opportunities its owner claims for it in the yearly review; null = no claim made. */
  claimedOpportunities: number | null;
  resultsReportedAt: Date | null;
  brief: CampaignBrief;
};

export type AssetType =
  | 'case study'
  | 'white paper'
  | 'product sheet'
  | 'pricing page'
  | 'calculator'
  | 'blog post'
  | 'video'
  | 'web page'
  | 'webinar recording'
  | 'battle card'
  | 'talk track';

export type Asset = {
  id: string;
  title: string;
  type: AssetType;
  audience: 'buyers' | 'sellers';
  personas: readonly PersonaKey[];
  buyingStage: BuyingStage;
  url: string;
  pages: number;
  campaignId: string | null;
  ownerId: string;
  publishedAt: Date;
  /** Due for review on this day; a past one means stale. */
  reviewAt: Date;
  gated: boolean;
  /** In order; the first came out with the asset. */
  versions: readonly AssetVersion[];
};

export type AssetVersion = { number: number; publishedAt: Date; note: string | null };

export type SimulationCast = {
  company: { name: string; domain: string; timeZone: string; currency: 'EUR' };
  teammates: readonly Teammate[];
  personas: readonly Persona[];
  campaigns: readonly Campaign[];
  assets: readonly Asset[];
  products: readonly Product[];
};
