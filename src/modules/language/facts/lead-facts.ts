/**
 * What rules are asked about: one lead as of one moment. Both executions of a definition read the same facts; here they
 * are values, in ClickHouse columns (`migrations/clickhouse/0004`).
 */
export type FactValue = string | number | boolean | null;

/** By the key behind the dot: `title`, `custom.seniority`. Text is unfolded; money in minor units; times ISO 8601 UTC; dates YYYY-MM-DD. */
export type FactValues = Readonly<Record<string, FactValue>>;

export type InteractionFact = {
  id: string;
  atMs: number;
  kind: 'content' | 'person';
  type: string;
  /** False: how long a page was read, told when it was left. Counts for seconds and completion alone. */
  counted: boolean;
  channel: string | null;
  campaignId: string | null;
  assetId: string | null;
  topics: readonly string[];
  /** The page's address without its query. */
  page: string | null;
  direction: 'inbound' | 'outbound' | null;
  engagedSeconds: number;
  completionPercent: number | null;
  /** For people who read a ledger. */
  subject: string | null;
};

export type LeadFacts = {
  contactId: string;
  atMs: number;
  /** Since when somebody is known; a lead is asked about from then on. */
  knownAtMs: number;
  contact: FactValues;
  account: FactValues | null;
  /** Of the deals in which they have a part, the one opened last. */
  opportunity: FactValues | null;
  /** When each lifecycle stage was first reached. */
  reachedMs: Readonly<Record<string, number>>;
  /** Verified, at or before `atMs`, in the order of time. */
  interactions: readonly InteractionFact[];
};

/** A record's fields over time: each state holds from its moment to the next; the first one also before. */
export type StateOverTime = readonly { fromMs: number; values: FactValues }[];

/** All that is known of one lead; `factsAsOf` says what was so at a moment. */
export type LeadHistory = {
  contactId: string;
  knownAtMs: number;
  contact: StateOverTime;
  /** Which account they belonged to, and its fields over time, by account. */
  accountIds: readonly { fromMs: number; accountId: string | null }[];
  accounts: Readonly<Record<string, StateOverTime>>;
  opportunities: readonly {
    id: string;
    openedAtMs: number;
    closedAtMs: number | null;
    /** Since when the contact has a part in it. */
    joinedAtMs: number;
    status: 'open' | 'won' | 'lost';
    stages: readonly { atMs: number; stage: string | null }[];
    fields: StateOverTime;
  }[];
  reachedMs: Readonly<Record<string, number>>;
  interactions: readonly InteractionFact[];
};
