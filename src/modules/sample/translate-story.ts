import type { IngestBatch, OpportunityInput, RecordRef, StageChangeInput } from '../people/index.ts';
import type { FlagReason } from '../tracking/contract.ts';
import type {
  SimulatedAccountStory,
  SimulatedContact,
  SimulatedInteraction,
  SimulatedOpportunity,
  SimulatedReading,
  SimulatedStageMove,
  SimulationCast,
  UnverifiedReason,
} from './simulator/types.ts';
import { dealAt, type StoryWords } from './what-was-said.ts';

/** What the simulator's ids are called in `external_id.system`. */
export const sampleSystem = 'sample';

type Batch = { [Kind in keyof Required<IngestBatch>]: NonNullable<IngestBatch[Kind]>[number][] };

export function emptyBatch(): Batch {
  return {
    teammates: [],
    campaigns: [],
    products: [],
    assets: [],
    accounts: [],
    contacts: [],
    profiles: [],
    opportunities: [],
    stageChanges: [],
    interactions: [],
  };
}

function own(id: string): RecordRef {
  return { externalIds: [{ system: sampleSystem, id }] };
}

function ownIf<Name extends string>(name: Name, id: string | null): { [Key in Name]?: RecordRef } {
  const ref: { [Key in Name]?: RecordRef } = {};
  if (id !== null) ref[name] = own(id);
  return ref;
}

function presentIf<Name extends string, Value>(name: Name, value: Value | null): { [Key in Name]?: Value } {
  const field: { [Key in Name]?: Value } = {};
  if (value !== null) field[name] = value;
  return field;
}

const ids = (id: string) => ({ key: id, externalIds: [{ system: sampleSystem, id }] });
const day = (at: Date) => at.toISOString().slice(0, 10);

/** Our own side: people, campaigns, assets, price list. */
export function translateCast(cast: SimulationCast): Batch {
  const batch = emptyBatch();
  for (const { id, name, email, team } of cast.teammates) {
    batch.teammates.push({ ...ids(id), name, email, side: team === 'both' ? 'liaison' : team });
  }
  for (const { id, name, family, listPriceMinor, currency } of cast.products) {
    batch.products.push({ ...ids(id), name, family, listPriceMinor, currency });
  }
  for (const campaign of cast.campaigns) {
    batch.campaigns.push({
      ...ids(campaign.id),
      name: campaign.name,
      type: campaign.type,
      channel: campaign.channel,
      objective: campaign.objective,
      startsOn: day(campaign.startAt),
      endsOn: day(campaign.endAt),
      budgetMinor: campaign.budgetMinor,
      currency: campaign.currency,
      owner: own(campaign.ownerId),
      ...presentIf('costMinor', campaign.costMinor),
    });
  }
  for (const asset of cast.assets) {
    batch.assets.push({
      ...ids(asset.id),
      title: asset.title,
      type: asset.type,
      url: asset.url,
      audience: asset.audience === 'buyers' ? 'buyer' : 'seller',
      // As contacts carry them: a piece is found by the words of the people it is for.
      personas: asset.personas.map((key) => cast.personas.find((each) => each.key === key)?.name ?? key),
      buyingStages: [asset.buyingStage],
      ...ownIf('campaign', asset.campaignId),
    });
  }
  return batch;
}

/** One account's story, added to a batch with what was said. Nothing of the generator's hidden truth goes along. */
export function translateStory(
  story: SimulatedAccountStory,
  cast: SimulationCast,
  batch: Batch,
  said: ReadonlyMap<string, StoryWords>,
): void {
  if (story.account) {
    const { id, name, domain, segment, country, region, city, employees, ownerId, createdAt, fit } =
      story.account;
    batch.accounts.push({
      ...ids(id),
      name,
      domain,
      segment,
      industry: segment,
      country,
      city,
      employeeCount: employees,
      owner: own(ownerId),
      createdAt,
      custom: { fit, region },
    });
  }
  for (const contact of story.contacts) batch.contacts.push(translateContact(contact, cast));
  batch.profiles.push(...profilesOf(story));
  for (const opportunity of story.opportunities) batch.opportunities.push(translateOpportunity(opportunity));
  for (const move of story.stageMoves) {
    // Deals tell these stages themselves.
    if (move.opportunityId === null) batch.stageChanges.push(translateMove(move, cast));
  }
  for (const interaction of story.interactions) {
    const isPrivate = said.get(interaction.id)?.private ?? false;
    const dealId = interaction.kind === 'person' ? dealAt(story, interaction) : null;
    batch.interactions.push({
      ...translateInteraction(isPrivate ? withoutWords(interaction) : interaction),
      ...(isPrivate ? { properties: { private: true } } : {}),
      ...ownIf('opportunity', dealId),
    });
  }
}

/** What machines and others did with links beside the story. */
export function translateReading({ interactions, profiles }: SimulatedReading, batch: Batch): void {
  const seenAt = new Map(interactions.map(({ profileId, at }) => [profileId, at]));
  for (const { id } of profiles) {
    const at = seenAt.get(id);
    if (at) batch.profiles.push({ key: `profile:${id}`, anonymousId: id, firstSeenAt: at, lastSeenAt: at });
  }
  batch.interactions.push(...interactions.map(translateInteraction));
}

