import { emptyPacket, type Packet, type PacketItem } from '../handoff/index.ts';
import type {
  SimulatedAccountStory,
  SimulatedContact,
  SimulatedHandoff,
  SimulatedInteraction,
  SimulationCast,
} from './simulator/types.ts';

type Options = {
  story: SimulatedAccountStory;
  contact: SimulatedContact;
  handoff: SimulatedHandoff;
  items: readonly PacketItem[];
  cast: SimulationCast;
  idOf: (simulatedId: string) => string | null;
};

const mostOfAKind = 8;

/** A packet as marketing sent it then: of each item that was in it, what the story knows up to the offer. */
export function packetOf({ story, contact, handoff, items, cast, idOf }: Options): Packet {
  const packet = emptyPacket(items);
  const has = (item: PacketItem) => items.includes(item);
  const before = story.interactions.filter(
    ({ contactId, at, verified }) => contactId === contact.id && at <= handoff.offeredAt && verified,
  );
  return {
    ...packet,
    who: {
      ...packet.who,
      name: `${contact.firstName} ${contact.lastName}`,
      title: contact.title,
      email: contact.email,
      phone: contact.phone,
      persona: cast.personas.find(({ key }) => key === contact.persona)?.name ?? null,
      buyingRole: contact.buyingRole,
      channel: contact.origin,
      account: accountOf(story, idOf),
    },
    read: has('read') ? readBy(before, idOf) : [],
    told: has('told') ? toldTo(before) : [],
    campaign: has('brief') ? campaignOf(contact, cast, idOf) : null,
    talkingPoints: has('talking_points') ? pointsFor(contact, cast, handoff) : [],
    nextAssets: has('next_asset') ? nextFor(contact, before, cast, idOf) : [],
  };
}

function accountOf(story: SimulatedAccountStory, idOf: Options['idOf']): Packet['who']['account'] {
  const id = story.account ? idOf(story.account.id) : null;
  if (!story.account || id === null) return null;
  const { name, domain, segment, employees, country, createdAt } = story.account;
  return {
    id,
    name,
    domain,
    industry: segment,
    employeeCount: employees,
    country,
    owner: null,
    knownSince: createdAt.toISOString(),
  };
}

function readBy(before: readonly SimulatedInteraction[], idOf: Options['idOf']): Packet['read'] {
  const content = before.filter(({ kind, title }) => kind === 'content' && title !== null);
  const byTitle = Map.groupBy(content, ({ title }) => title ?? '');
  return [...byTitle]
    .flatMap(([title, all]) => {
      const last = all.at(-1);
      if (!last) return [];
      const seconds = all.reduce((sum, { engagedSeconds }) => sum + engagedSeconds, 0);
      return [
        {
          interactionId: idOf(last.id),
          title,
          at: last.at.toISOString(),
          times: all.length,
          seconds: seconds > 0 ? seconds : null,
          completion: last.completion,
        },
      ];
    })
    .toSorted((left, right) => right.at.localeCompare(left.at))
    .slice(0, mostOfAKind);
}

function toldTo(before: readonly SimulatedInteraction[]): Packet['told'] {
  return before
    .flatMap(({ kind, topic, direction, at }) =>
      kind === 'person' && topic !== null
        ? [
            {
              conversationId: null,
              text: topic,
              at: at.toISOString(),
              from: direction === 'inbound' ? ('them' as const) : ('us' as const),
            },
          ]
        : [],
    )
    .slice(-mostOfAKind)
    .toReversed();
}

function campaignOf(
  contact: SimulatedContact,
  cast: SimulationCast,
  idOf: Options['idOf'],
): Packet['campaign'] {
  const campaign = cast.campaigns.find(({ id }) => id === contact.originCampaignId);
  const id = campaign ? idOf(campaign.id) : null;
  if (!campaign || id === null) return null;
  const { audience, message, offer, followUp, goal } = campaign.brief;
  return {
    id,
    name: campaign.name,
    owner: null,
    startsOn: campaign.startAt.toISOString().slice(0, 10),
    brief: { audience, message, offer, followUp, goal },
  };
}

function pointsFor(
  contact: SimulatedContact,
  cast: SimulationCast,
  handoff: SimulatedHandoff,
): Packet['talkingPoints'] {
  const persona = cast.personas.find(({ key }) => key === contact.persona);
  const by = cast.teammates.find(({ id }) => id === handoff.offeredById)?.name ?? 'marketing';
  if (!persona) return [];
  return [
    { text: `They want: ${persona.goals}`, by, written: true },
    { text: `They worry about: ${persona.worries}`, by, written: true },
  ];
}

/** The first piece made for their kind that they have not opened. */
function nextFor(
  contact: SimulatedContact,
  before: readonly SimulatedInteraction[],
  cast: SimulationCast,
  idOf: Options['idOf'],
): Packet['nextAssets'] {
  const seen = new Set(before.map(({ assetId }) => assetId));
  const next = cast.assets.find(
    ({ id, audience, personas }) =>
      audience === 'buyers' && personas.includes(contact.persona) && !seen.has(id),
  );
  const assetId = next ? idOf(next.id) : null;
  if (!next || assetId === null) return [];
  return [{ assetId, title: next.title, url: next.url, reason: 'made for people like them, not opened yet' }];
}
