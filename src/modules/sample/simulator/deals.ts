import { SAVINGS_SHEET } from './assets.ts';
import { DAY_MS } from './calendar.ts';
import { PRODUCTS } from './cast.ts';
import { introduce, ROLE_OF } from './company.ts';
import type { Country } from './names.ts';
import { readAlong } from './reading.ts';
import { share, shareSomething, talk } from './selling.ts';
import type { GroupMember, Person, StoryBook } from './story-book.ts';
import { LOST_REASONS, PRICE_OBJECTIONS, WON_REASONS } from './talk.ts';
import { DEAL_DAYS, FLAWS } from './truth.ts';
import type { OpportunityStage, SimulatedOpportunity } from './types.ts';

type Candidate = { person: Person; atMs: number };
type Deal = { lead: Candidate; joined: Candidate[]; closeMs: number };

/** Opens deals in time order: who is ready while a deal of the account runs, joins it instead of opening another. */
export function makeDeals(book: StoryBook, country: Country, ready: readonly Candidate[]): void {
  const deals: Deal[] = [];
  for (const candidate of [...ready].sort((left, right) => left.atMs - right.atMs)) {
    const running = deals.at(-1);
    if (running !== undefined && candidate.atMs < running.closeMs) running.joined.push(candidate);
    else deals.push({ lead: candidate, joined: [], closeMs: closeOf(book, candidate) });
  }
  for (const deal of deals) runDeal(book, country, deal);
}

function closeOf(book: StoryBook, { person, atMs }: Candidate): number {
  const factor = DEAL_DAYS.originFactor[person.contact.origin] ?? 1;
  const days = Math.max(6, Math.min(400, book.random.lognormal(DEAL_DAYS.median * factor, DEAL_DAYS.sigma)));
  return book.calendar.officeTime(book.random, atMs + days * DAY_MS, 9);
}

function runDeal(book: StoryBook, country: Country, deal: Deal): void {
  const { random } = book;
  const { person } = deal.lead;
  const ownerId = book.account?.ownerId ?? person.sellerId;
  const id = `opp-${book.key}-${String(book.opportunities.length + 1).padStart(2, '0')}`;
  for (const candidate of [deal.lead, ...deal.joined]) {
    book.move(candidate.person, 'opportunity', candidate.atMs, { byId: ownerId, opportunityId: id });
  }
  const group = gather(book, country, deal, ownerId);
  const did = converse(book, deal, group, ownerId);
  const isWon = book.decide(person, 'customer', deal.closeMs, did, { opportunityId: id });
  const opportunity = writeDown(book, deal, group, { id, ownerId, isWon });
  book.opportunities.push(opportunity);
  if (deal.closeMs >= book.endMs) return;
  for (const candidate of [deal.lead, ...deal.joined]) {
    if (isWon) book.move(candidate.person, 'customer', deal.closeMs, { byId: ownerId, opportunityId: id });
    else
      book.move(candidate.person, random.chance(0.65) ? 'left' : 'inquiry', deal.closeMs, {
        reason: opportunity.reason ?? undefined,
        byId: ownerId,
        opportunityId: id,
      });
  }
  if (isWon && random.chance(0.8)) talk(book, person, deal.closeMs + 6 * DAY_MS, ownerId, 'meeting');
}

