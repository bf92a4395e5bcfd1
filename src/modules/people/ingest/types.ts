/**
 * What any source of records (a CSV row, a CRM export, the sample company, a connector) hands to `ingest`.
 *
 * A record names others by a `RecordRef`. Absent and blank fields overwrite nothing. Times are UTC `Date`s, dates
 * `YYYY-MM-DD`, money integer minor units with its currency.
 */
export type ExternalId = { system: string; id: string };

/** Tried in this order: `key` of a record in the same batch, our own `id`, external ids, e-mail or domain, exact name. */
export type RecordRef = {
  key?: string;
  id?: string;
  externalIds?: readonly ExternalId[];
  email?: string;
  domain?: string;
  name?: string;
};

export type CustomValue = string | number | boolean | null;

type Identified = {
  /** Unique in the batch; what `RecordRef.key` and the outcome refer to. */
  key: string;
  externalIds?: readonly ExternalId[];
};

export type TeammateInput = Identified & {
  name?: string;
  email?: string;
  side?: 'marketing' | 'sales' | 'liaison';
  team?: string;
};

export type CampaignInput = Identified & {
  name?: string;
  type?: string;
  status?: string;
  channel?: string;
  objective?: string;
  startsOn?: string;
  endsOn?: string;
  budgetMinor?: number;
  costMinor?: number;
  currency?: string;
  owner?: RecordRef;
  custom?: Readonly<Record<string, CustomValue>>;
};

export type ProductInput = Identified & {
  name: string;
  family?: string;
  listPriceMinor?: number;
  currency?: string;
};

export type AssetInput = Identified & {
  title: string;
  type?: string;
  url?: string;
  audience?: 'buyer' | 'seller';
  personas?: readonly string[];
  buyingStages?: readonly string[];
  campaign?: RecordRef;
};

export type AccountInput = Identified & {
  name?: string;
  domain?: string;
  website?: string;
  industry?: string;
  segment?: string;
  employeeCount?: number;
  annualRevenueMinor?: number;
  currency?: string;
  country?: string;
  city?: string;
  phone?: string;
  description?: string;
  parent?: RecordRef;
  owner?: RecordRef;
  createdAt?: Date;
  custom?: Readonly<Record<string, CustomValue>>;
};

export type ContactInput = Identified & {
  email?: string;
  firstName?: string;
  lastName?: string;
  /** The whole name, where first and last are not told apart. */
  name?: string;
  title?: string;
  phone?: string;
  city?: string;
  country?: string;
  persona?: string;
  buyingRole?: string;
  /** Where the person first came from. */
  channel?: string;
  campaign?: RecordRef;
  account?: RecordRef;
  owner?: RecordRef;
  createdAt?: Date;
  custom?: Readonly<Record<string, CustomValue>>;
};

export type OpportunityInput = Identified & {
  name?: string;
  account?: RecordRef;
  amountMinor?: number;
  currency?: string;
  stage?: string;
  status?: 'open' | 'won' | 'lost';
  openedAt?: Date;
  expectedCloseOn?: string;
  closedAt?: Date;
  product?: string;
  campaign?: RecordRef;
  owner?: RecordRef;
  buyingGroup?: readonly { contact: RecordRef; role?: string; isPrimary?: boolean }[];
  stageHistory?: readonly { stage: string; status: 'open' | 'won' | 'lost'; at: Date; reason?: string }[];
  createdAt?: Date;
  custom?: Readonly<Record<string, CustomValue>>;
};

export type StageChangeInput = {
  key: string;
  contact: RecordRef;
  outcome: 'reached' | 'returned' | 'left';
  /** Key of a lifecycle stage: inquiry, mql, sal, sql, opportunity, customer. */
  stage: string;
  at: Date;
  source: 'import' | 'opportunity' | 'hand' | 'interaction' | 'definition' | 'sample';
  /** Names the fact stated (such as `salesforce:stage:mql`): the same fact again changes nothing, with another time it supersedes. */
  sourceKey?: string;
  reason?: string;
  evidence?: Readonly<Record<string, unknown>>;
  actorName?: string;
};

export type ProfileInput = {
  key: string;
  anonymousId: string;
  contact?: RecordRef;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

export type InteractionInput = {
  key: string;
  kind: 'content' | 'person';
  type: string;
  occurredAt: Date;
  direction?: 'inbound' | 'outbound';
  contact?: RecordRef;
  /** Others of theirs who took part; nobody is made of them. */
  otherContacts?: readonly RecordRef[];
  account?: RecordRef;
  opportunity?: RecordRef;
  /** By `anonymousId`. */
  profile?: string;
  teammate?: RecordRef;
  channel?: string;
  campaign?: RecordRef;
  asset?: RecordRef;
  subject?: string;
  url?: string;
  engagedSeconds?: number;
  completion?: number;
  verified?: boolean;
  flagReason?: string;
  properties?: Readonly<Record<string, unknown>>;
  /** The sender's own id for this event; the same one again is a duplicate and changes nothing. */
  externalId?: string;
};

export type IngestBatch = {
  teammates?: readonly TeammateInput[];
  campaigns?: readonly CampaignInput[];
  products?: readonly ProductInput[];
  assets?: readonly AssetInput[];
  accounts?: readonly AccountInput[];
  contacts?: readonly ContactInput[];
  profiles?: readonly ProfileInput[];
  opportunities?: readonly OpportunityInput[];
  stageChanges?: readonly StageChangeInput[];
  interactions?: readonly InteractionInput[];
};

export type IngestOutcome = 'created' | 'updated' | 'unchanged' | 'refused';

export type IngestResult = {
  /** By key of the input, for all kinds alike (keys are unique across the batch). */
  outcomes: ReadonlyMap<
    string,
    { outcome: IngestOutcome; recordId: string | null; reason?: string; reasonCode?: string }
  >;
};
