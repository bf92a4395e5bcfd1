import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { RecordType } from '../lists/contract.ts';
import { idsMergedInto } from '../merging/merged-ids.ts';
import type { RecordChange } from './contract.ts';

const tables = { contact: sql`contact`, account: sql`account`, opportunity: sql`opportunity` };

type Row = Omit<RecordChange, 'at'> & { at: Date; atText: string };

/** Who changed what on a record, and on those merged into it, latest first. */
export async function listRecordChanges(options: {
  tx: Tx;
  recordType: RecordType;
  recordId: string;
  cursor?: string | undefined;
  limit: number;
}): Promise<{ items: RecordChange[]; nextCursor: string | null }> {
  const { tx, recordType, recordId, cursor, limit } = options;
  if (!(await tx.first(sql`select 1 from ${tables[recordType]} where id = ${recordId}`)))
    throw notFound(recordType);
  const ids = recordType === 'opportunity' ? [recordId] : await idsMergedInto(tx, recordType, recordId);
  const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, 2);
  const after = cursor === undefined ? sql`true` : sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`;
  const rows = await tx.rows<Row>(sql`
    select id, at, at::text as "atText", actor_kind as "actorKind", actor_name as "actorName", action, changes, reason
    from audit_entry where record_type = ${recordType} and record_id = any(${`{${ids.join(',')}}`}::uuid[]) and ${after}
    order by at desc, id desc limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ atText: _atText, ...row }) => ({ ...row, at: row.at.toISOString() })),
    nextCursor: rows.length > limit && last ? encodeCursor([last.atText, last.id]) : null,
  };
}
