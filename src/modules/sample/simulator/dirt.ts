import { DAY_MS, SECOND_MS } from './calendar.ts';
import { NEWSLETTER } from './campaigns.ts';
import type { Person, StoryBook } from './story-book.ts';
import { DIRT } from './truth.ts';
import type { SimulatedContact, SimulatedInteraction, SimulatedOpportunity } from './types.ts';

/** Puts in what real data has: machines that click, people entered twice, accounts forgotten, dates that cannot be. */
export function soil(book: StoryBook): void {
  addMachines(book);
  addStrangers(book);
  if (book.account !== null) {
    for (const person of book.people) soilPerson(book, person);
  }
  for (const opportunity of book.opportunities) soilDeal(book, opportunity);
}

/** Mail scanners click each link seconds after delivery; bots and colleagues leave visits of their own. */
function addMachines(book: StoryBook): void {
  const { random } = book;
  const written = book.interactions.length;
  for (let position = 0; position < written; position++) {
    const seen = book.interactions[position];
    if (seen === undefined) continue;
    const atMs = seen.at.getTime();
    if (seen.type === 'email_sent' && random.chance(DIRT.mailScannerPerMail)) {
      book.write(
        {
          type: 'email_clicked',
          atMs: atMs + random.between(1, 25) * SECOND_MS,
          channel: 'Email',
          campaignId: seen.campaignId,
          unverifiedReason: 'mail scanner',
        },
        seen.accountId,
        seen.contactId,
        null,
      );
    } else if (seen.type === 'page_view') {
      if (random.chance(DIRT.botPerPageVisit))
        visit(book, seen, atMs + random.below(3 * DAY_MS), random.chance(0.6) ? 'bot' : 'prefetch');
      else if (random.chance(DIRT.colleaguePerPageVisit))
        visit(book, seen, atMs + random.below(20 * DAY_MS), 'colleague');
    }
  }
}

function visit(
  book: StoryBook,
  like: SimulatedInteraction,
  atMs: number,
  reason: 'bot' | 'prefetch' | 'colleague',
): void {
  const profileId = stranger(book);
  const engagedSeconds = reason === 'colleague' ? book.random.between(5, 300) : 0;
  book.write(
    {
      type: 'page_view',
      atMs,
      channel: 'Direct',
      assetId: like.assetId,
      url: like.url,
      title: like.title,
      engagedSeconds,
      unverifiedReason: reason,
    },
    null,
    null,
    profileId,
  );
}

/** People of the account (or just passing) who never say who they are. */
function addStrangers(book: StoryBook): void {
  const { random, market, calendar } = book;
  const visitors = random.poisson(book.account === null ? 0.6 : 1.6, 8);
  for (let count = 0; count < visitors; count++) {
    const profileId = stranger(book);
    let atMs = calendar.arrival(random);
    const pages = 1 + random.poisson(0.9, 6);
    const channel = random.pick([
      'Organic Search',
      'Organic Search',
      'Direct',
      'Paid Search',
      'Organic Social',
    ] as const);
    for (let page = 0; page < pages; page++) {
      const asset = market.reading(random, 'maintenance', 'Education', atMs);
      if (asset.gated) continue;
      const engagedSeconds = Math.max(1, Math.round(random.lognormal(25, 1)));
      book.write(
        {
          type: 'page_view',
          atMs,
          channel,
          assetId: asset.id,
          url: asset.url,
          title: asset.title,
          engagedSeconds,
        },
        null,
        null,
        profileId,
      );
      atMs += (engagedSeconds + 4) * SECOND_MS;
    }
  }
}

function stranger(book: StoryBook): string {
  const id = `anon-${book.key}-x${book.strangers.length + 1}`;
  book.strangers.push({ id, contactId: null, boundAt: null });
  return id;
}

function soilPerson(book: StoryBook, person: Person): void {
  const { random } = book;
  if (person.knownMs >= book.endMs) return;
  if (random.chance(DIRT.duplicateContacts)) enterTwice(book, person);
  else if (random.chance(DIRT.missingAccount)) {
    person.contact.accountId = null;
    person.contact.dirt = 'missing account';
    for (const interaction of book.interactions) {
      if (interaction.contactId === person.contact.id) interaction.accountId = null;
    }
  }
}

