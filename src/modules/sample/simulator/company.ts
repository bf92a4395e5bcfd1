import { PERSONAS, TEAMMATES } from './cast.ts';
import { asciiName, COUNTRIES, type Country, companyName, INVENTED_MARK } from './names.ts';
import { type Random, Weighted } from './random.ts';
import { NEVER, type Person, type StoryBook } from './story-book.ts';
import { FLAWS } from './truth.ts';
import type {
  BuyingRole,
  FitClass,
  PersonaKey,
  Region,
  Segment,
  SimulatedAccount,
  SimulatedContact,
} from './types.ts';

const COUNTRY = new Weighted(COUNTRIES.map((country) => [country, country.weight] as const));
const SEGMENT = new Weighted<Segment>([
  ['Manufacturing', 42],
  ['Food', 18],
  ['Chemicals', 14],
  ['Logistics', 11],
  ['Public', 9],
  ['Utilities', 6],
]);
const PERSONA = new Weighted<PersonaKey>([
  ['energy-manager', 20],
  ['plant-manager', 17],
  ['maintenance', 17],
  ['cfo', 11],
  ['head-of-it', 11],
  ['buyer', 12],
  ['sustainability', 9],
  ['student', 3],
]);
const LONER_PERSONA = new Weighted<PersonaKey>([
  ['student', 60],
  ['buyer', 15],
  ['maintenance', 15],
  ['energy-manager', 10],
]);
const FREE_MAIL = ['gmail.com', 'gmx.de', 'web.de', 'outlook.com', 'orange.fr', 'libero.it'] as const;

export const ROLE_OF: Record<PersonaKey, Weighted<BuyingRole>> = {
  cfo: new Weighted<BuyingRole>([
    ['decision maker', 78],
    ['influencer', 12],
    ['blocker', 10],
  ]),
  'plant-manager': new Weighted<BuyingRole>([
    ['decision maker', 45],
    ['champion', 35],
    ['user', 15],
    ['blocker', 5],
  ]),
  'energy-manager': new Weighted<BuyingRole>([
    ['champion', 55],
    ['user', 25],
    ['influencer', 20],
  ]),
  'head-of-it': new Weighted<BuyingRole>([
    ['influencer', 68],
    ['blocker', 22],
    ['decision maker', 10],
  ]),
  buyer: new Weighted<BuyingRole>([
    ['influencer', 65],
    ['blocker', 20],
    ['decision maker', 15],
  ]),
  maintenance: new Weighted<BuyingRole>([
    ['user', 70],
    ['champion', 22],
    ['influencer', 8],
  ]),
  sustainability: new Weighted<BuyingRole>([
    ['influencer', 60],
    ['champion', 25],
    ['user', 15],
  ]),
  student: new Weighted<BuyingRole>([['user', 100]]),
};

const SENIORITY: Record<PersonaKey, SimulatedContact['seniority']> = {
  cfo: 'executive',
  'plant-manager': 'executive',
  'energy-manager': 'manager',
  'head-of-it': 'head',
  buyer: 'manager',
  maintenance: 'specialist',
  sustainability: 'manager',
  student: 'student',
};

/** Companies that the brief asks for: see FULL_BRIEF in campaigns.ts. */
const WANTED = {
  segment: new Weighted<Segment>([
    ['Manufacturing', 57],
    ['Food', 24],
    ['Chemicals', 19],
  ]),
  employees: { least: 100, most: 2_000 },
};
const ANY = { segment: SEGMENT, employees: { least: 8, most: 24_000 } };

export function foundAccount(options: {
  seed: number;
  index: number;
  random: Random;
  startMs: number;
  /** Of the kind that campaigns are meant for, rather than any. */
  isWanted: boolean;
}): { account: SimulatedAccount; country: Country } {
  const { seed, index, random, startMs } = options;
  const kind = options.isWanted ? WANTED : ANY;
  const country = COUNTRY.draw(random);
  const segment = kind.segment.draw(random);
  const { least, most } = kind.employees;
  const employees = Math.max(least, Math.min(most, Math.round(random.lognormal(310, 1.05))));
  const { name, domain, city } = companyName(seed, index, country, segment, random);
  return {
    country,
    account: {
      id: `acct-${String(index).padStart(6, '0')}`,
      name,
      domain,
      segment,
      country: country.code,
      region: country.region,
      city,
      employees,
      fit: fitOf(segment, employees, random),
      ownerId: executiveFor(country.region, random),
      createdAt: new Date(startMs),
    },
  };
}

