import { DAY_MS, HOUR_MS, MINUTE_MS } from './calendar.ts';
import { PRIZE_DRAW, SYNDICATION } from './campaigns.ts';
import { readAlong } from './reading.ts';
import type { Person, StoryBook } from './story-book.ts';
import { CALL_TOPICS, REJECT_REASONS, WOULD_ACCEPT_IF } from './talk.ts';
import { FLAWS, NEGLECT, RESPONSE } from './truth.ts';
import { PACKET_ITEMS, type PacketItem, type SimulatedHandoff } from './types.ts';

const EXPIRY_OFFICE_DAYS = 20;
/** A sales development representative gives up after so many tries. */
const MOST_ATTEMPTS = 5;

export type Verdict =
  | { is: 'accepted'; atMs: number; handoff: SimulatedHandoff }
  | { is: 'again'; fromMs: number }
  | { is: 'over' };

/** Marketing offers, sales answers, accepts or does not. One round; `again` means a second offer is due. */
export function handOver(book: StoryBook, person: Person, round: number, qualifiedMs: number): Verdict {
  const { random, calendar } = book;
  book.move(person, 'mql', qualifiedMs, { byId: marketerOf(book, person) });
  const offeredMs = calendar.officeTime(
    random,
    qualifiedMs + Math.floor(random.lognormal(25, 1) * MINUTE_MS),
  );
  if (offeredMs >= book.endMs) return { is: 'over' };
  const handoff = offer(book, person, round, offeredMs);
  book.handoffs.push(handoff);
  person.contact.ownerId = person.sellerId;

  const isOverfull = person.sellerId === FLAWS.overfullRep.teammateId;
  const isNeglected = random.chance(NEGLECT * (isOverfull ? FLAWS.overfullRep.expiryFactor : 1));
  if (isNeglected) return expire(book, person, handoff, offeredMs, round);

  const delayHours = random.lognormal(
    RESPONSE.medianOfficeHours * responseFactor(person, isOverfull),
    RESPONSE.sigma,
  );
  const responseMs = calendar.addOfficeMs(offeredMs, Math.min(delayHours, 140) * HOUR_MS);
  const decisionMs = answer(book, person, handoff, responseMs);
  const did: string[] = [];
  if (delayHours <= RESPONSE.quickOfficeHours) did.push('did:quick-response');
  if (handoff.packet.length >= 7) did.push('did:full-packet');
  readAlong(book, person, offeredMs, decisionMs, 0.7, 'Solution');
  const isAccepted = book.decide(person, 'sal', decisionMs, did, { round });
  if (decisionMs >= book.endMs) return { is: 'over' };
  handoff.decidedAt = new Date(decisionMs);
  if (isAccepted) {
    handoff.status = 'accepted';
    book.move(person, 'sal', decisionMs, { byId: person.sellerId, handoffId: handoff.id });
    return { is: 'accepted', atMs: decisionMs, handoff };
  }
  return decline(book, person, handoff, decisionMs, round);
}

function offer(book: StoryBook, person: Person, round: number, offeredMs: number): SimulatedHandoff {
  const { random, calendar } = book;
  const { mean, spread } =
    person.contact.originCampaignId === SYNDICATION
      ? { mean: FLAWS.thinPackets.itemsMean, spread: 1.1 }
      : { mean: FLAWS.thinPackets.itemsMeanElsewhere, spread: 1.3 };
  const count = Math.max(1, Math.min(PACKET_ITEMS.length, Math.round(mean + spread * random.normal())));
  return {
    id: `ho-${book.key}-${String(book.handoffs.length + 1).padStart(2, '0')}`,
    contactId: person.contact.id,
    round,
    offeredById: marketerOf(book, person),
    offeredToId: person.sellerId,
    offeredAt: new Date(offeredMs),
    dueAt: new Date(calendar.addOfficeMs(offeredMs, RESPONSE.dueOfficeHours * HOUR_MS)),
    packet: somePacketItems(book, count),
    firstResponseAt: null,
    attempts: 0,
    status: 'waiting',
    decidedAt: null,
    reason: null,
    wouldAcceptIf: null,
    recycleUntil: null,
    returnedAt: null,
    returnReason: null,
  };
}

function somePacketItems(book: StoryBook, count: number): PacketItem[] {
  const items: PacketItem[] = [...PACKET_ITEMS];
  while (items.length > count) items.splice(book.random.below(items.length), 1);
  return items;
}

function responseFactor(person: Person, isOverfull: boolean): number {
  if (person.sellerId === FLAWS.slowRegion.teammateId) return FLAWS.slowRegion.responseFactor;
  return isOverfull ? FLAWS.overfullRep.responseFactor : 1;
}

