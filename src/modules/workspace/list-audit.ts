import type { SQL } from 'drizzle-orm/sql/sql';
import { AppError } from '../../platform/errors.ts';
import { decodeCursor, toPage } from '../../platform/http/paging.ts';
import { isId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { AuditLogEntry } from './contract.ts';

type AuditFilter = {
  recordType?: string | undefined;
  recordId?: string | undefined;
  action?: string | undefined;
  actorId?: string | undefined;
  actorKind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

type AuditRow = {
  id: string;
  at: Date;
  exact_at: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  record_type: string;
  record_id: string | null;
  record_label: string | null;
  changes: AuditLogEntry['changes'];
  reason: string | null;
};

type ListAudit = { tx: Tx; filter: AuditFilter; cursor?: string | undefined; limit: number };

/** Latest first. */
export async function listAudit({ tx, filter, cursor, limit }: ListAudit) {
  const conditions = conditionsOf(filter);
  if (cursor !== undefined) conditions.push(beforeCursor(cursor));
  const rows = await tx.rows<AuditRow>(sql`
    select id, at, at::text as exact_at, actor_kind, actor_id, actor_name, action, record_type, record_id, record_label,
      changes, reason
    from audit_entry
    where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
    order by at desc, id desc limit ${limit + 1}`);
  // A Date knows milliseconds only, the column microseconds: the cursor carries the exact text.
  return toPage({ rows, limit, item: presentEntry, cursor: (row) => [row.exact_at, row.id] });
}

function conditionsOf(filter: AuditFilter): SQL[] {
  const conditions: SQL[] = [];
  if (filter.recordType !== undefined) conditions.push(sql`record_type = ${filter.recordType}`);
  if (filter.recordId !== undefined) conditions.push(sql`record_id = ${filter.recordId}`);
  if (filter.action !== undefined) conditions.push(sql`action = ${filter.action}`);
  if (filter.actorId !== undefined) conditions.push(sql`actor_id = ${filter.actorId}`);
  if (filter.actorKind !== undefined) conditions.push(sql`actor_kind = ${filter.actorKind}`);
  if (filter.from !== undefined) conditions.push(sql`at >= ${filter.from}::timestamptz`);
  if (filter.to !== undefined) conditions.push(sql`at < ${filter.to}::timestamptz`);
  return conditions;
}

const exactTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;

function beforeCursor(cursor: string): SQL {
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at === 'string' && exactTime.test(at) && typeof id === 'string' && isId(id)) {
    return sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`;
  }
  throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
}

function presentEntry(row: AuditRow): AuditLogEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    recordType: row.record_type,
    recordId: row.record_id,
    recordLabel: row.record_label,
    changes: row.changes,
    reason: row.reason,
  };
}
