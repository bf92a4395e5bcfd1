import { sealText } from '../../../platform/auth/seal.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Outside } from '../../../platform/http/outside.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { isNoticeKind } from '../kinds.ts';
import { checkAddress } from './check-address.ts';
import type { Webhook } from './contract.ts';
import { newSecret } from './sign.ts';
import { loadWebhook, presentWebhook } from './webhook-row.ts';

const mostWebhooks = 100;

type Options = { tx: Tx; workspaceId: string; actor: Actor; services: Pick<Services, 'config' | 'now'> };

/** Keeps an address that is told from now on. Answers its signing secret, which is shown once. */
export async function createWebhook(
  options: Options & { outside: Outside; input: { name: string; url: string; kinds: string[] } },
): Promise<Webhook & { secret: string }> {
  const { tx, workspaceId, actor, input, services } = options;
  const { config, now } = services;
  checkKinds(input.kinds);
  const url = await checkAddress(input.url, options.outside);
  const count = await tx.first<{ n: number }>(sql`select count(*) as n from notice_webhook`);
  if (count && count.n >= mostWebhooks)
    throw new AppError('conflict', `There are ${mostWebhooks} webhooks already. Remove one first.`);
  const id = newId();
  const secret = newSecret();
  const at = now();
  await tx.run(sql`insert into notice_webhook
      (id, workspace_id, name, host, sealed_url, kinds, sealed_secret, created_at, created_by, updated_at)
    values (${id}, ${workspaceId}, ${input.name}, ${url.host}, ${await sealText(config, url.href)},
      ${sql.param([...new Set(input.kinds)])}::text[], ${await sealText(config, secret)}, ${at}, ${actor.name}, ${at})`);
  await audit(options, { id, name: input.name, action: 'webhook.added' });
  return { ...presentWebhook(await loadWebhook(tx, id)), secret };
}

export function checkKinds(kinds: readonly string[]): void {
  const unknown = kinds.find((kind) => !isNoticeKind(kind));
  if (unknown === undefined) return;
  const message = `There is no kind of notice “${unknown}”.`;
  throw new AppError('invalid_input', message, { fields: [{ path: 'kinds', message }] });
}

type Changes = Record<string, { from: unknown; to: unknown }>;

export async function audit(
  { tx, workspaceId, actor }: Pick<Options, 'tx' | 'workspaceId' | 'actor'>,
  { id, name, action, changes = {} }: { id: string; name: string; action: string; changes?: Changes },
): Promise<void> {
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'webhook',
    recordId: id,
    recordLabel: name,
    changes,
  });
}
