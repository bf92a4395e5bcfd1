import type { Calendar } from './calendar.ts';
import type { Market } from './marketing.ts';
import type { Random } from './random.ts';
import { isEffect, passProbability } from './truth.ts';
import type {
  BuyingRole,
  Channel,
  Gate,
  GateTrial,
  InteractionType,
  LifecycleStage,
  SimulatedAccount,
  SimulatedAccountStory,
  SimulatedContact,
  SimulatedHandoff,
  SimulatedInteraction,
  SimulatedOpportunity,
  SimulatedProfile,
  SimulatedStageMove,
  UnverifiedReason,
} from './types.ts';

/** Never: the moment of a thing that did not happen, so that `moment < decision` needs no null check. */
export const NEVER = Number.POSITIVE_INFINITY;

const NOBODY: readonly string[] = [];

/** A buyer while the story is told: the contact as others see it, and what only the generator knows. */
export type Person = {
  contact: SimulatedContact;
  profile: SimulatedProfile;
  /** Hidden interest, standard normal. */
  intent: number;
  firstTouchMs: number;
  /** When we first know the person by name. */
  knownMs: number;
  /** When the browser is tied to the name; before, its visits are anonymous. */
  boundMs: number;
  hasBrowsed: boolean;
  unsubscribedMs: number;
  /** Reading that the gates look at, each at its moment. */
  pricingMs: number[];
  webinarMs: number;
  calculatorMs: number;
  demoMs: number;
  caseStudyFinishedMs: number;
  sheetOpenedMs: number;
  stage: LifecycleStage | 'left' | null;
  sellerId: string;
};

/** One thing that happens; what is left out is null, or the usual. */
export type Happening = {
  type: InteractionType;
  atMs: number;
  channel: Channel;
  campaignId?: string | null | undefined;
  assetId?: string | null | undefined;
  url?: string | null | undefined;
  title?: string | null | undefined;
  teammateId?: string | undefined;
  direction?: 'inbound' | 'outbound' | undefined;
  topic?: string | null | undefined;
  question?: string | null | undefined;
  outcome?: string | null | undefined;
  engagedSeconds?: number | undefined;
  completion?: number | undefined;
  alsoPresentIds?: readonly string[] | undefined;
  unverifiedReason?: UnverifiedReason | undefined;
};

const ON_THE_WEB: ReadonlySet<InteractionType> = new Set([
  'page_view',
  'form_submitted',
  'email_clicked',
  'asset_viewed',
  'webinar_registered',
  'webinar_attended',
  'ad_clicked',
  'email_unsubscribed',
]);
const PERSON_TO_PERSON: ReadonlySet<InteractionType> = new Set([
  'call',
  'meeting',
  'email_exchange',
  'demo',
  'event_talk',
  'message',
  'asset_shared',
]);

/** Collects one story. Whatever happens outside the window was not seen, and is not written down. */
export class StoryBook {
  readonly index: number;
  readonly key: string;
  readonly random: Random;
  readonly calendar: Calendar;
  readonly market: Market;
  readonly account: SimulatedAccount | null;
  readonly people: Person[] = [];
  readonly interactions: SimulatedInteraction[] = [];
  readonly stageMoves: SimulatedStageMove[] = [];
  readonly handoffs: SimulatedHandoff[] = [];
  readonly opportunities: SimulatedOpportunity[] = [];
  readonly trials: GateTrial[] = [];
  readonly ownOrigins: { contactId: string; channel: Channel }[] = [];
  /** Browsers that never gave a name. */
  readonly strangers: SimulatedProfile[] = [];
  /** Second entries for people already known. */
  readonly twins: SimulatedContact[] = [];

  constructor(
    index: number,
    random: Random,
    calendar: Calendar,
    market: Market,
    account: SimulatedAccount | null,
  ) {
    this.index = index;
    this.key = String(index).padStart(6, '0');
    this.random = random;
    this.calendar = calendar;
    this.market = market;
    this.account = account;
  }

  get endMs(): number {
    return this.calendar.endMs;
  }

  sees(atMs: number): boolean {
    return atMs >= this.calendar.startMs && atMs < this.calendar.endMs;
  }

  record(person: Person, what: Happening): void {
    if (!this.sees(what.atMs)) return;
    const onTheWeb = ON_THE_WEB.has(what.type);
    if (onTheWeb) {
      person.hasBrowsed = true;
      // Whoever came by hand (fair, list, call) is tied to a browser on the first visit, which a mailed link opens.
      if (person.boundMs === NEVER) person.boundMs = Math.max(what.atMs, person.knownMs);
    }
    const isKnown = !onTheWeb || what.atMs >= person.boundMs;
    this.write(
      what,
      isKnown ? person.contact.accountId : null,
      isKnown ? person.contact.id : null,
      onTheWeb ? person.profile.id : null,
    );
  }

