/**
 * What a column can be mapped to: the fields and links of each kind of record, with the type each value must have.
 * Shared with the browser.
 */
export const recordTypes = [
  'contact',
  'account',
  'opportunity',
  'campaign',
  'product',
  'teammate',
  'interaction',
] as const;
export type RecordType = (typeof recordTypes)[number];

const customRecordTypes = ['contact', 'account', 'opportunity', 'campaign'] as const;
export type CustomRecordType = (typeof customRecordTypes)[number];

export const customTypes = ['text', 'number', 'date', 'boolean', 'option'] as const;
export type CustomType = (typeof customTypes)[number];

/** `time`: a moment; `date`: a day; `money`: integer minor units of the record's currency. */
export type ValueType =
  | 'text'
  | 'email'
  | 'domain'
  | 'integer'
  | 'number'
  | 'money'
  | 'date'
  | 'time'
  | 'boolean'
  | 'currency'
  | readonly string[];

type FieldTable = Readonly<Record<string, { type: ValueType; label: string }>>;

const text = (label: string) => ({ type: 'text', label }) as const;

export const recordFields = {
  contact: {
    email: { type: 'email', label: 'E-mail' },
    firstName: text('First name'),
    lastName: text('Last name'),
    name: text('Name'),
    title: text('Job title'),
    phone: text('Phone'),
    city: text('City'),
    country: text('Country'),
    persona: text('Persona'),
    buyingRole: text('Buying role'),
    channel: text('Channel (where they first came from)'),
    createdAt: { type: 'time', label: 'Created' },
  },
  account: {
    name: text('Name'),
    domain: { type: 'domain', label: 'Domain' },
    website: text('Website'),
    industry: text('Industry'),
    segment: text('Segment'),
    employeeCount: { type: 'integer', label: 'Employees' },
    annualRevenue: { type: 'money', label: 'Annual revenue' },
    currency: { type: 'currency', label: 'Currency' },
    country: text('Country'),
    city: text('City'),
    phone: text('Phone'),
    description: text('Description'),
    createdAt: { type: 'time', label: 'Created' },
  },
  opportunity: {
    name: text('Name'),
    amount: { type: 'money', label: 'Amount' },
    currency: { type: 'currency', label: 'Currency' },
    stage: text('Stage'),
    status: { type: ['open', 'won', 'lost'], label: 'Status (open, won, lost)' },
    openedAt: { type: 'time', label: 'Opened' },
    expectedCloseOn: { type: 'date', label: 'Expected close' },
    closedAt: { type: 'time', label: 'Closed' },
    product: text('Product'),
    createdAt: { type: 'time', label: 'Created' },
  },
  campaign: {
    name: text('Name'),
    type: text('Type'),
    status: text('Status'),
    channel: text('Channel'),
    objective: text('Objective'),
    startsOn: { type: 'date', label: 'Starts' },
    endsOn: { type: 'date', label: 'Ends' },
    budget: { type: 'money', label: 'Budget' },
    cost: { type: 'money', label: 'Cost' },
    currency: { type: 'currency', label: 'Currency' },
  },
  product: {
    name: text('Name'),
    family: text('Family'),
    listPrice: { type: 'money', label: 'List price' },
    currency: { type: 'currency', label: 'Currency' },
  },
  teammate: {
    name: text('Name'),
    email: { type: 'email', label: 'E-mail' },
    side: { type: ['marketing', 'sales', 'liaison'], label: 'Side (marketing, sales, liaison)' },
    team: text('Team'),
  },
  interaction: {
    kind: { type: ['content', 'person'], label: 'Kind (content, person)' },
    type: text('Type'),
    occurredAt: { type: 'time', label: 'When it happened' },
    direction: { type: ['inbound', 'outbound'], label: 'Direction (inbound, outbound)' },
    channel: text('Channel'),
    subject: text('Subject'),
    url: text('Address (URL)'),
    engagedSeconds: { type: 'integer', label: 'Seconds engaged' },
    completion: { type: 'number', label: 'Completion (0 to 1)' },
    verified: { type: 'boolean', label: 'Human-verified' },
    flagReason: text('Why not verified'),
  },
} as const satisfies Record<RecordType, FieldTable>;

/** Which other record each link of a record leads to. */
const recordLinks = {
  contact: { account: 'account', owner: 'teammate', campaign: 'campaign' },
  account: { parent: 'account', owner: 'teammate' },
  opportunity: { account: 'account', owner: 'teammate', campaign: 'campaign' },
  campaign: { owner: 'teammate' },
  product: {},
  teammate: {},
  interaction: {
    contact: 'contact',
    account: 'account',
    opportunity: 'opportunity',
    teammate: 'teammate',
    campaign: 'campaign',
  },
} as const satisfies Record<RecordType, Readonly<Record<string, RecordType>>>;

export function fieldsOf(type: RecordType): FieldTable {
  return recordFields[type];
}

export function linksOf(type: RecordType): Readonly<Record<string, RecordType>> {
  return recordLinks[type];
}

export function isRecordType(word: string): word is RecordType {
  return recordTypes.some((type) => type === word);
}

export function isCustomRecordType(word: string): word is CustomRecordType {
  return customRecordTypes.some((type) => type === word);
}
