import { idCursor, toPage } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { scopesOf } from './find-api-token.ts';

type ApiTokenRow = {
  id: string;
  name: string | null;
  start: string | null;
  permissions: string | null;
  created_by: string | null;
  created_at: Date;
  expires_at: Date | null;
  last_request: Date | null;
};

/** Latest first, without those that were revoked; never the secret. */
export async function listApiTokens({
  tx,
  cursor,
  limit,
}: {
  tx: Tx;
  cursor?: string | undefined;
  limit: number;
}) {
  const after = idCursor(cursor);
  const rows = await tx.rows<ApiTokenRow>(sql`
    select id, name, start, permissions, created_by, created_at, expires_at, last_request from api_token
    where enabled and ${after === null ? sql`true` : sql`id < ${after}`} order by id desc limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: (row) => ({
      id: row.id,
      name: row.name ?? '',
      start: row.start ?? '',
      scopes: scopesOf(row.permissions),
      createdBy: row.created_by,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
      lastUsedAt: row.last_request?.toISOString() ?? null,
    }),
    cursor: (row) => [row.id],
  });
}
