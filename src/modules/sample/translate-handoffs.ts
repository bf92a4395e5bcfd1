import type { ImportedHandoff } from '../handoff/index.ts';
import { emptyPacket, type PacketItem } from '../handoff/index.ts';
import { packetOf } from './packet-of.ts';
import type {
  SimulatedAccountStory,
  SimulatedHandoff,
  PacketItem as SimulatedItem,
  SimulatedStageMove,
  SimulationCast,
} from './simulator/types.ts';

export type IdOf = (simulatedId: string) => string | null;

/** The story's nine items are ours, one to one. */
const itemKeys: Readonly<Record<SimulatedItem, PacketItem>> = {
  'who and account': 'who',
  'three tests': 'tests',
  'score ledger': 'ledger',
  'what they read': 'read',
  'what they were told': 'told',
  'campaign brief': 'brief',
  'open questions': 'questions',
  'next asset': 'next_asset',
  'talking points': 'talking_points',
};

/** What the story's reasons are called among the reject reasons that come with a workspace. All others stay words. */
const reasonKeys: Readonly<Record<string, string>> = {
  'no budget this year': 'no_budget',
  'no need now': 'no_need',
  'not the right person': 'person',
  'could not be reached': 'unreachable',
  'has a supplier': 'competitor',
  'company too small': 'company',
  'only wanted the prize': 'not_a_buyer',
  'student or private person': 'not_a_buyer',
  'timing: next financial year': 'timing',
  'project postponed': 'timing',
  'lost contact after two talks': 'unreachable',
  'no need found in discovery': 'no_need',
  'uses a competitor until contract end': 'competitor',
};

/**
 * What marketing did with those that came back is not part of the story, unless they were offered again: the latest
 * still wait in its tray, what is older was let rest.
 */
const waitsForDays = 45;
const dayMs = 86_400_000;
const talks: ReadonlySet<string> = new Set(['call', 'email_exchange']);

/** The hand-offs of a story as the product keeps them: with the tries behind them, and what became of the accepted ones. */
export function translateHandoffs(
  story: SimulatedAccountStory,
  context: { cast: SimulationCast; endAt: Date; idOf: IdOf },
): ImportedHandoff[] {
  return story.handoffs.flatMap((handoff) => {
    const contactId = context.idOf(handoff.contactId);
    return contactId === null ? [] : [translate(story, handoff, contactId, context)];
  });
}

type Context = Parameters<typeof translateHandoffs>[1];

function translate(
  story: SimulatedAccountStory,
  handoff: SimulatedHandoff,
  contactId: string,
  { cast, endAt, idOf }: Context,
): ImportedHandoff {
  const nameOf = (id: string) => cast.teammates.find((teammate) => teammate.id === id)?.name ?? id;
  const contact = story.contacts.find(({ id }) => id === handoff.contactId);
  const end = endOf(story, handoff);
  const outcome = end ? end.state : handoff.status === 'waiting' ? 'offered' : handoff.status;
  const reason = (end?.state === 'returned' ? end.reason : null) ?? handoff.reason;
  const packetItems = handoff.packet.map((item) => itemKeys[item]);
  const qualified = story.stageMoves.findLast(
    ({ contactId: id, to, at }) => id === handoff.contactId && to === 'mql' && at <= handoff.offeredAt,
  );
  const idIf = (id: string | null | undefined) => (id ? idOf(id) : null);
  return {
    key: handoff.id,
    previousKey: story.handoffs.find((one) => isBefore(one, handoff))?.id ?? null,
    contactId,
    opportunityId: idIf(end?.opportunityId),
    round: handoff.round,
    state: outcome,
    offeredAt: handoff.offeredAt,
    offeredBy: nameOf(handoff.offeredById),
    marketerId: idOf(handoff.offeredById),
    ownerId: idOf(handoff.offeredToId),
    ownerName: nameOf(handoff.offeredToId),
    campaignId: idIf(contact?.originCampaignId),
    stageChangeId: idIf(qualified?.id),
    packet: contact
      ? packetOf({ story, contact, handoff, items: packetItems, cast, idOf })
      : emptyPacket(packetItems),
    packetItems,
    responseDueAt: handoff.dueAt,
    firstResponseAt: handoff.firstResponseAt,
    attempts: attemptsOf(story, handoff, idOf),
    decidedAt: handoff.decidedAt,
    decision: handoff.status === 'waiting' ? null : handoff.status,
    reasonKey: reason === null ? null : (reasonKeys[reason] ?? null),
    reason,
    wouldAcceptIf: handoff.wouldAcceptIf,
    recycleOn: handoff.recycleUntil?.toISOString().slice(0, 10) ?? null,
    endedAt: end?.at ?? null,
    ...followUpOf(story, handoff, { end, endAt }),
  };
}

