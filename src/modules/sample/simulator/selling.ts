import { ROI_CALCULATOR } from './assets.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './calendar.ts';
import { handOver } from './handing-over.ts';
import { openAsset, readAlong } from './reading.ts';
import type { Person, StoryBook } from './story-book.ts';
import { CALL_TOPICS, OPPORTUNITY_EXIT_REASONS, RETURN_REASONS, SQL_EXIT_REASONS } from './talk.ts';
import type { SimulatedHandoff } from './types.ts';

/** The lead's way from MQL until a deal may open. Returns that moment, or null when it ends before (or past the end). */
export function workLead(book: StoryBook, person: Person, qualifiedMs: number): number | null {
  let verdict = handOver(book, person, 1, qualifiedMs);
  if (verdict.is === 'again') {
    if (verdict.fromMs >= book.endMs) return null;
    verdict = handOver(book, person, 2, verdict.fromMs);
  }
  if (verdict.is !== 'accepted') return null;
  const { handoff } = verdict;
  const sqlMs = discover(book, person, handoff, verdict.atMs);
  return sqlMs === null ? null : develop(book, person, handoff, sqlMs);
}

/** SAL to SQL: is there a need, and money? */
function discover(
  book: StoryBook,
  person: Person,
  handoff: SimulatedHandoff,
  acceptedMs: number,
): number | null {
  const { random, calendar } = book;
  const decisionMs = calendar.addOfficeDays(
    acceptedMs,
    Math.max(0.4, Math.min(60, random.lognormal(6, 0.8))),
  );
  const spanMs = decisionMs - acceptedMs;
  const did: string[] = [];
  talk(book, person, acceptedMs + 0.2 * spanMs, person.sellerId, 'call');
  if (random.chance(0.6)) talk(book, person, acceptedMs + 0.4 * spanMs, person.sellerId, 'email_exchange');
  if (random.chance(0.55)) {
    const metMs = talk(
      book,
      person,
      acceptedMs + (0.5 + 0.4 * random.next()) * spanMs,
      person.sellerId,
      'meeting',
    );
    if (metMs < decisionMs) did.push('did:meeting');
  }
  if (random.chance(0.3)) shareSomething(book, person, acceptedMs + 0.3 * spanMs, person.sellerId);
  readAlong(book, person, acceptedMs, decisionMs, 0.9, 'Solution');
  if (random.chance(0.22)) {
    const triedMs = Math.floor(acceptedMs + random.next() * spanMs);
    openAsset(book, person, book.market.asset(ROI_CALCULATOR), triedMs, 'Direct', null);
  }
  if (person.calculatorMs < decisionMs) did.push('did:calculator');
  const isReal = book.decide(person, 'sql', decisionMs, did, { round: handoff.round });
  if (decisionMs >= book.endMs) return null;
  if (isReal) {
    book.move(person, 'sql', decisionMs, { byId: person.sellerId, handoffId: handoff.id });
    return decisionMs;
  }
  giveBack(book, person, handoff, decisionMs, random.chance(0.55) ? null : random.pick(SQL_EXIT_REASONS));
  return null;
}

/** SQL to opportunity: an executive takes over, shows it, and agrees on a value and a date. */
function develop(book: StoryBook, person: Person, handoff: SimulatedHandoff, sqlMs: number): number | null {
  const { random, calendar } = book;
  const executiveId = book.account?.ownerId ?? person.sellerId;
  const decisionMs = calendar.addOfficeDays(sqlMs, Math.max(0.5, Math.min(70, random.lognormal(8, 0.7))));
  const spanMs = decisionMs - sqlMs;
  person.contact.ownerId = executiveId;
  talk(book, person, sqlMs + 0.15 * spanMs, executiveId, 'meeting');
  if (random.chance(0.7)) talk(book, person, sqlMs + 0.3 * spanMs, executiveId, 'email_exchange');
  const did: string[] = [];
  if (random.chance(0.5)) {
    const shownMs = talk(book, person, sqlMs + (0.4 + 0.5 * random.next()) * spanMs, executiveId, 'demo');
    if (shownMs < decisionMs) did.push('did:demo');
  }
  readAlong(book, person, sqlMs, decisionMs, 0.9, 'Solution');
  const opens = book.decide(person, 'opportunity', decisionMs, did, { round: handoff.round });
  if (decisionMs >= book.endMs) return null;
  if (opens) return decisionMs;
  giveBack(
    book,
    person,
    handoff,
    decisionMs,
    random.chance(0.4) ? null : random.pick(OPPORTUNITY_EXIT_REASONS),
  );
  return null;
}

