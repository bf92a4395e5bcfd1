import { notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';

type RevokeApiToken = { tx: Tx; now: Date; actor: Actor; workspaceId: string; apiTokenId: string };

/** Holds from the next request on. The row stays, so that the audit log can still say whose token it was. */
export async function revokeApiToken(options: RevokeApiToken): Promise<void> {
  const { tx, now, actor, workspaceId, apiTokenId } = options;
  const revoked = await tx.first<{
    name: string | null;
  }>(sql`update api_token set enabled = false, updated_at = ${now}
    where id = ${apiTokenId} and enabled returning name`);
  if (revoked === null) throw notFound('API token');
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'api_token.revoked',
    recordType: 'api_token',
    recordId: apiTokenId,
    recordLabel: revoked.name,
  });
}