const isBefore = (one: SimulatedHandoff, later: SimulatedHandoff): boolean =>
  one.contactId === later.contactId && one.round === later.round - 1;

type End = {
  state: 'returned' | 'converted';
  at: Date;
  reason: string | null;
  opportunityId: string | null;
  left: boolean;
};

/** What became of one that was accepted: a deal, or back to marketing; null: sales still works on it. */
function endOf(story: SimulatedAccountStory, handoff: SimulatedHandoff): End | null {
  const { status, decidedAt, contactId } = handoff;
  if (status !== 'accepted' || decidedAt === null) return null;
  const next = story.stageMoves.find(
    (move) => move.contactId === contactId && move.at > decidedAt && endsIt(move),
  );
  if (!next) return null;
  const common = { at: next.at, reason: next.reason, opportunityId: next.opportunityId };
  return next.kind === 'advance'
    ? { ...common, state: 'converted', left: false }
    : { ...common, state: 'returned', left: next.kind === 'leave' };
}

const endsIt = ({ to, kind }: SimulatedStageMove): boolean =>
  kind !== 'advance' || to === 'opportunity' || to === 'customer';

type FollowUp = Pick<ImportedHandoff, 'followUp' | 'followedUpAt' | 'followUpReason'>;

function followUpOf(
  story: SimulatedAccountStory,
  handoff: SimulatedHandoff,
  { end, endAt }: { end: End | null; endAt: Date },
): FollowUp {
  const none: FollowUp = { followUp: null, followedUpAt: null, followUpReason: null };
  const cameBackAt = handoff.status === 'accepted' ? end?.at : handoff.decidedAt;
  if (!cameBackAt || handoff.status === 'waiting' || end?.state === 'converted') return none;
  const again = story.handoffs.find((one) => isBefore(handoff, one));
  if (again) return { ...none, followUp: 'offered_again', followedUpAt: again.offeredAt };
  const left = story.stageMoves.find(
    ({ contactId, kind, at }) =>
      contactId === handoff.contactId && kind === 'leave' && at.getTime() >= cameBackAt.getTime(),
  );
  if (left) return { followUp: 'closed', followedUpAt: left.at, followUpReason: left.reason };
  const restsAt = Math.max(cameBackAt.getTime(), handoff.recycleUntil?.getTime() ?? 0) + waitsForDays * dayMs;
  if (restsAt > endAt.getTime()) return { ...none, followUp: 'open' };
  return {
    followUp: 'closed',
    followedUpAt: new Date(restsAt),
    followUpReason: 'nothing new heard from them; stays in the newsletter',
  };
}

/** The tries that answered this offer: the seller's own calls and mails, as many as the story counts. */
function attemptsOf(
  story: SimulatedAccountStory,
  handoff: SimulatedHandoff,
  idOf: IdOf,
): ImportedHandoff['attempts'] {
  const { contactId, offeredToId, offeredAt, firstResponseAt } = handoff;
  if (firstResponseAt === null) return [];
  return story.interactions
    .filter(
      (one) =>
        one.contactId === contactId &&
        one.teammateId === offeredToId &&
        one.direction === 'outbound' &&
        talks.has(one.type) &&
        one.at >= offeredAt &&
        one.at >= firstResponseAt,
    )
    .slice(0, handoff.attempts)
    .flatMap(({ id, at, type, outcome }) => {
      const interactionId = idOf(id);
      if (interactionId === null) return [];
      const reached = outcome === 'talked' || outcome === 'replied';
      return [{ interactionId, at, type, teammateId: idOf(offeredToId), reached }];
    });
}
