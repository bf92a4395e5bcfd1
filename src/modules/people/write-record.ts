import { type SQL, sql } from 'drizzle-orm/sql/sql';
import { AppError, notFound } from '../../platform/errors.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { RecordType } from './lists/contract.ts';
import type { CustomValue } from './records.ts';

/** A field's value as it is written: text, numbers, dates as ISO text. */
export type FieldValue = string | number | boolean | null;
export type Changes = Record<string, { from: unknown; to: unknown }>;

/** The column of each field that may be written, and the type its value is read as. */
export type WritableColumns = Readonly<Record<string, { column: SQL; type: SQL }>>;

const text = sql`text`;
const uuid = sql`uuid`;
const col = (column: SQL, type: SQL = text) => ({ column, type });

const contactColumns: WritableColumns = {
  email: col(sql`email`),
  firstName: col(sql`first_name`),
  lastName: col(sql`last_name`),
  name: col(sql`name`),
  title: col(sql`title`),
  phone: col(sql`phone`),
  city: col(sql`city`),
  country: col(sql`country`),
  persona: col(sql`persona`),
  buyingRole: col(sql`buying_role`),
  channel: col(sql`channel`),
  campaignId: col(sql`campaign_id`, uuid),
  accountId: col(sql`account_id`, uuid),
  accountSource: col(sql`account_source`),
  ownerId: col(sql`owner_id`, uuid),
  channelSeenAt: col(sql`channel_seen_at`, sql`timestamptz`),
  campaignSeenAt: col(sql`campaign_seen_at`, sql`timestamptz`),
  knownSince: col(sql`known_since`, sql`timestamptz`),
};

/** What is kept beside a field for imports to weigh it by: written with it, but nothing that anybody changed. */
export const unspokenFields: ReadonlySet<string> = new Set(['channelSeenAt', 'campaignSeenAt', 'knownSince']);

const accountColumns: WritableColumns = {
  name: col(sql`name`),
  domain: col(sql`domain`),
  website: col(sql`website`),
  industry: col(sql`industry`),
  segment: col(sql`segment`),
  employeeCount: col(sql`employee_count`, sql`integer`),
  annualRevenueMinor: col(sql`annual_revenue_minor`, sql`bigint`),
  currency: col(sql`currency`),
  country: col(sql`country`),
  city: col(sql`city`),
  phone: col(sql`phone`),
  description: col(sql`description`),
  parentId: col(sql`parent_id`, uuid),
  ownerId: col(sql`owner_id`, uuid),
};

const opportunityColumns: WritableColumns = {
  name: col(sql`name`),
  accountId: col(sql`account_id`, uuid),
  amountMinor: col(sql`amount_minor`, sql`bigint`),
  currency: col(sql`currency`),
  stage: col(sql`stage`),
  status: col(sql`status`),
  openedAt: col(sql`opened_at`, sql`timestamptz`),
  expectedCloseOn: col(sql`expected_close_on`, sql`date`),
  closedAt: col(sql`closed_at`, sql`timestamptz`),
  product: col(sql`product`),
  campaignId: col(sql`campaign_id`, uuid),
  ownerId: col(sql`owner_id`, uuid),
};

const writableColumns: Record<RecordType, WritableColumns> = {
  contact: contactColumns,
  account: accountColumns,
  opportunity: opportunityColumns,
};

const tables: Record<RecordType, SQL> = {
  contact: sql`contact`,
  account: sql`account`,
  opportunity: sql`opportunity`,
};

export type LockedRecord = {
  id: string;
  name: string;
  updatedAt: Date;
  fields: Record<string, FieldValue>;
  custom: Record<string, CustomValue>;
};

type LockedRow = {
  id: string;
  updatedAt: Date;
  fields: Record<string, FieldValue>;
  custom: Record<string, CustomValue>;
};

/** Reads a record for writing and holds it until the transaction ends. Merged ones are no longer there to be written. */
export async function lockRecord(tx: Tx, recordType: RecordType, id: string): Promise<LockedRecord> {
  const merged = recordType === 'opportunity' ? sql`` : sql`and merged_into_id is null`;
  const pairs = Object.entries(writableColumns[recordType]).map(
    ([field, { column }]) => sql`${field}::text, ${column}`,
  );
  const row = await tx.first<LockedRow>(sql`select id, updated_at as "updatedAt", custom,
    jsonb_build_object(${sql.join(pairs, sql`, `)}) as fields
    from ${tables[recordType]} where id = ${id} ${merged} for update`);
  if (!row) throw notFound(recordType);
  return { ...row, name: String(row.fields.name ?? '') };
}

/** Refuses to write over what somebody else has written since the caller looked. */
export function checkUnchanged(
  record: { name: string; updatedAt: Date },
  expectedUpdatedAt: string | undefined,
): void {
  if (expectedUpdatedAt === undefined || record.updatedAt.getTime() === Date.parse(expectedUpdatedAt)) return;
  throw new AppError(
    'conflict',
    `${record.name || 'The record'} was changed by someone else in the meantime. Load it again and make your change on what is there now.`,
    { fields: [{ path: 'expectedUpdatedAt', message: `it is now ${record.updatedAt.toISOString()}` }] },
  );
}

/** Writes the fields that differ, and says which: nothing is written where nothing differs. */
export async function writeChanges(options: {
  tx: Tx;
  recordType: RecordType;
  record: LockedRecord;
  values: Readonly<Record<string, FieldValue | undefined>>;
  custom?: Readonly<Record<string, CustomValue>> | undefined;
  now: Date;
}): Promise<Changes> {
  const { tx, recordType, record, values, custom, now } = options;
  const columns = writableColumns[recordType];
  const changes: Changes = {};
  const sets: SQL[] = [];
  for (const [field, value] of Object.entries(values)) {
    const target = columns[field];
    if (value === undefined || !target || sameValue(record.fields[field] ?? null, value)) continue;
    if (!unspokenFields.has(field)) changes[field] = { from: record.fields[field] ?? null, to: value };
    sets.push(sql`${target.column} = ${value}::${target.type}`);
  }
  const nextCustom = { ...record.custom };
  for (const [key, value] of Object.entries(custom ?? {})) {
    const from = record.custom[key] ?? null;
    if (from === value) continue;
    changes[`custom.${key}`] = { from, to: value };
    if (value === null) delete nextCustom[key];
    else nextCustom[key] = value;
  }
  if (Object.keys(changes).some((field) => field.startsWith('custom.'))) {
    sets.push(sql`custom = ${JSON.stringify(nextCustom)}::jsonb`);
  }
  if (sets.length === 0) return {};
  await tx.run(sql`update ${tables[recordType]} set ${sql.join(sets, sql`, `)}, updated_at = ${laterThan(now)}
    where id = ${record.id}`);
  return changes;
}

/** Each write is at least a millisecond after the one before, so that `updatedAt` tells two versions apart. */
export function laterThan(now: Date): SQL {
  return sql`greatest(${now.toISOString()}::timestamptz, date_trunc('milliseconds', updated_at) + interval '1 millisecond')`;
}

const timePattern = /^\d{4}-\d{2}-\d{2}T/;

function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string' && timePattern.test(a) && timePattern.test(b)) {
    return Date.parse(a) === Date.parse(b);
  }
  return false;
}