/** Back to marketing to be kept warm (no exit reason), or out. */
function giveBack(
  book: StoryBook,
  person: Person,
  handoff: SimulatedHandoff,
  atMs: number,
  exitReason: string | null,
): void {
  const byId = person.contact.ownerId ?? person.sellerId;
  if (exitReason !== null) {
    book.move(person, 'left', atMs, { reason: exitReason, byId, handoffId: handoff.id });
    return;
  }
  const reason = book.random.pick(RETURN_REASONS);
  handoff.returnedAt = new Date(atMs);
  handoff.returnReason = reason;
  book.move(person, 'inquiry', atMs, { reason, byId, handoffId: handoff.id });
  readAlong(book, person, atMs, atMs + 120 * DAY_MS, 1.1, 'Education');
}

const LENGTH_SECONDS = { call: 600, meeting: 2_700, demo: 3_000, email_exchange: 0 } as const;
const OUTCOMES = {
  call: ['wants to go on', 'will ask inside', 'send more', 'call again next week'],
  meeting: ['next step agreed', 'needs a colleague', 'asked for an offer', 'wants proof from the industry'],
  demo: ['liked the machine view', 'wants it on their own line', 'IT must look at it', 'asked for prices'],
  email_exchange: ['replied', 'replied', 'no reply', 'sent documents'],
} as const;

/** One conversation, in office hours at or after the wished moment. Returns when it took place. */
export function talk(
  book: StoryBook,
  person: Person,
  wishedMs: number,
  teammateId: string,
  type: 'call' | 'meeting' | 'demo' | 'email_exchange',
  also: readonly string[] = [],
): number {
  const { random } = book;
  let atMs = book.calendar.officeTime(random, wishedMs, 8.5);
  // Meetings begin on the quarter hour, and never before the moment that led to them.
  if (type === 'meeting' || type === 'demo') atMs = Math.ceil(atMs / (15 * MINUTE_MS)) * 15 * MINUTE_MS;
  const [topic, question] = random.pick(CALL_TOPICS);
  const length = LENGTH_SECONDS[type];
  book.record(person, {
    type,
    atMs,
    channel: 'Sales Outreach',
    teammateId,
    direction: random.chance(0.3) ? 'inbound' : 'outbound',
    topic,
    question: random.chance(0.45) ? question : null,
    outcome: random.pick(OUTCOMES[type]),
    engagedSeconds: length === 0 ? 0 : Math.round(random.lognormal(length, 0.35)),
    alsoPresentIds: also,
  });
  return atMs;
}

/** What sellers have at hand. None of it moves a gate; most of the library they never send. */
const AT_HAND = [
  'asset-ps-watch',
  'asset-ps-watch',
  'asset-ps-meter',
  'asset-ps-meter',
  'asset-wp-security',
  'asset-video-lineswap',
] as const;

export function shareSomething(book: StoryBook, person: Person, wishedMs: number, teammateId: string): void {
  const assetId = book.random.pick(AT_HAND);
  if (book.market.asset(assetId).publishedAt.getTime() < wishedMs)
    share(book, person, assetId, wishedMs, teammateId);
}

/** A seller sends one piece; the buyer opens it or not. Returns when it was opened, if it was. */
export function share(
  book: StoryBook,
  person: Person,
  assetId: string,
  wishedMs: number,
  teammateId: string,
): number | null {
  const { random, calendar, market } = book;
  const asset = market.asset(assetId);
  const sharedMs = calendar.officeTime(random, Math.max(wishedMs, asset.publishedAt.getTime()), 9);
  book.record(person, {
    type: 'asset_shared',
    atMs: sharedMs,
    channel: 'Sales Outreach',
    teammateId,
    assetId,
    title: asset.title,
    direction: 'outbound',
  });
  if (!random.chance(0.68)) return null;
  const openedMs = Math.floor(sharedMs + random.lognormal(4, 1.3) * HOUR_MS);
  openAsset(book, person, asset, openedMs, 'Sales Outreach', null);
  return openedMs;
}
