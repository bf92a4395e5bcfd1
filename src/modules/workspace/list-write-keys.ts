import { idCursor, toPage } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { WriteKey } from './contract.ts';

export type WriteKeyRow = {
  id: string;
  name: string;
  key: string;
  created_by: string | null;
  created_at: Date;
  revoked_at: Date | null;
};

export const writeKeyColumns = sql`id, name, key, created_by, created_at, revoked_at`;

export function presentWriteKey(row: WriteKeyRow): WriteKey {
  return {
    id: row.id,
    name: row.name,
    key: row.key,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

/** Latest first, revoked ones too: a page may still carry one, and someone will ask why it no longer counts. */
export async function listWriteKeys({
  tx,
  cursor,
  limit,
}: {
  tx: Tx;
  cursor?: string | undefined;
  limit: number;
}) {
  const after = idCursor(cursor);
  const rows = await tx.rows<WriteKeyRow>(sql`select ${writeKeyColumns} from write_key
    where ${after === null ? sql`true` : sql`id < ${after}`} order by id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: presentWriteKey, cursor: (row) => [row.id] });
}