/** First response, then tries until somebody picks up. Returns when the seller makes up their mind. */
function answer(book: StoryBook, person: Person, handoff: SimulatedHandoff, responseMs: number): number {
  const { random, calendar } = book;
  let atMs = responseMs;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const isCall = random.chance(0.68);
    const isReached = random.chance(isCall ? 0.42 : 0.3);
    if (book.sees(atMs)) {
      handoff.attempts = attempt;
      handoff.firstResponseAt ??= new Date(atMs);
    }
    const [topic, question] = random.pick(CALL_TOPICS);
    book.record(person, {
      type: isCall ? 'call' : 'email_exchange',
      atMs,
      channel: 'Sales Outreach',
      teammateId: person.sellerId,
      direction: 'outbound',
      topic: isReached ? topic : null,
      question: isReached && random.chance(0.4) ? question : null,
      assetId: isCall && random.chance(0.07) ? book.market.battleCard(random).id : null,
      outcome: isReached
        ? isCall
          ? 'talked'
          : 'replied'
        : isCall
          ? random.pick(['no answer', 'voicemail'])
          : 'no reply',
      engagedSeconds: isReached && isCall ? Math.round(random.lognormal(330, 0.6)) : 0,
    });
    if (isReached) return calendar.addOfficeMs(atMs, random.lognormal(9, 1) * HOUR_MS);
    if (attempt < MOST_ATTEMPTS) atMs = calendar.addOfficeMs(atMs, random.lognormal(12, 0.5) * HOUR_MS);
  }
  return calendar.addOfficeMs(atMs, 4 * HOUR_MS);
}

function expire(
  book: StoryBook,
  person: Person,
  handoff: SimulatedHandoff,
  offeredMs: number,
  round: number,
): Verdict {
  const { random, calendar } = book;
  const atMs = calendar.addOfficeDays(offeredMs, EXPIRY_OFFICE_DAYS);
  if (atMs >= book.endMs) return { is: 'over' };
  handoff.status = 'expired';
  handoff.decidedAt = new Date(atMs);
  handoff.reason = 'nobody answered';
  book.move(person, 'inquiry', atMs, { reason: 'offer expired, nobody answered', handoffId: handoff.id });
  return round === 1 && random.chance(0.4)
    ? { is: 'again', fromMs: atMs + random.between(10, 40) * DAY_MS }
    : { is: 'over' };
}

function decline(
  book: StoryBook,
  person: Person,
  handoff: SimulatedHandoff,
  atMs: number,
  round: number,
): Verdict {
  const { random } = book;
  const reason = reasonFor(book, person);
  handoff.reason = reason;
  const isRecycled =
    reason !== 'only wanted the prize' && reason !== 'student or private person' && random.chance(0.36);
  if (isRecycled) {
    const untilMs = atMs + random.between(45, 130) * DAY_MS;
    handoff.status = 'recycled';
    handoff.recycleUntil = new Date(untilMs);
    book.move(person, 'inquiry', atMs, { reason, byId: person.sellerId, handoffId: handoff.id });
    readAlong(book, person, atMs, untilMs, 0.9, 'Education');
    return round === 1 && random.chance(0.45)
      ? { is: 'again', fromMs: untilMs + random.between(0, 9) * DAY_MS }
      : { is: 'over' };
  }
  handoff.status = 'rejected';
  handoff.wouldAcceptIf = WOULD_ACCEPT_IF[reason] ?? null;
  const isGone = random.chance(0.55);
  book.move(person, isGone ? 'left' : 'inquiry', atMs, {
    reason,
    byId: person.sellerId,
    handoffId: handoff.id,
  });
  return { is: 'over' };
}

function reasonFor(book: StoryBook, person: Person): string {
  const { contact } = person;
  if (contact.persona === 'student') return 'student or private person';
  if (contact.originCampaignId === PRIZE_DRAW && book.random.chance(0.7)) return 'only wanted the prize';
  if (contact.origin === 'Bought List' && book.random.chance(0.5)) return 'never heard of us';
  if (book.account?.fit === 'D' && book.random.chance(0.5)) return 'company too small';
  return REJECT_REASONS.draw(book.random);
}

function marketerOf(book: StoryBook, person: Person): string {
  const campaignId = person.contact.originCampaignId;
  const ownerId = campaignId === null ? 'tm-mkt-1' : book.market.campaign(campaignId).ownerId;
  return ownerId.startsWith('tm-mkt') ? ownerId : 'tm-mkt-1';
}