/** Known colleagues of the account, and people whom the seller meets only through the deal. */
function gather(book: StoryBook, country: Country, deal: Deal, ownerId: string): GroupMember[] {
  const { random } = book;
  const openMs = deal.lead.atMs;
  const spanMs = deal.closeMs - openMs;
  const joined = new Map(deal.joined.map((candidate) => [candidate.person, candidate.atMs]));
  const group: GroupMember[] = [];
  for (const person of book.people) {
    const joinedMs = person === deal.lead.person ? openMs : joined.get(person);
    const mayJoin = person.knownMs < openMs && isThrough(book, person, openMs);
    if (joinedMs === undefined && !(mayJoin && random.chance(0.3))) continue;
    group.push({
      person,
      role: roleOf(book, person),
      addedMs: joinedMs ?? Math.floor(openMs + 0.3 * random.next() * spanMs),
    });
  }
  const newcomers = book.account === null ? 0 : random.poisson(0.8, 3);
  for (let count = 0; count < newcomers; count++) {
    const metMs = book.calendar.officeTime(random, openMs + (0.05 + 0.5 * random.next()) * spanMs, 8);
    if (metMs >= Math.min(book.endMs, deal.closeMs)) continue;
    const person = introduce(book, country, metMs);
    person.knownMs = metMs;
    person.contact.createdAt = new Date(metMs);
    person.contact.origin = 'Sales Outreach';
    person.contact.ownerId = ownerId;
    talk(book, person, metMs, ownerId, 'meeting', [deal.lead.person.contact.id]);
    group.push({ person, role: roleOf(book, person), addedMs: metMs });
  }
  return group.sort((left, right) => left.addedMs - right.addedMs);
}

/** What they read in the deal must not come before a decision on their own way that was taken without it. */
function isThrough(book: StoryBook, person: Person, openMs: number): boolean {
  return book.trials.every(({ contactId, at }) => contactId !== person.contact.id || at.getTime() < openMs);
}

function roleOf(book: StoryBook, person: Person): GroupMember['role'] {
  const role = person.contact.buyingRole ?? ROLE_OF[person.contact.persona].draw(book.random);
  // Once in a deal, sales knows the role and writes it down.
  person.contact.buyingRole = role;
  return role;
}

/** All the talking and reading between opening and close. Returns which effects came to hold. */
function converse(book: StoryBook, deal: Deal, group: readonly GroupMember[], ownerId: string): string[] {
  const { random } = book;
  const openMs = deal.lead.atMs;
  const spanMs = deal.closeMs - openMs;
  const at = (): number => openMs + (0.02 + 0.93 * random.next()) * spanMs;
  const talks = 3 + random.poisson(spanMs / (7 * DAY_MS), 30);
  for (let count = 0; count < talks; count++) {
    const wishedMs = at();
    const present = group.filter((member) => member.addedMs <= wishedMs);
    const partner = present[random.below(present.length)]?.person ?? deal.lead.person;
    const type = random.chance(0.42)
      ? 'email_exchange'
      : random.chance(0.55)
        ? 'call'
        : random.chance(0.8)
          ? 'meeting'
          : 'demo';
    const others =
      type === 'meeting' || type === 'demo'
        ? present
            .filter((member) => member.person !== partner)
            .slice(0, 3)
            .map((member) => member.person.contact.id)
        : [];
    talk(book, partner, wishedMs, ownerId, type, others);
  }
  for (const member of group) {
    readAlong(book, member.person, member.addedMs, deal.closeMs, 0.9, 'Selection');
    if (random.chance(0.12))
      share(
        book,
        member.person,
        book.market.caseStudy(random, member.addedMs).id,
        Math.max(member.addedMs, at()),
        ownerId,
      );
    if (random.chance(0.45)) shareSomething(book, member.person, Math.max(member.addedMs, at()), ownerId);
  }
  const did: string[] = [];
  if (random.chance(FLAWS.unusedAsset.shareOfDeals))
    share(book, deal.lead.person, SAVINGS_SHEET, openMs + 0.4 * spanMs, ownerId);
  if (random.chance(0.3)) {
    objectToPrice(book, deal.lead.person, openMs + (0.4 + 0.4 * random.next()) * spanMs, ownerId);
    did.push('did:price-objection');
  }
  const isBefore = (ms: number): boolean => ms < deal.closeMs;
  if (group.some((member) => isBefore(member.person.caseStudyFinishedMs)))
    did.push('did:case-study-finished');
  if (isBefore(deal.lead.person.sheetOpenedMs)) did.push('did:savings-sheet');
  if (group.length >= 3) did.push('did:three-in-group');
  if (group.some((member) => member.role === 'blocker')) did.push('did:blocker');
  return did;
}