  write(what: Happening, accountId: string | null, contactId: string | null, profileId: string | null): void {
    if (!this.sees(what.atMs)) return;
    this.interactions.push({
      id: '',
      kind: PERSON_TO_PERSON.has(what.type) ? 'person' : 'content',
      type: what.type,
      at: new Date(what.atMs),
      accountId,
      contactId,
      profileId,
      alsoPresentIds: what.alsoPresentIds ?? NOBODY,
      channel: what.channel,
      campaignId: what.campaignId ?? null,
      assetId: what.assetId ?? null,
      url: what.url ?? null,
      title: what.title ?? null,
      teammateId: what.teammateId ?? null,
      direction: what.direction ?? null,
      topic: what.topic ?? null,
      question: what.question ?? null,
      outcome: what.outcome ?? null,
      engagedSeconds: what.engagedSeconds ?? 0,
      completion: what.completion ?? null,
      verified: what.unverifiedReason === undefined,
      unverifiedReason: what.unverifiedReason ?? null,
    });
  }

  /** Moves a person to a stage; keeps `person.stage` even past the end, where nothing is written. */
  move(person: Person, to: LifecycleStage | 'left', atMs: number, how: MoveDetails = {}): void {
    const from = person.stage;
    person.stage = to;
    if (!this.sees(atMs)) return;
    const isBack = from !== null && from !== 'left' && to === 'inquiry';
    this.stageMoves.push({
      id: `move-${this.key}-${String(this.stageMoves.length + 1).padStart(3, '0')}`,
      contactId: person.contact.id,
      at: new Date(atMs),
      from: from === 'left' ? null : from,
      to,
      kind: to === 'left' ? 'leave' : isBack ? 'return' : 'advance',
      reason: how.reason ?? null,
      byId: how.byId ?? null,
      handoffId: how.handoffId ?? null,
      opportunityId: how.opportunityId ?? null,
    });
  }

  /** Throws the dice at a gate: see truth.ts. `candidates` that name no effect are dropped here. */
  decide(
    person: Person,
    gate: Gate,
    atMs: number,
    candidates: readonly string[],
    how: TrialDetails = {},
  ): boolean {
    const { contact } = person;
    const common = [
      `origin:${contact.origin}:${gate}`,
      `persona:${contact.persona}:${gate}`,
      `fit:${this.account?.fit ?? 'D'}:${gate}`,
      `campaign:${contact.originCampaignId}:${gate}`,
    ];
    const effectIds = [...common.filter(isEffect), ...candidates];
    const probability = passProbability(gate, person.intent, effectIds);
    const passed = this.random.chance(probability);
    this.trials.push({
      contactId: contact.id,
      gate,
      round: how.round ?? 1,
      at: new Date(atMs),
      decided: this.sees(atMs),
      opportunityId: how.opportunityId ?? null,
      effectIds,
      intent: person.intent,
      probability,
      passed,
    });
    return passed;
  }

  /** Sorts, numbers and hands over the story. */
  close(): SimulatedAccountStory {
    const seen = this.people.filter((person) => person.knownMs < this.endMs);
    for (const person of this.people) {
      const isBound = person.boundMs < this.endMs && person.knownMs < this.endMs;
      person.profile.contactId = isBound ? person.contact.id : null;
      person.profile.boundAt = isBound ? new Date(person.boundMs) : null;
    }
    const contacts = [...seen.map((person) => person.contact), ...this.twins].sort(byCreation);
    const firstKnown = contacts[0];
    const account =
      this.account !== null && firstKnown !== undefined
        ? { ...this.account, createdAt: firstKnown.createdAt }
        : null;
    this.interactions.sort(byTime);
    this.interactions.forEach((interaction, position) => {
      interaction.id = `int-${this.key}-${String(position + 1).padStart(5, '0')}`;
    });
    return {
      index: this.index,
      account,
      contacts,
      profiles: [
        ...this.people.filter((person) => person.hasBrowsed).map((person) => person.profile),
        ...this.strangers,
      ],
      interactions: this.interactions,
      stageMoves: this.stageMoves.sort(byTime),
      handoffs: this.handoffs.sort((left, right) => left.offeredAt.getTime() - right.offeredAt.getTime()),
      opportunities: this.opportunities.sort(byCreation),
      trials: this.trials,
      ownOrigins: this.ownOrigins,
    };
  }
}

export type MoveDetails = {
  reason?: string | undefined;
  byId?: string | undefined;
  handoffId?: string | undefined;
  opportunityId?: string | undefined;
};
export type TrialDetails = { round?: number; opportunityId?: string };
export type GroupMember = { person: Person; role: BuyingRole; addedMs: number };

function byTime(left: { at: Date }, right: { at: Date }): number {
  return left.at.getTime() - right.at.getTime();
}

function byCreation(left: { createdAt: Date }, right: { createdAt: Date }): number {
  return left.createdAt.getTime() - right.createdAt.getTime();
}
