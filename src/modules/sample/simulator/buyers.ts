import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './calendar.ts';
import { NEWSLETTER, PRIZE_DRAW, RETARGETING } from './campaigns.ts';
import { joinWebinar, openAsset, readAlong, readSession, receiveNewsletters } from './reading.ts';
import { NEVER, type Person, type StoryBook } from './story-book.ts';
import { EVENT_TOPICS, OPENERS } from './talk.ts';
import type { Campaign, Channel } from './types.ts';

const MQL_DAYS = { median: 9, sigma: 1.15, most: 240 } as const;

/** The first touch, and all until we know the person's name: sets origin, `knownMs`, and the inquiry. */
export function arrive(
  book: StoryBook,
  person: Person,
  { wantedMs, earliestMs, campaign }: { wantedMs: number; earliestMs: number; campaign: Campaign | null },
): void {
  const { random, market } = book;
  const drawn =
    campaign === null
      ? market.origin(random, book.account?.fit ?? 'D', wantedMs)
      : market.originBy(campaign, wantedMs);
  // A colleague cannot come before the first of the account does through an event long past.
  const isTooEarly = drawn.atMs < earliestMs;
  const own = isTooEarly ? { channel: 'Organic Search' as const, campaign: null, atMs: wantedMs } : drawn;
  book.ownOrigins.push({ contactId: person.contact.id, channel: own.channel });
  const origin = market.asIfBy === null ? own : { channel: market.asIfBy, campaign: null, atMs: own.atMs };
  person.firstTouchMs = origin.atMs;
  person.contact.origin = origin.channel;
  person.contact.originCampaignId = origin.campaign?.id ?? null;
  switch (origin.channel) {
    case 'Event':
      meetAtEvent(book, person, origin.campaign);
      break;
    case 'Bought List':
      mailCold(book, person, origin.campaign);
      break;
    case 'Sales Outreach':
      callCold(book, person, origin.campaign);
      break;
    case 'Content Syndication':
      fillInPartnerForm(book, person, origin.campaign);
      break;
    case 'Webinar':
      registerFirst(book, person, origin.campaign);
      break;
    default:
      browseFirst(book, person, origin.channel, origin.campaign);
  }
  person.contact.createdAt = new Date(person.knownMs);
  book.move(person, 'inquiry', person.knownMs);
}

/** Reads on as an inquiry until marketing's decision. Returns its moment, and whether it passed. */
export function ripen(book: StoryBook, person: Person): { atMs: number; isQualified: boolean } {
  const { random } = book;
  const days = Math.min(MQL_DAYS.most, random.lognormal(MQL_DAYS.median, MQL_DAYS.sigma));
  const atMs = Math.floor(person.knownMs + days * DAY_MS);
  const isCold = person.contact.origin === 'Bought List' || person.contact.originCampaignId === PRIZE_DRAW;
  readAlong(book, person, person.knownMs, atMs, (isCold ? 0.4 : 0.9) + Math.min(1.2, days / 40), 'Education');
  if (random.chance(0.5)) readAlong(book, person, person.knownMs, atMs, 0.9, 'Selection');
  if (random.chance(0.16))
    joinWebinar(
      book,
      person,
      Math.max(
        person.knownMs + MINUTE_MS,
        book.calendar.browsing(random, person.knownMs + 0.3 * days * DAY_MS),
      ),
      'Email',
    );
  const did: string[] = [];
  if (person.pricingMs.filter((visitMs) => visitMs < atMs).length >= 2) did.push('did:pricing-twice');
  if (person.webinarMs < atMs) did.push('did:webinar-live');
  return { atMs, isQualified: book.decide(person, 'mql', atMs, did) };
}

/** Those marketing did not pass on: most read a little now and then, some go. */
export function staySleepy(book: StoryBook, person: Person, fromMs: number): void {
  const { random } = book;
  if (random.chance(0.12)) {
    const leftMs = Math.floor(fromMs + random.lognormal(20, 0.8) * DAY_MS);
    const isStudent = person.contact.persona === 'student';
    book.move(person, 'left', leftMs, {
      reason: isStudent
        ? 'student or private person'
        : random.pick(['competitor', 'no longer with the company', 'asked not to be contacted']),
      byId: 'tm-mkt-1',
    });
    person.unsubscribedMs = Math.min(person.unsubscribedMs, leftMs);
    return;
  }
  const months = Math.max(0, book.endMs - fromMs) / (30 * DAY_MS);
  readAlong(book, person, fromMs, book.endMs, Math.min(3, 0.11 * months), 'Education');
}

/** Letters and their clicks, drawn last because they change nothing. Six in ten subscribe. */
export function subscribe(book: StoryBook, person: Person): void {
  if (book.random.chance(0.55)) receiveNewsletters(book, person, NEWSLETTER);
}

