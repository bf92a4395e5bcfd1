import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { TokenIdentity } from './find-api-token.ts';

type KeyRow = { id: string; name: string; workspace_id: string };

/**
 * Whose write key this is; null where it is unknown or revoked. It stands where others may read it, so it may do one
 * thing only: record interactions.
 */
export async function findWriteKey(services: Services, key: string): Promise<TokenIdentity | null> {
  const row = await services.database.asSystem((tx) =>
    tx.first<KeyRow>(
      sql`select id, name, workspace_id from write_key where key = ${key} and revoked_at is null`,
    ),
  );
  if (row === null) return null;
  return {
    kind: 'token',
    actor: { kind: 'write_key', id: row.id, name: row.name },
    workspaceId: row.workspace_id,
    permissions: new Set(['interactions:write']),
  };
}
