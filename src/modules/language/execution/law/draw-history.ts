import fc from 'fast-check';
import type { FactValue, FactValues, InteractionFact } from '../../facts/lead-facts.ts';
import { dateText, momentIn } from './draw-times.ts';

/** Ids that sort apart from how they were drawn. */
const idOf = (kind: string, n: number) =>
  `${kind}${((n * 37 + 11) % 251).toString(16).padStart(6, '0')}-0000-4000-8000-0000000000${(n + 16).toString(16)}`;
export const assetIds = [1, 2, 3].map((n) => idOf('a5', n));
export const campaignIds = [1, 2].map((n) => idOf('ca', n));
export const ownerIds = [1, 2].map((n) => idOf('0e', n));
const accountIds = [1, 2, 3].map((n) => idOf('ac', n));
export const stages = ['inquiry', 'mql', 'sal', 'opportunity'];
/** Words as people write them: case, space, compatibility forms, quotes, nothing at all. */
export const words = [
  'CFO',
  ' cfo ',
  'Head of IT',
  'Straße',
  'STRASSE',
  'ΣΙΓΜΑΣ',
  'İstanbul',
  'ﬁnance',
  '２０２４',
  "O'Neil \\ 'x'",
  '100% {a: b}',
  '',
  '   ',
  '12',
];
export const types = ['page_view', 'Form_Submitted', 'call', 'email_sent', 'email_clicked', 'demo'];
export const channels = ['Organic Search', 'email', 'Paid Social'];
export const topics = ['Pricing', 'Security', 'Straße'];
const pages = ['/Pricing', '/pricing/plans', '/blog/Ünï', '/'];

export const customTypes = {
  contact: { seniority: 'text', size: 'number', since: 'date', vip: 'boolean', tier: 'option' },
  account: { arr: 'number', tier: 'option', since: 'date' },
  opportunity: { risk: 'text', due: 'date', seats: 'number' },
} as const;

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4, nil: null });
const word = orNull(fc.constantFrom(...words));
const amount = orNull(fc.constantFrom(0, 1, -3, 10, 12.5, 0.1, 250, 1e21, 123_456_789.123));
const numberAsText = fc.constantFrom(
  '12',
  '0012',
  '12.50',
  '1e3',
  '-3',
  '0.1',
  ' 7 ',
  'many',
  '',
  '1,5',
  '+5',
  '.5',
);
const yes = fc.constantFrom<FactValue>(true, false, 'true', 'FALSE', 'yes', '', null);

function customValue(type: string): fc.Arbitrary<FactValue> {
  if (type === 'number') return fc.oneof(amount, numberAsText);
  if (type === 'date')
    return orNull(fc.oneof(dateText, fc.constantFrom('2024-02-30', 'soon', '2024-3-1', '')));
  return type === 'boolean' ? yes : fc.oneof(word, fc.constantFrom(5, true));
}

const custom = (of: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(of).map(([key, type]) => [`custom.${key}`, customValue(type)]));

const iso = (timeZone: string) => momentIn(timeZone).map((ms) => new Date(ms).toISOString());

const contactValues = (timeZone: string): fc.Arbitrary<FactValues> =>
  fc.record({
    name: word,
    email: word,
    emailDomain: word,
    title: word,
    phone: word,
    city: word,
    country: word,
    persona: word,
    buyingRole: word,
    channel: word,
    campaignId: orNull(fc.constantFrom(...campaignIds)),
    ownerId: orNull(fc.constantFrom(...ownerIds)),
    createdAt: iso(timeZone),
    ...custom(customTypes.contact),
  });

const accountValues = (timeZone: string): fc.Arbitrary<FactValues> =>
  fc.record({
    name: word,
    domain: word,
    industry: word,
    segment: word,
    country: word,
    city: word,
    currency: word,
    employeeCount: amount,
    annualRevenueMinor: amount,
    ownerId: orNull(fc.constantFrom(...ownerIds)),
    createdAt: iso(timeZone),
    ...custom(customTypes.account),
  });

