/**
 * What the simulator tells, as plain data: strings, numbers, Date, null.
 *
 * It shares no type with the rest of Liaison on purpose. A loader translates; were the generator to
 * speak the analysis' own language, a mistake in that language would go unseen.
 *
 * Every `id` is the simulator's own and stable: the same (seed, endAt) gives the same ids at any scale.
 * Money is in integer minor units (cents) of `currency`. All times are instants (UTC).
 */
import type { BuyingRole, Channel, FitClass, PersonaKey, Region, Segment } from './cast-types.ts';

export type * from './cast-types.ts';

/** A way in which pieces are read: a seller's link to one person, or the one on our site that everybody takes. */
export type SimulatedLink = {
  id: string;
  assetId: string;
  title: string;
  /** null: open to whoever has it. */
  contactId: string | null;
  teammateId: string;
  at: Date;
  way: 'mail' | 'copied' | 'mail program' | 'social network';
  mayDownload: boolean;
  /** The share in the story that it stands for; null: none, it was there for all. */
  interactionId: string | null;
};

/** One opening of a document through a link, page by page. */
export type SimulatedVisit = {
  id: string;
  linkId: string;
  assetId: string;
  version: number;
  /** Of the opening in the story. */
  interactionId: string;
  at: Date;
  contactId: string | null;
  /** Of the machine, so that two openings can be told apart. */
  device: string;
  network: string;
  /** How long each page held, from the first on. */
  pageMs: readonly number[];
  downloadedAt: Date | null;
  /** Somebody else than the link was for. */
  isForward: boolean;
  unverifiedReason: UnverifiedReason | null;
};

/** What the story's reading looked like through links; `interactions` and `profiles` are those of machines and others. */
export type SimulatedReading = {
  links: readonly SimulatedLink[];
  visits: readonly SimulatedVisit[];
  interactions: readonly SimulatedInteraction[];
  profiles: readonly SimulatedProfile[];
};

export type SimulatedAccount = {
  id: string;
  name: string;
  domain: string;
  segment: Segment;
  country: string;
  region: Region;
  city: string;
  employees: number;
  fit: FitClass;
  /** The account executive who owns it. */
  ownerId: string;
  createdAt: Date;
};

export type ContactDirt = 'duplicate' | 'missing account';

export type SimulatedContact = {
  id: string;
  /** null for people with a free-mail address, and for a few whose account nobody entered (`dirt`). */
  accountId: string | null;
  firstName: string;
  lastName: string;
  title: string;
  persona: PersonaKey;
  seniority: 'executive' | 'head' | 'manager' | 'specialist' | 'student';
  email: string;
  phone: string | null;
  country: string;
  buyingRole: BuyingRole | null;
  /** Where the person came from: channel of the very first touch, and its campaign if it had one. */
  origin: Channel;
  originCampaignId: string | null;
  landingPage: string | null;
  /** When we first knew the person by name. Equal to or later than the first touch. */
  createdAt: Date;
  ownerId: string | null;
  /** Deliberate dirt, so that data-quality findings have something to find; null = clean. */
  dirt: ContactDirt | null;
  duplicateOfId: string | null;
};

/** A browser. Its interactions before `boundAt` carry no contact: telling whose they were is identity's work. */
export type SimulatedProfile = {
  /** Meant as the tracker's anonymousId. */
  id: string;
  contactId: string | null;
  boundAt: Date | null;
};

export type InteractionType =
  | 'page_view'
  | 'form_submitted'
  | 'email_sent'
  | 'email_clicked'
  | 'email_unsubscribed'
  | 'asset_viewed'
  | 'webinar_registered'
  | 'webinar_attended'
  | 'event_attended'
  | 'ad_clicked'
  | 'call'
  | 'meeting'
  | 'email_exchange'
  | 'demo'
  | 'event_talk'
  | 'message'
  | 'asset_shared';

export type UnverifiedReason = 'mail scanner' | 'bot' | 'prefetch' | 'colleague';

export type SimulatedInteraction = {
  id: string;
  kind: 'content' | 'person';
  type: InteractionType;
  at: Date;
  /** null while anonymous, and for free-mail people. */
  accountId: string | null;
  /** null while anonymous. */
  contactId: string | null;
  /** The browser, for what happened on the web; null for mails sent, calls, meetings. */
  profileId: string | null;
  /** Others of the account who took part (meetings, demos). */
  alsoPresentIds: readonly string[];
  channel: Channel;
  campaignId: string | null;
  assetId: string | null;
  url: string | null;
  title: string | null;
  /** Who on our side; null for content. */
  teammateId: string | null;
  direction: 'inbound' | 'outbound' | null;
  topic: string | null;
  question: string | null;
  outcome: string | null;
  engagedSeconds: number;
  /** Share of the asset seen, 0 to 1; null where there is nothing to complete. */
  completion: number | null;
  verified: boolean;
  unverifiedReason: UnverifiedReason | null;
};

