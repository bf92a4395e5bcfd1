import { isReadByPages, LONG_WHITE_PAPER, PRICING_PAGE, ROI_CALCULATOR, SAVINGS_SHEET } from './assets.ts';
import { DAY_MS, SECOND_MS } from './calendar.ts';
import { RETARGETING, WEBINARS } from './campaigns.ts';
import { Weighted } from './random.ts';
import type { Person, StoryBook } from './story-book.ts';
import type { Asset, BuyingStage, Channel } from './types.ts';

/** A completion from here on counts as finished, as it does in truth.ts. */
const FINISHED = 0.9;

const RETURN_CHANNELS = new Weighted<Channel>([
  ['Organic Search', 30],
  ['Direct', 30],
  ['Email', 18],
  ['Organic Social', 8],
  ['Referral', 6],
  ['Paid Search', 8],
]);

/** Sessions spread over a stretch of time, with now and then a retargeting ad for the eager. */
export function readAlong(
  book: StoryBook,
  person: Person,
  fromMs: number,
  toMs: number,
  mean: number,
  stage: BuyingStage,
): void {
  const { random } = book;
  const until = Math.min(toMs, book.endMs);
  if (until <= fromMs) return;
  // The part of the stretch we see holds its part of the sessions.
  const seen = (until - fromMs) / (toMs - fromMs);
  const sessions = random.poisson(mean * seen * Math.exp(0.45 * person.intent), 40);
  for (let count = 0; count < sessions; count++) {
    const drawnMs = Math.floor(fromMs + (until - fromMs) * random.next());
    const habitualMs = book.calendar.browsing(random, drawnMs);
    // Near the edges of the stretch the habit would fall outside of it.
    const atMs = habitualMs >= fromMs && habitualMs < until ? habitualMs : drawnMs;
    const isEager = person.intent > 0 || stage === 'Selection';
    const isAd = random.chance(isEager ? 0.13 : 0.02);
    const channel = isAd ? 'Display' : RETURN_CHANNELS.draw(random);
    readSession(book, person, atMs, until, channel, isAd ? RETARGETING : null, stage);
  }
}

/** One visit: an ad click or mail click at times, then a few pages. Ends before `untilMs`. */
export function readSession(
  book: StoryBook,
  person: Person,
  atMs: number,
  untilMs: number,
  channel: Channel,
  campaignId: string | null,
  stage: BuyingStage,
): void {
  const { random, market } = book;
  let cursor = atMs;
  if (channel === 'Display' || channel === 'Paid Social' || channel === 'Paid Search') {
    book.record(person, {
      type: 'ad_clicked',
      atMs: cursor,
      channel,
      campaignId: campaignId ?? (channel === 'Paid Search' ? 'cmp-search' : null),
    });
    cursor += 2 * SECOND_MS;
  }
  const pages = 1 + random.poisson(0.95, 7);
  let previousId = '';
  for (let page = 0; page < pages && cursor < untilMs; page++) {
    const asset = market.reading(random, person.contact.persona, stage, cursor);
    if (asset.id === previousId) continue;
    previousId = asset.id;
    cursor += openAsset(book, person, asset, cursor, channel, campaignId) + 5 * SECOND_MS;
  }
}

/** Opens one asset and remembers what the gates will ask for. Returns how long it took, in ms. */
export function openAsset(
  book: StoryBook,
  person: Person,
  asset: Asset,
  atMs: number,
  channel: Channel,
  campaignId: string | null,
): number {
  const { random } = book;
  const isDocument =
    asset.type === 'case study' ||
    asset.type === 'white paper' ||
    asset.type === 'product sheet' ||
    asset.type === 'video' ||
    asset.type === 'webinar recording';
  const completion = isDocument ? completionOf(book, person, asset) : undefined;
  // Most content is read for under three minutes; a long paper or a film holds longer.
  const median =
    asset.type === 'video' || asset.type === 'webinar recording' ? 240 : 38 * Math.sqrt(asset.pages);
  const engagedSeconds = Math.max(
    1,
    Math.round(random.lognormal(median, 0.8) * (0.3 + 0.7 * (completion ?? 1))),
  );
  book.record(person, {
    type: isDocument ? 'asset_viewed' : 'page_view',
    atMs,
    channel,
    campaignId,
    assetId: asset.id,
    url: asset.url,
    title: asset.title,
    engagedSeconds,
    completion: completion === undefined ? undefined : inWholePages(asset, completion, engagedSeconds),
  });
  remember(person, asset, atMs, completion ?? 1);
  return engagedSeconds * SECOND_MS;
}

/** Pages at which readers of some papers give up, and from how near they are drawn to it. */
const STICKING_PAGES: Readonly<Record<string, { page: number; reach: number }>> = {
  [LONG_WHITE_PAPER]: { page: 7, reach: 1 },
  'asset-cs-retrofit': { page: 7, reach: 3 },
};

