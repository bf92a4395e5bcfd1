import { type SQL, sql } from 'drizzle-orm/sql/sql';
import type { RecordType } from './contract.ts';

/** A column that a list can be ordered by. `asc`, `desc`: where its index puts nulls when read that way. */
export type SortColumn = {
  column: SQL;
  type: SQL;
  nullable: boolean;
  nulls: { asc: 'first' | 'last'; desc: 'first' | 'last' };
};

export type ListSource = {
  recordType: RecordType;
  table: SQL;
  /** Which rows of the table are in the list at all. The row's alias is `r`. */
  base: SQL;
  columns: Readonly<Record<string, SQL>>;
  sorts: Readonly<Record<string, SortColumn>>;
  defaultSort: { key: string; direction: 'asc' | 'desc' };
  /** Fields that `search_text` holds: a filter on them may find its candidates by the trigram index. */
  searched: readonly string[];
  /** Whether a search also looks at the name of the record's company. */
  searchesCompany: boolean;
};

const ascIndex = { asc: 'last', desc: 'first' } as const;
const descIndex = { asc: 'first', desc: 'last' } as const;
const text = sql`text`;
const timestamptz = sql`timestamptz`;

const byName: SortColumn = { column: sql`r.sort_name`, type: text, nullable: false, nulls: ascIndex };
const byCreation: SortColumn = {
  column: sql`r.created_at`,
  type: timestamptz,
  nullable: false,
  nulls: descIndex,
};

const contacts: ListSource = {
  recordType: 'contact',
  table: sql`contact`,
  base: sql`r.merged_into_id is null`,
  columns: {
    name: sql`r.name`,
    email: sql`r.email`,
    title: sql`r.title`,
    accountId: sql`r.account_id`,
    lifecycleStage: sql`r.lifecycle_stage`,
    lifecycleStatus: sql`r.lifecycle_status`,
    lifecycleSince: sql`r.lifecycle_since`,
    ownerId: sql`r.owner_id`,
    lastInteractionAt: sql`r.last_interaction_at`,
    channel: sql`r.channel`,
    campaignId: sql`r.campaign_id`,
    firstName: sql`r.first_name`,
    lastName: sql`r.last_name`,
    phone: sql`r.phone`,
    city: sql`r.city`,
    country: sql`r.country`,
    persona: sql`r.persona`,
    buyingRole: sql`r.buying_role`,
    createdAt: sql`r.created_at`,
    updatedAt: sql`r.updated_at`,
  },
  sorts: {
    name: byName,
    createdAt: byCreation,
    lifecycleSince: { column: sql`r.lifecycle_since`, type: timestamptz, nullable: true, nulls: descIndex },
    lastInteractionAt: {
      column: sql`r.last_interaction_at`,
      type: timestamptz,
      nullable: true,
      nulls: descIndex,
    },
  },
  defaultSort: { key: 'createdAt', direction: 'desc' },
  searched: ['name', 'email', 'title'],
  searchesCompany: true,
};

const accounts: ListSource = {
  recordType: 'account',
  table: sql`account`,
  base: sql`r.merged_into_id is null`,
  columns: {
    name: sql`r.name`,
    domain: sql`r.domain`,
    website: sql`r.website`,
    industry: sql`r.industry`,
    segment: sql`r.segment`,
    employeeCount: sql`r.employee_count`,
    annualRevenueMinor: sql`r.annual_revenue_minor`,
    currency: sql`r.currency`,
    parentId: sql`r.parent_id`,
    ownerId: sql`r.owner_id`,
    country: sql`r.country`,
    city: sql`r.city`,
    phone: sql`r.phone`,
    createdAt: sql`r.created_at`,
    updatedAt: sql`r.updated_at`,
  },
  sorts: { name: byName, createdAt: byCreation },
  defaultSort: { key: 'name', direction: 'asc' },
  searched: ['name', 'domain'],
  searchesCompany: false,
};

const opportunities: ListSource = {
  recordType: 'opportunity',
  table: sql`opportunity`,
  base: sql`true`,
  columns: {
    name: sql`r.name`,
    accountId: sql`r.account_id`,
    amountMinor: sql`r.amount_minor`,
    currency: sql`r.currency`,
    stage: sql`r.stage`,
    status: sql`r.status`,
    ownerId: sql`r.owner_id`,
    openedAt: sql`r.opened_at`,
    expectedCloseOn: sql`r.expected_close_on`,
    closedAt: sql`r.closed_at`,
    product: sql`r.product`,
    campaignId: sql`r.campaign_id`,
    createdAt: sql`r.created_at`,
    updatedAt: sql`r.updated_at`,
  },
  sorts: {
    name: byName,
    createdAt: byCreation,
    amountMinor: { column: sql`r.amount_minor`, type: sql`bigint`, nullable: true, nulls: descIndex },
    expectedCloseOn: { column: sql`r.expected_close_on`, type: sql`date`, nullable: true, nulls: descIndex },
    closedAt: { column: sql`r.closed_at`, type: timestamptz, nullable: true, nulls: descIndex },
  },
  defaultSort: { key: 'createdAt', direction: 'desc' },
  searched: ['name', 'product'],
  searchesCompany: true,
};

export const listSources: Record<RecordType, ListSource> = {
  contact: contacts,
  account: accounts,
  opportunity: opportunities,
};