/** The same human under another spelling, typed in by hand later; some letters go to the twin from then on. */
function enterTwice(book: StoryBook, person: Person): void {
  const { random } = book;
  const enteredMs = book.calendar.officeTime(random, person.knownMs + random.lognormal(40, 0.8) * DAY_MS);
  if (enteredMs >= book.endMs) return;
  const { contact } = person;
  const twin: SimulatedContact = {
    ...contact,
    id: `${contact.id}-twin`,
    ...respelled(contact, random.below(3)),
    createdAt: new Date(enteredMs),
    phone: contact.phone?.replaceAll(' ', '') ?? null,
    buyingRole: null,
    origin: 'Direct',
    originCampaignId: null,
    landingPage: null,
    ownerId: person.sellerId,
    dirt: 'duplicate',
    duplicateOfId: contact.id,
  };
  book.twins.push(twin);
  book.stageMoves.push({
    id: `move-${book.key}-${String(book.stageMoves.length + 1).padStart(3, '0')}`,
    contactId: twin.id,
    at: twin.createdAt,
    from: null,
    to: 'inquiry',
    kind: 'advance',
    reason: 'typed in by hand',
    byId: person.sellerId,
    handoffId: null,
    opportunityId: null,
  });
  for (const interaction of book.interactions) {
    const isLetter =
      interaction.contactId === contact.id &&
      interaction.type === 'email_sent' &&
      interaction.campaignId === NEWSLETTER;
    if (isLetter && interaction.at.getTime() >= enteredMs) interaction.contactId = twin.id;
  }
}

function respelled(
  contact: SimulatedContact,
  way: number,
): Pick<SimulatedContact, 'firstName' | 'lastName' | 'email' | 'title'> {
  const { firstName, lastName, email, title } = contact;
  const [local = '', domain = ''] = email.split('@');
  switch (way) {
    case 0:
      return {
        firstName: `${firstName.slice(0, 1)}.`,
        lastName,
        email: `${local.replace('.', '_')}@${domain}`,
        title,
      };
    case 1:
      return {
        firstName: lastName,
        lastName: firstName,
        email: `${local}@mail.${domain}`,
        title: title.toLowerCase(),
      };
    default:
      return {
        firstName,
        lastName: `${lastName.slice(0, -2)}${lastName.slice(-1)}`,
        email: `${local.slice(0, -2)}${local.slice(-1)}@${domain}`,
        title,
      };
  }
}

function soilDeal(book: StoryBook, opportunity: SimulatedOpportunity): void {
  const { random } = book;
  if (opportunity.accountId === null || random.chance(DIRT.dealWithoutAccount)) {
    opportunity.accountId = null;
    opportunity.dirt = 'missing account';
  } else if (random.chance(DIRT.unknownProduct)) {
    opportunity.productId = null;
    opportunity.productName = random.pick(['OhmtalWatch', 'Watch (old)', 'EnergyCube 2', 'Meter 1']);
    opportunity.dirt = 'unknown product';
  } else if (opportunity.outcome === 'won' && random.chance(DIRT.closedBeforeFirstContact)) {
    closeTooEarly(book, opportunity);
  }
}

/** Someone typed last year's date: the deal, and the stages read from it, end before the first contact. */
function closeTooEarly(book: StoryBook, opportunity: SimulatedOpportunity): void {
  const person = book.people.find((candidate) => candidate.contact.id === opportunity.primaryContactId);
  if (person === undefined || opportunity.closedAt === null) return;
  const shiftMs = opportunity.closedAt.getTime() - person.firstTouchMs + book.random.between(3, 25) * DAY_MS;
  const earlier = (date: Date): Date => new Date(date.getTime() - shiftMs);
  opportunity.createdAt = earlier(opportunity.createdAt);
  opportunity.closedAt = earlier(opportunity.closedAt);
  opportunity.expectedCloseAt = earlier(opportunity.expectedCloseAt);
  opportunity.stages = opportunity.stages.map((entry) => ({ ...entry, at: earlier(entry.at) }));
  opportunity.dirt = 'closed before first contact';
  for (const move of book.stageMoves) {
    if (move.opportunityId === opportunity.id) move.at = earlier(move.at);
  }
}