/** A document is seen page by page, so what was seen of it is a whole number of them. */
function inWholePages(asset: Asset, completion: number, engagedSeconds: number): number {
  if (!isReadByPages(asset) || completion >= FINISHED) return completion;
  const most = Math.ceil(FINISHED * asset.pages) - 1;
  const seen = Math.min(most, Math.max(1, Math.round(completion * asset.pages)));
  const sticking = STICKING_PAGES[asset.id];
  const isNear = sticking !== undefined && Math.abs(seen - sticking.page) <= sticking.reach;
  // Two of three; which ones, the seconds say as well as dice.
  return (isNear && engagedSeconds % 3 > 0 ? sticking.page : seen) / asset.pages;
}

function remember(person: Person, asset: Asset, atMs: number, completion: number): void {
  if (asset.id === PRICING_PAGE) person.pricingMs.push(atMs);
  if (asset.id === ROI_CALCULATOR) person.calculatorMs = Math.min(person.calculatorMs, atMs);
  if (asset.id === SAVINGS_SHEET) person.sheetOpenedMs = Math.min(person.sheetOpenedMs, atMs);
  if (asset.type === 'case study' && completion >= FINISHED)
    person.caseStudyFinishedMs = Math.min(person.caseStudyFinishedMs, atMs);
}

function completionOf(book: StoryBook, person: Person, asset: Asset): number {
  const { random } = book;
  const finishes =
    asset.type === 'case study'
      ? 0.66
      : asset.id === LONG_WHITE_PAPER
        ? 0.01
        : asset.type === 'white paper'
          ? 0.25
          : 0.45;
  if (random.chance(finishes)) return 1;
  // Readers of the long paper stop around page seven of 38.
  const seen =
    asset.id === LONG_WHITE_PAPER
      ? 0.18 * random.lognormal(1, 0.35)
      : random.next() * (person.intent > 0 ? 0.95 : 0.8);
  const pages = Math.max(asset.pages, 10);
  return Math.min(0.88, Math.round((Math.max(1, Math.round(seen * pages)) / pages) * 100) / 100);
}

/** Registers now, and on the day comes or does not. */
export function joinWebinar(book: StoryBook, person: Person, atMs: number, channel: Channel): void {
  const date = book.market.nextWebinar(atMs);
  if (date === null) return;
  const title = book.market.campaign(WEBINARS).name;
  book.record(person, {
    type: 'webinar_registered',
    atMs,
    channel,
    campaignId: WEBINARS,
    title,
    engagedSeconds: 40,
  });
  if (!book.random.chance(0.52)) return;
  const joinedMs = date.getTime() + book.random.below(240) * SECOND_MS;
  const engagedSeconds = Math.min(2_700, Math.round(book.random.lognormal(1_900, 0.4)));
  book.record(person, {
    type: 'webinar_attended',
    atMs: joinedMs,
    channel: 'Webinar',
    campaignId: WEBINARS,
    title,
    engagedSeconds,
    completion: Math.min(1, Math.round((engagedSeconds / 2_400) * 100) / 100),
    question: book.random.chance(0.12) ? book.random.pick(WEBINAR_QUESTIONS) : null,
  });
  person.webinarMs = Math.min(person.webinarMs, joinedMs);
}

const WEBINAR_QUESTIONS = [
  'Does it work with meters we already have?',
  'How many machines before it pays?',
  'Who reads the alarms at night?',
  'Can the data stay in our own network?',
  'What did the foundry do first?',
];

/** Monthly letters for the rest of a subscriber's time, clicks through to blog posts only: inert by construction. */
export function receiveNewsletters(book: StoryBook, person: Person, campaignId: string): void {
  const { random, market, calendar } = book;
  const title = market.campaign(campaignId).name;
  const start = calendar.startMs + 6 * DAY_MS;
  for (let atMs = start; atMs < book.endMs; atMs += 28 * DAY_MS) {
    if (atMs < person.knownMs || atMs >= person.unsubscribedMs) continue;
    const sentMs = calendar.officeTime(random, atMs) + random.below(600) * SECOND_MS;
    if (sentMs < person.knownMs) continue;
    book.record(person, {
      type: 'email_sent',
      atMs: sentMs,
      channel: 'Email',
      campaignId,
      title,
      direction: 'outbound',
    });
    if (!random.chance(0.055 * Math.exp(0.4 * person.intent))) {
      if (random.chance(0.006)) {
        person.unsubscribedMs = sentMs + random.below(DAY_MS);
        book.record(person, {
          type: 'email_unsubscribed',
          atMs: person.unsubscribedMs,
          channel: 'Email',
          campaignId,
        });
      }
      continue;
    }
    const clickedMs = Math.floor(sentMs + random.lognormal(5, 1.2) * 3_600_000);
    const post = market.blogPost(random, sentMs);
    book.record(person, {
      type: 'email_clicked',
      atMs: clickedMs,
      channel: 'Email',
      campaignId,
      assetId: post.id,
      url: post.url,
      title: post.title,
    });
    openAsset(book, person, post, clickedMs + 2 * SECOND_MS, 'Email', campaignId);
  }
}
