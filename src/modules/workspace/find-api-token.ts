import { z } from 'zod';
import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { isPermission, type Permission } from './access.ts';
import type { Actor } from './authorised.ts';
import { hashSecret } from './secrets.ts';

export type TokenIdentity = {
  kind: 'token';
  actor: Actor;
  workspaceId: string;
  permissions: ReadonlySet<Permission>;
};

type TokenRow = {
  id: string;
  name: string | null;
  workspace_id: string;
  permissions: string | null;
  stale: boolean;
};

/** Whose token this is; null where it is unknown, expired or revoked. Read anew for every request. */
export async function findApiToken(services: Services, secret: string): Promise<TokenIdentity | null> {
  const now = services.now();
  return services.database.asSystem(async (tx) => {
    const row = await tx.first<TokenRow>(sql`
      select id, name, workspace_id, permissions,
        last_request is null or last_request < ${now}::timestamptz - interval '1 minute' as stale
      from api_token
      where key = ${hashSecret(secret)} and enabled and (expires_at is null or expires_at > ${now})`);
    if (row === null) return null;
    // To the minute is enough to see which tokens are in use, and spares a write for every request.
    if (row.stale) await tx.run(sql`update api_token set last_request = ${now} where id = ${row.id}`);
    return {
      kind: 'token',
      actor: { kind: 'token', id: row.id, name: row.name ?? 'API token' },
      workspaceId: row.workspace_id,
      permissions: new Set(scopesOf(row.permissions)),
    };
  });
}

const storedScopes = z.array(z.string());

/** Scopes as stored; words that are no longer permissions grant nothing. */
export function scopesOf(stored: string | null): Permission[] {
  return stored === null ? [] : storedScopes.parse(JSON.parse(stored)).filter(isPermission);
}