function objectToPrice(book: StoryBook, person: Person, wishedMs: number, ownerId: string): void {
  book.record(person, {
    type: 'call',
    atMs: book.calendar.officeTime(book.random, wishedMs),
    channel: 'Sales Outreach',
    teammateId: ownerId,
    direction: 'inbound',
    topic: 'price objection',
    question: book.random.pick(PRICE_OBJECTIONS),
    outcome: 'wants a better offer',
    engagedSeconds: Math.round(book.random.lognormal(700, 0.4)),
  });
}

const STAGE_AT: readonly (readonly [OpportunityStage, from: number, to: number])[] = [
  ['Solution fit', 0.12, 0.3],
  ['Proposal', 0.38, 0.6],
  ['Negotiation', 0.68, 0.88],
];

function writeDown(
  book: StoryBook,
  deal: Deal,
  group: readonly GroupMember[],
  fate: { id: string; ownerId: string; isWon: boolean },
): SimulatedOpportunity {
  const { random } = book;
  const openMs = deal.lead.atMs;
  const product = random.pick(PRODUCTS);
  const sizeFactor = ((book.account?.employees ?? 20) / 250) ** 0.35;
  let amountMinor = Math.max(1_500, Math.round((random.lognormal(24_000, 0.7) * sizeFactor) / 50) * 50) * 100;
  const stages: { stage: OpportunityStage; at: Date; amountMinor: number }[] = [
    { stage: 'Discovery', at: new Date(openMs), amountMinor },
  ];
  // Lost deals end where they stood: some never saw a proposal.
  const depth = fate.isWon ? STAGE_AT.length : random.below(STAGE_AT.length + 1);
  for (const [stage, from, to] of STAGE_AT.slice(0, depth)) {
    const atMs = openMs + Math.floor((from + (to - from) * random.next()) * (deal.closeMs - openMs));
    if (stage !== 'Solution fit')
      amountMinor = Math.max(
        150_000,
        Math.round((amountMinor * (0.82 + 0.3 * random.next())) / 5_000) * 5_000,
      );
    if (atMs < book.endMs) stages.push({ stage, at: new Date(atMs), amountMinor });
  }
  const isClosed = deal.closeMs < book.endMs;
  if (isClosed)
    stages.push({
      stage: fate.isWon ? 'Closed won' : 'Closed lost',
      at: new Date(deal.closeMs),
      amountMinor,
    });
  return {
    id: fate.id,
    accountId: book.account?.id ?? null,
    name: `${book.account?.name ?? deal.lead.person.contact.lastName}: ${product.name}`,
    ownerId: fate.ownerId,
    primaryContactId: deal.lead.person.contact.id,
    productId: product.id,
    productName: product.name,
    currency: 'EUR',
    amountMinor: stages.at(-1)?.amountMinor ?? amountMinor,
    createdAt: new Date(openMs),
    expectedCloseAt: new Date(
      Math.floor((openMs + (deal.closeMs - openMs) * random.lognormal(0.85, 0.3)) / DAY_MS) * DAY_MS + DAY_MS,
    ),
    closedAt: isClosed ? new Date(deal.closeMs) : null,
    outcome: isClosed ? (fate.isWon ? 'won' : 'lost') : 'open',
    reason: !isClosed ? null : fate.isWon ? random.pick(WON_REASONS) : LOST_REASONS.draw(random),
    sellerCredits: isClosed ? sellerCredits(book, deal) : null,
    stages,
    group: group
      .filter((member) => member.addedMs < book.endMs)
      .map((member) => ({
        contactId: member.person.contact.id,
        role: member.role,
        addedAt: new Date(member.addedMs),
      })),
    dirt: null,
  };
}

/** Sellers remember talks more than papers: what they credit is not what works. */
function sellerCredits(book: StoryBook, deal: Deal): string | null {
  const { random } = book;
  if (random.chance(0.5)) return null;
  if (deal.lead.person.caseStudyFinishedMs < deal.closeMs && random.chance(0.25)) return 'a case study';
  return random.pick(['the visit on site', 'our price', 'the demo', 'the person', 'the webinar']);
}
