import { arrive, ripen, staySleepy, subscribe } from './buyers.ts';
import { Calendar, DAY_MS, MINUTE_MS } from './calendar.ts';
import { COMPANY, PERSONAS, PRODUCTS, TEAMMATES } from './cast.ts';
import { foundAccount, groupSize, introduce } from './company.ts';
import { makeDeals } from './deals.ts';
import { soil } from './dirt.ts';
import { drawDrive, isDrive } from './drives.ts';
import { Market } from './marketing.ts';
import { COUNTRIES, type Country } from './names.ts';
import { Random } from './random.ts';
import { workLead } from './selling.ts';
import { type Person, StoryBook } from './story-book.ts';
import { type SimulationTruth, TRUTH } from './truth.ts';
import type { Channel, SimulatedAccountStory, SimulationCast } from './types.ts';

export type { SimulationTruth } from './truth.ts';

export type SimulationOptions = {
  seed: number;
  /** 1 = the sample company, some 30,000 interactions; everything but the cast grows in proportion. */
  scale: number;
  /** The end of the eighteen months, usually today's midnight UTC. */
  endAt: Date;
  /** What would have happened had everybody come by this channel, at the time at which they came. For truths only. */
  asIfBy?: Channel;
};

export type Simulation = {
  cast: SimulationCast;
  /** Number of stories that `accounts()` will tell, for progress. */
  storyCount: number;
  /** One story at a time; nothing is kept, so memory stays flat. May be called again, with the same outcome. */
  accounts(): Iterable<SimulatedAccountStory>;
  truth: SimulationTruth;
};

const STORIES_AT_SCALE_1 = 840;
/** Of the stories that are of no drive, one in three is of a single person with a free-mail address. */
const LONER_SHARE = 0.36;

/** Simulates the sample company. Story i depends on (seed, i, endAt) only, so a smaller scale is a prefix of a larger. */
export function simulate({ seed, scale, endAt, asIfBy }: SimulationOptions): Simulation {
  if (!Number.isSafeInteger(seed)) throw new RangeError('seed must be a whole number');
  if (!(scale > 0 && scale <= 100_000)) throw new RangeError('scale must be above 0 and at most 100,000');
  if (Number.isNaN(endAt.getTime())) throw new RangeError('endAt must be a date');
  const calendar = new Calendar(endAt);
  const market = new Market(calendar, scale, asIfBy ?? null);
  const storyCount = Math.max(1, Math.round(STORIES_AT_SCALE_1 * scale));
  return {
    cast: {
      company: COMPANY,
      teammates: TEAMMATES,
      personas: PERSONAS,
      campaigns: market.campaigns,
      assets: market.assets,
      products: PRODUCTS,
    },
    storyCount,
    *accounts() {
      for (let index = 0; index < storyCount; index++) yield tellStory(seed, index, calendar, market);
    },
    truth: TRUTH,
  };
}

function tellStory(seed: number, index: number, calendar: Calendar, market: Market): SimulatedAccountStory {
  const random = new Random(seed, index);
  const isOfDrive = isDrive(index);
  const isLoner = !isOfDrive && random.chance(LONER_SHARE);
  const founded = isLoner
    ? null
    : foundAccount({ seed, index, random, startMs: calendar.startMs, isWanted: isOfDrive });
  const book = new StoryBook(index, random, calendar, market, founded?.account ?? null);
  const country = founded?.country ?? random.pick(COUNTRIES);
  const ready: { person: Person; atMs: number }[] = [];
  for (const person of isOfDrive ? bringPeople(book, country) : gatherPeople(book, country)) {
    const dealMs = liveThrough(book, person);
    if (dealMs !== null) ready.push({ person, atMs: dealMs });
  }
  makeDeals(book, country, ready);
  // Whom a drive brought did not ask for letters.
  if (!isOfDrive) for (const person of book.people) subscribe(book, person);
  soil(book);
  return book.close();
}

/** The account's people as they turn up: the first by the season, colleagues after, mostly within months. */
function gatherPeople(book: StoryBook, country: Country): Person[] {
  const { random, calendar, account } = book;
  const firstMs = calendar.arrival(random);
  const wanted = account === null ? 1 : groupSize(random, account.employees);
  for (let count = 0; count < wanted; count++) {
    const wishedMs =
      count === 0 ? firstMs : calendar.browsing(random, firstMs + random.lognormal(70, 1.2) * DAY_MS);
    if (wishedMs >= book.endMs) continue;
    const person = introduce(book, country, wishedMs);
    const earliestMs = count === 0 ? calendar.startMs : firstMs;
    arrive(book, person, { wantedMs: wishedMs, earliestMs, campaign: null });
  }
  return [...book.people];
}

/** The one or two of a company that a drive brought. */
function bringPeople(book: StoryBook, country: Country): Person[] {
  const { random, market, calendar } = book;
  const { campaign, atMs, people } = drawDrive(random, market, calendar);
  for (let count = 0; count < people; count++) {
    const wantedMs = atMs + count * random.below(20) * MINUTE_MS;
    if (wantedMs >= book.endMs) continue;
    arrive(book, introduce(book, country, wantedMs), { wantedMs, earliestMs: calendar.startMs, campaign });
  }
  return [...book.people];
}

/** From inquiry to where the lead's own way ends. Returns the moment a deal may open, or null. */
function liveThrough(book: StoryBook, person: Person): number | null {
  if (person.knownMs >= book.endMs) return null;
  const { atMs, isQualified } = ripen(book, person);
  if (atMs >= book.endMs) return null;
  if (isQualified) return workLead(book, person, atMs);
  staySleepy(book, person, atMs);
  return null;
}