function browseFirst(book: StoryBook, person: Person, channel: Channel, campaign: Campaign | null): void {
  const { random, market } = book;
  const atMs = person.firstTouchMs;
  const campaignId = campaign?.id ?? null;
  const landing =
    campaign?.id === PRIZE_DRAW
      ? market.asset('asset-page-prize')
      : market.reading(random, person.contact.persona, 'Education', atMs);
  person.contact.landingPage = landing.url;
  if (channel === 'Paid Social' || channel === 'Paid Search' || channel === 'Display') {
    book.record(person, { type: 'ad_clicked', atMs, channel, campaignId: campaignId ?? RETARGETING });
  }
  const spentMs = openAsset(book, person, landing, atMs + 2 * SECOND_MS, channel, campaignId);
  const staysOn = campaign?.id === PRIZE_DRAW || random.chance(0.38);
  const seenMs = atMs + spentMs + 20 * SECOND_MS;
  const laterMs = staysOn ? seenMs : book.calendar.browsing(random, atMs + random.lognormal(6, 1.2) * DAY_MS);
  const formMs = Math.max(seenMs, laterMs);
  if (!staysOn) readAlong(book, person, atMs + spentMs + MINUTE_MS, formMs, 0.8, 'Education');
  // Known only once the form is in: `record` asks `boundMs` which side of it a visit falls.
  person.knownMs = formMs;
  person.boundMs = formMs;
  const form =
    campaign?.id === PRIZE_DRAW
      ? 'Enter the draw'
      : random.pick([
          'Ask us',
          'Subscribe to the kilowatt letter',
          'Download the guide',
          'Book a call',
          'Get prices',
        ]);
  book.record(person, {
    type: 'form_submitted',
    atMs: formMs,
    channel: staysOn ? channel : 'Direct',
    campaignId: staysOn ? campaignId : null,
    url: landing.url,
    title: form,
    engagedSeconds: 35,
  });
}

function registerFirst(book: StoryBook, person: Person, campaign: Campaign | null): void {
  const atMs = person.firstTouchMs;
  person.contact.landingPage = `${book.market.asset('asset-home').url}webinars/energy-data`;
  // Registration is the first touch: the invitation that led to it was on other people's pages.
  person.knownMs = atMs;
  person.boundMs = atMs;
  joinWebinar(book, person, atMs, 'Webinar');
  if (campaign !== null && book.random.chance(0.4))
    readSession(book, person, atMs + 2 * MINUTE_MS, NEVER, 'Webinar', campaign.id, 'Education');
}

function meetAtEvent(book: StoryBook, person: Person, campaign: Campaign | null): void {
  const { random } = book;
  const atMs = person.firstTouchMs;
  const campaignId = campaign?.id ?? null;
  person.knownMs = atMs;
  book.record(person, {
    type: 'event_attended',
    atMs,
    channel: 'Event',
    campaignId,
    title: campaign?.name,
    engagedSeconds: 600,
  });
  if (random.chance(0.75)) {
    const [topic, question] = random.pick(EVENT_TOPICS);
    book.record(person, {
      type: 'event_talk',
      atMs: atMs + 10 * MINUTE_MS,
      channel: 'Event',
      campaignId,
      title: campaign?.name,
      direction: 'inbound',
      teammateId: book.account?.ownerId ?? person.sellerId,
      topic,
      question: random.chance(0.5) ? question : null,
      outcome: random.pick([
        'badge scanned, wants material',
        'will bring a colleague',
        'send prices',
        'call after the fair',
      ]),
      engagedSeconds: Math.round(random.lognormal(480, 0.5)),
    });
  }
  book.record(person, {
    type: 'email_sent',
    atMs: book.calendar.officeTime(random, atMs + 2 * DAY_MS),
    channel: 'Email',
    campaignId,
    title: 'Good to meet you',
    direction: 'outbound',
  });
}

function mailCold(book: StoryBook, person: Person, campaign: Campaign | null): void {
  const { random } = book;
  const campaignId = campaign?.id ?? null;
  person.knownMs = person.firstTouchMs;
  for (let mail = 0; mail < 3; mail++) {
    const sentMs = person.firstTouchMs + mail * 7 * DAY_MS;
    book.record(person, {
      type: 'email_sent',
      atMs: sentMs,
      channel: 'Bought List',
      campaignId,
      title: `Your energy bill, line by line (${mail + 1}/3)`,
      direction: 'outbound',
    });
    if (!random.chance(0.035)) continue;
    const clickedMs = Math.floor(sentMs + random.lognormal(6, 1.2) * HOUR_MS);
    book.record(person, { type: 'email_clicked', atMs: clickedMs, channel: 'Bought List', campaignId });
    readSession(book, person, clickedMs + 2 * SECOND_MS, NEVER, 'Bought List', campaignId, 'Education');
  }
}

function callCold(book: StoryBook, person: Person, campaign: Campaign | null): void {
  const { random, calendar } = book;
  person.firstTouchMs = calendar.officeTime(random, person.firstTouchMs);
  person.knownMs = person.firstTouchMs;
  for (let line = 0; line < 3; line++) {
    const type = line === 0 ? 'message' : random.chance(0.5) ? 'call' : 'message';
    const atMs = calendar.officeTime(
      random,
      person.firstTouchMs + line * 3 * DAY_MS + random.below(6 * HOUR_MS) * Math.sign(line),
    );
    const isAnswered = random.chance(0.18);
    book.record(person, {
      type,
      atMs,
      channel: 'Sales Outreach',
      campaignId: campaign?.id,
      teammateId: person.sellerId,
      direction: 'outbound',
      topic: random.pick(OPENERS),
      outcome: isAnswered ? 'answered, open to talk' : type === 'call' ? 'no answer' : 'no reply',
      engagedSeconds: isAnswered ? 240 : 0,
    });
    if (isAnswered) return;
  }
}

function fillInPartnerForm(book: StoryBook, person: Person, campaign: Campaign | null): void {
  const { random, market } = book;
  const atMs = person.firstTouchMs;
  person.knownMs = atMs;
  person.boundMs = atMs;
  const guide = market.asset(random.chance(0.6) ? 'asset-wp-iso50001' : 'asset-wp-outlook');
  person.contact.landingPage = 'partner portal';
  book.record(person, {
    type: 'form_submitted',
    atMs,
    channel: 'Content Syndication',
    campaignId: campaign?.id,
    assetId: guide.id,
    title: guide.title,
    engagedSeconds: 30,
  });
  if (random.chance(0.5))
    openAsset(book, person, guide, atMs + MINUTE_MS, 'Content Syndication', campaign?.id ?? null);
}