export type LifecycleStage = 'inquiry' | 'mql' | 'sal' | 'sql' | 'opportunity' | 'customer';

export type SimulatedStageMove = {
  id: string;
  contactId: string;
  at: Date;
  from: LifecycleStage | null;
  /** `left` = out of the lifecycle (disqualified, lost, unsubscribed). */
  to: LifecycleStage | 'left';
  /** `return` = back to an earlier stage, usually inquiry, to be nurtured. */
  kind: 'advance' | 'return' | 'leave';
  reason: string | null;
  byId: string | null;
  handoffId: string | null;
  opportunityId: string | null;
};

export const PACKET_ITEMS = [
  'who and account',
  'three tests',
  'score ledger',
  'what they read',
  'what they were told',
  'campaign brief',
  'open questions',
  'next asset',
  'talking points',
] as const;
export type PacketItem = (typeof PACKET_ITEMS)[number];

export type SimulatedHandoff = {
  id: string;
  contactId: string;
  /** 1 for the first offer of this person, 2 after a recycle. */
  round: number;
  offeredById: string;
  offeredToId: string;
  offeredAt: Date;
  /** First human response is due: eight business hours after the offer. */
  dueAt: Date;
  packet: readonly PacketItem[];
  /** First call, mail or message by a human in answer to the offer; null = none (yet). */
  firstResponseAt: Date | null;
  attempts: number;
  status: 'waiting' | 'accepted' | 'rejected' | 'recycled' | 'expired';
  decidedAt: Date | null;
  reason: string | null;
  /** Rejections: what would have made the lead acceptable. */
  wouldAcceptIf: string | null;
  /** Recycled: offer again from this day. */
  recycleUntil: Date | null;
  /** Accepted first, given back later. */
  returnedAt: Date | null;
  returnReason: string | null;
};

export type OpportunityStage =
  | 'Discovery'
  | 'Solution fit'
  | 'Proposal'
  | 'Negotiation'
  | 'Closed won'
  | 'Closed lost';
export type OpportunityDirt = 'closed before first contact' | 'missing account' | 'unknown product';

export type SimulatedOpportunity = {
  id: string;
  accountId: string | null;
  name: string;
  ownerId: string;
  primaryContactId: string;
  /** null when `productName` is not in the price list (`unknown product`). */
  productId: string | null;
  productName: string;
  currency: 'EUR';
  amountMinor: number;
  createdAt: Date;
  expectedCloseAt: Date;
  closedAt: Date | null;
  outcome: 'open' | 'won' | 'lost';
  /** Why, in the seller's words, once closed. */
  reason: string | null;
  /** What the seller says mattered most (an asset id, or words); null for most. */
  sellerCredits: string | null;
  /** In time order, the first at `createdAt`. */
  stages: readonly { stage: OpportunityStage; at: Date; amountMinor: number }[];
  group: readonly { contactId: string; role: BuyingRole; addedAt: Date }[];
  dirt: OpportunityDirt | null;
};

export type Gate = 'mql' | 'sal' | 'sql' | 'opportunity' | 'customer';

/**
 * One throw of the dice, with its hidden truth: never load these, they are for judging analyses.
 * `passed` was drawn with exactly `probability`, which is the base odds times the odds ratios of `effectIds`
 * (and of intent), so that "what if" can be computed: see `probabilityWithout` in truth.ts.
 */
export type GateTrial = {
  contactId: string;
  gate: Gate;
  round: number;
  /** The moment of decision; may be later than the end of the window, then it has not been seen yet. */
  at: Date;
  decided: boolean;
  opportunityId: string | null;
  effectIds: readonly string[];
  /** The person's hidden interest, standard normal. */
  intent: number;
  probability: number;
  passed: boolean;
};

/** One account's whole story (or one free-mail person's: then `account` is null). Lists in time order. */
export type SimulatedAccountStory = {
  index: number;
  account: SimulatedAccount | null;
  contacts: SimulatedContact[];
  profiles: SimulatedProfile[];
  interactions: SimulatedInteraction[];
  stageMoves: SimulatedStageMove[];
  handoffs: SimulatedHandoff[];
  opportunities: SimulatedOpportunity[];
  /** Hidden truth, not to be loaded. */
  trials: GateTrial[];
  /** Hidden truth: by what people come of themselves, whatever the simulation made of it. */
  ownOrigins: readonly { contactId: string; channel: Channel }[];
};