const dealValues: fc.Arbitrary<FactValues> = fc.record({
  name: word,
  product: word,
  currency: word,
  amountMinor: amount,
  expectedCloseOn: orNull(dateText),
  campaignId: orNull(fc.constantFrom(...campaignIds)),
  ownerId: orNull(fc.constantFrom(...ownerIds)),
  ...custom(customTypes.opportunity),
});

/** The first also stands for the time before it. */
function overTime<T>(
  one: fc.Arbitrary<T>,
  timeZone: string,
  most: number,
): fc.Arbitrary<{ fromMs: number; values: T }[]> {
  return fc
    .uniqueArray(fc.record({ fromMs: momentIn(timeZone), values: one }), {
      minLength: 1,
      maxLength: most,
      selector: ({ fromMs }) => fromMs,
    })
    .map((states) => states.sort((a, b) => a.fromMs - b.fromMs));
}

const interactionFact = (timeZone: string): fc.Arbitrary<InteractionFact> =>
  fc.record({
    id: fc.uuid({ version: 4 }),
    atMs: momentIn(timeZone),
    kind: fc.constantFrom('content', 'person'),
    type: fc.constantFrom(...types),
    counted: fc.constantFrom(true, true, true, false),
    channel: orNull(fc.constantFrom(...channels)),
    campaignId: orNull(fc.constantFrom(...campaignIds)),
    assetId: orNull(fc.constantFrom(...assetIds)),
    topics: fc.subarray(topics),
    page: orNull(fc.constantFrom(...pages)),
    direction: orNull(fc.constantFrom('inbound', 'outbound')),
    engagedSeconds: fc.constantFrom(0, 0, 5, 90),
    completionPercent: orNull(fc.constantFrom(0, 30, 75, 100)),
    subject: fc.constant(null),
  });

const lead = (timeZone: string) =>
  fc.record({
    // Most are known before any moment drawn: of whom is not, there is nothing to ask.
    knownAtMs: fc.oneof({ weight: 4, arbitrary: fc.constant(Date.UTC(2024, 0, 1)) }, momentIn(timeZone)),
    contact: overTime(contactValues(timeZone), timeZone, 3),
    accountIds: overTime(orNull(fc.constantFrom(...accountIds)), timeZone, 2),
    reachedMs: fc.dictionary(fc.constantFrom(...stages), momentIn(timeZone), { maxKeys: 3 }),
    interactions: fc.array(interactionFact(timeZone), { maxLength: 14 }),
  });
export type DrawnLead = typeof lead extends (zone: string) => fc.Arbitrary<infer T> ? T : never;

const deal = (timeZone: string) =>
  fc.record({
    openedAtMs: momentIn(timeZone),
    closedAtMs: orNull(momentIn(timeZone)),
    status: fc.constantFrom('open', 'won', 'lost'),
    stages: overTime(orNull(fc.constantFrom('discovery', 'proposal')), timeZone, 2),
    fields: overTime(dealValues, timeZone, 2),
    /** Who has a part in it, and since when, by their place among the leads. */
    parts: fc.uniqueArray(fc.record({ lead: fc.nat({ max: 11 }), joinedAtMs: momentIn(timeZone) }), {
      maxLength: 4,
      selector: (part) => part.lead,
    }),
  });
export type DrawnDeal = typeof deal extends (zone: string) => fc.Arbitrary<infer T> ? T : never;

export type DrawnWorld = {
  leads: DrawnLead[];
  accounts: Record<string, { fromMs: number; values: FactValues }[]>;
  deals: DrawnDeal[];
};

export const world = (timeZone: string, leads: number): fc.Arbitrary<DrawnWorld> =>
  fc.record({
    leads: fc.array(lead(timeZone), { minLength: 1, maxLength: leads, size: 'max' }),
    accounts: fc.record(
      Object.fromEntries(accountIds.map((id) => [id, overTime(accountValues(timeZone), timeZone, 2)])),
    ),
    deals: fc.array(deal(timeZone), { maxLength: 8 }),
  });
