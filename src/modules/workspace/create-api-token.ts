import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Permission } from './access.ts';
import { recordAudit } from './audit.ts';
import type { Caller } from './authenticate.ts';
import type { ApiToken } from './contract.ts';
import { hashSecret, newSecret } from './secrets.ts';

const prefix = 'lia_';
/** Enough to tell tokens apart, too little to help a guess. */
const startLength = 10;

type CreateApiToken = {
  tx: Tx;
  now: Date;
  caller: Caller;
  name: string;
  scopes: readonly Permission[];
  expiresAt?: string | undefined;
};

/** Answers the secret, this once: only its hash is kept. Nobody hands on more than they may do themselves. */
export async function createApiToken(options: CreateApiToken): Promise<ApiToken & { secret: string }> {
  const { tx, now, caller, name } = options;
  const scopes = [...new Set(options.scopes)];
  const beyond = scopes.filter((scope) => !caller.permissions.has(scope));
  if (beyond.length > 0) {
    throw new AppError(
      'forbidden',
      `You cannot give away what you may not do yourself: ${beyond.join(', ')}.`,
    );
  }
  const expiresAt = options.expiresAt === undefined ? null : new Date(options.expiresAt);
  if (expiresAt !== null && expiresAt <= now) {
    throw new AppError('invalid_input', 'The token would have run out already. Take a later time.', {
      fields: [{ path: 'expiresAt', message: 'is in the past' }],
    });
  }
  const id = newId();
  const secret = newSecret(prefix);
  const start = secret.slice(0, startLength);
  const { actor, workspaceId } = caller;
  await tx.run(sql`insert into api_token
    (id, name, start, prefix, key, reference_id, permissions, expires_at, created_by, created_at, updated_at)
    values (${id}, ${name}, ${start}, ${prefix}, ${hashSecret(secret)}, ${workspaceId}, ${JSON.stringify(scopes)},
      ${expiresAt}, ${actor.name}, ${now}, ${now})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'api_token.created',
    recordType: 'api_token',
    recordId: id,
    recordLabel: name,
    changes: { scopes: { from: null, to: scopes } },
  });
  return {
    id,
    name,
    start,
    scopes,
    createdBy: actor.name,
    createdAt: now.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: null,
    secret,
  };
}