/** Energy-hungry plants of 100 to 2,000 people fit best; a little luck stands for what the segment does not say. */
function fitOf(segment: Segment, employees: number, random: Random): FitClass {
  const bySegment =
    segment === 'Manufacturing' || segment === 'Food' || segment === 'Chemicals'
      ? 2
      : segment === 'Utilities'
        ? 1
        : 0;
  const bySize =
    employees >= 100 && employees <= 2_000 ? 2 : employees > 2_000 ? 1 : employees >= 50 ? 0 : -1;
  const points = bySegment + bySize + 0.6 * random.normal();
  return points > 3.6 ? 'A' : points > 2.2 ? 'B' : points > 0.8 ? 'C' : 'D';
}

function executiveFor(region: Region, random: Random): string {
  const executives = TEAMMATES.filter(
    (mate) => mate.job === 'account executive' && mate.regions.includes(region),
  );
  return random.pick(executives).id;
}

/** DACH leads go mostly to one person: the overfull rep of truth.ts. */
function representativeFor(region: Region, random: Random): string {
  if (region === FLAWS.overfullRep.region)
    return random.chance(FLAWS.overfullRep.shareOfRegion) ? FLAWS.overfullRep.teammateId : 'tm-sdr-2';
  if (region === 'East') return 'tm-sdr-2';
  return region === 'South' ? FLAWS.slowRegion.teammateId : 'tm-sdr-3';
}

/** How many people of the account will ever meet us: few in small firms, a dozen in large ones. */
export function groupSize(random: Random, employees: number): number {
  return Math.min(16, 1 + random.poisson(2.5 * (employees / 100) ** 0.42, 15));
}

export function introduce(book: StoryBook, country: Country, firstTouchMs: number): Person {
  const { random, account } = book;
  const position = book.people.length + 1;
  const suffix = `${book.key}-${String(position).padStart(2, '0')}`;
  const persona = account === null ? LONER_PERSONA.draw(random) : PERSONA.draw(random);
  const firstName = random.pick(country.firstNames);
  const lastName = random.pick(country.lastNames);
  const contact: SimulatedContact = {
    id: `ct-${suffix}`,
    accountId: account?.id ?? null,
    firstName,
    lastName,
    title: titleOf(persona, random),
    persona,
    seniority: SENIORITY[persona],
    email:
      account === null
        ? freeMail(firstName, lastName, book, random)
        : workMail(firstName, lastName, account.domain, book, random),
    phone: country.phone !== null && random.chance(0.6) ? country.phone(random) : null,
    country: country.code,
    // Marketing's forms ask for the role; six in ten tell.
    buyingRole: random.chance(0.6) ? ROLE_OF[persona].draw(random) : null,
    origin: 'Direct',
    originCampaignId: null,
    landingPage: null,
    createdAt: new Date(firstTouchMs),
    ownerId: null,
    dirt: null,
    duplicateOfId: null,
  };
  const person: Person = {
    contact,
    profile: { id: `anon-${suffix}`, contactId: null, boundAt: null },
    intent: random.normal(),
    firstTouchMs,
    knownMs: NEVER,
    boundMs: NEVER,
    hasBrowsed: false,
    unsubscribedMs: NEVER,
    pricingMs: [],
    webinarMs: NEVER,
    calculatorMs: NEVER,
    demoMs: NEVER,
    caseStudyFinishedMs: NEVER,
    sheetOpenedMs: NEVER,
    stage: null,
    sellerId: representativeFor(country.region, random),
  };
  book.people.push(person);
  return person;
}

function titleOf(persona: PersonaKey, random: Random): string {
  const found = PERSONAS.find((candidate) => candidate.key === persona);
  return random.pick(found?.titles ?? ['Employee']);
}

function workMail(
  firstName: string,
  lastName: string,
  domain: string,
  book: StoryBook,
  random: Random,
): string {
  const first = asciiName(firstName);
  const last = asciiName(lastName);
  const local = random.chance(0.7) ? `${first}.${last}` : `${first.slice(0, 1)}.${last}`;
  const address = `${local}@${domain}`;
  const isTaken = book.people.some((person) => person.contact.email === address);
  return isTaken ? `${local}${book.people.length + 1}@${domain}` : address;
}

/** Free-mail providers are real, so the address says aloud that nobody owns it. */
function freeMail(firstName: string, lastName: string, book: StoryBook, random: Random): string {
  return `${asciiName(firstName)}.${asciiName(lastName)}.${INVENTED_MARK}.${book.key}@${random.pick(FREE_MAIL)}`;
}