function translateContact(contact: SimulatedContact, cast: SimulationCast): Batch['contacts'][number] {
  return {
    ...ids(contact.id),
    email: contact.email,
    firstName: contact.firstName,
    lastName: contact.lastName,
    title: contact.title,
    persona: cast.personas.find((persona) => persona.key === contact.persona)?.name ?? contact.persona,
    country: contact.country,
    channel: contact.origin,
    createdAt: contact.createdAt,
    ...presentIf('phone', contact.phone),
    ...presentIf('buyingRole', contact.buyingRole),
    ...ownIf('account', contact.accountId),
    ...ownIf('owner', contact.ownerId),
    ...ownIf('campaign', contact.originCampaignId),
    custom: { seniority: contact.seniority, landing_page: contact.landingPage },
  };
}

function profilesOf(story: SimulatedAccountStory): Batch['profiles'] {
  const seen = new Map<string, { first: Date; last: Date }>();
  for (const { profileId, at } of story.interactions) {
    if (profileId === null) continue;
    const known = seen.get(profileId);
    if (known) known.last = at;
    else seen.set(profileId, { first: at, last: at });
  }
  return story.profiles.flatMap((profile) => {
    const span = seen.get(profile.id);
    if (!span) return [];
    return [
      {
        key: `profile:${profile.id}`,
        anonymousId: profile.id,
        firstSeenAt: span.first,
        lastSeenAt: span.last,
        ...ownIf('contact', profile.contactId),
      },
    ];
  });
}

function translateOpportunity(opportunity: SimulatedOpportunity): OpportunityInput {
  const status = (stage: string): 'open' | 'won' | 'lost' =>
    stage === 'Closed won' ? 'won' : stage === 'Closed lost' ? 'lost' : 'open';
  return {
    ...ids(opportunity.id),
    name: opportunity.name,
    owner: own(opportunity.ownerId),
    product: opportunity.productName,
    currency: opportunity.currency,
    amountMinor: opportunity.amountMinor,
    openedAt: opportunity.createdAt,
    createdAt: opportunity.createdAt,
    expectedCloseOn: day(opportunity.expectedCloseAt),
    status: opportunity.outcome,
    ...ownIf('account', opportunity.accountId),
    ...presentIf('closedAt', opportunity.closedAt),
    ...presentIf('stage', opportunity.stages.at(-1)?.stage ?? null),
    buyingGroup: opportunity.group.map(({ contactId, role }) => ({
      contact: own(contactId),
      role,
      isPrimary: contactId === opportunity.primaryContactId,
    })),
    stageHistory: opportunity.stages.map(({ stage, at }) => ({
      stage,
      status: status(stage),
      at,
      ...(status(stage) === 'open' ? {} : presentIf('reason', opportunity.reason)),
    })),
  };
}

function translateMove(move: SimulatedStageMove, cast: SimulationCast): StageChangeInput {
  const by = cast.teammates.find((teammate) => teammate.id === move.byId)?.name ?? null;
  const common = {
    key: move.id,
    contact: own(move.contactId),
    at: move.at,
    source: 'sample' as const,
    sourceKey: `${sampleSystem}:${move.id}`,
    evidence: move.handoffId === null ? {} : { handoff: move.handoffId },
    ...presentIf('reason', move.reason),
    ...presentIf('actorName', by),
  };
  if (move.to === 'left') return { ...common, outcome: 'left', stage: move.from ?? 'inquiry' };
  return { ...common, outcome: move.kind === 'return' ? 'returned' : 'reached', stage: move.to };
}

/** Everybody reads the log: of a private conversation it holds no word. */
function withoutWords(interaction: SimulatedInteraction): SimulatedInteraction {
  return { ...interaction, topic: null, question: null, outcome: null, title: null, assetId: null };
}

/** The story's own words, as the door would have said it. */
export const reasonCodes: Record<UnverifiedReason, FlagReason> = {
  'mail scanner': 'link_scanner',
  bot: 'bot',
  prefetch: 'prefetch',
  colleague: 'staff_domain',
};

function translateInteraction(interaction: SimulatedInteraction): Batch['interactions'][number] {
  const { topic, question, outcome, alsoPresentIds } = interaction;
  const told = { topic, question, outcome };
  return {
    key: interaction.id,
    externalId: interaction.id,
    kind: interaction.kind,
    type: interaction.type,
    occurredAt: interaction.at,
    channel: interaction.channel,
    engagedSeconds: interaction.engagedSeconds,
    verified: interaction.verified,
    properties: Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)),
    ...presentIf('direction', interaction.direction),
    ...presentIf('subject', interaction.title ?? topic),
    ...presentIf('url', interaction.url),
    ...presentIf('completion', interaction.completion),
    ...presentIf('flagReason', interaction.unverifiedReason && reasonCodes[interaction.unverifiedReason]),
    ...presentIf('profile', interaction.profileId),
    ...(alsoPresentIds.length > 0 ? { otherContacts: alsoPresentIds.map(own) } : {}),
    ...ownIf('contact', interaction.contactId),
    ...ownIf('account', interaction.accountId),
    ...ownIf('campaign', interaction.campaignId),
    ...ownIf('asset', interaction.assetId),
    ...ownIf('teammate', interaction.teammateId),
  };
}
