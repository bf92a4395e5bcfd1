import { sealText } from '../../../platform/auth/seal.ts';
import type { Outside } from '../../../platform/http/outside.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { Actor } from '../../workspace/index.ts';
import { checkAddress } from './check-address.ts';
import type { Webhook } from './contract.ts';
import { audit, checkKinds } from './create-webhook.ts';
import { newSecret } from './sign.ts';
import { loadWebhook, presentWebhook } from './webhook-row.ts';

type Options = {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  services: Pick<Services, 'config' | 'now'>;
  webhookId: string;
};

type Input = {
  name?: string | undefined;
  url?: string | undefined;
  kinds?: string[] | undefined;
  isOn?: boolean | undefined;
};

export async function updateWebhook(options: Options & { outside: Outside; input: Input }): Promise<Webhook> {
  const { tx, webhookId, services, input } = options;
  if (input.kinds) checkKinds(input.kinds);
  const before = await loadWebhook(tx, webhookId);
  const url = input.url === undefined ? null : await checkAddress(input.url, options.outside);
  const after = {
    name: input.name ?? before.name,
    host: url?.host ?? before.host,
    kinds: input.kinds ? [...new Set(input.kinds)] : before.kinds,
    isOn: input.isOn ?? before.is_on,
  };
  const sealedUrl = url === null ? before.sealed_url : await sealText(services.config, url.href);
  await tx.run(sql`update notice_webhook set name = ${after.name}, host = ${after.host}, sealed_url = ${sealedUrl},
      kinds = ${sql.param(after.kinds)}::text[], is_on = ${after.isOn}, updated_at = ${services.now()},
      off_reason = case when ${after.isOn} then null else off_reason end
    where id = ${webhookId}`);
  const changes = {
    ...changed('name', before.name, after.name),
    ...(url === null ? {} : { url: { from: `${before.host}/…`, to: `${after.host}/…` } }),
    ...changed('kinds', before.kinds.join(', '), after.kinds.join(', ')),
    ...changed('isOn', before.is_on, after.isOn),
  };
  if (Object.keys(changes).length > 0)
    await audit(options, { id: webhookId, name: after.name, action: 'webhook.updated', changes });
  return presentWebhook(await loadWebhook(tx, webhookId));
}

function changed(field: string, from: unknown, to: unknown): Record<string, { from: unknown; to: unknown }> {
  return from === to ? {} : { [field]: { from, to } };
}

export async function removeWebhook(options: Options): Promise<void> {
  const { tx, webhookId } = options;
  const { name } = await loadWebhook(tx, webhookId);
  await tx.run(sql`delete from notice_webhook where id = ${webhookId}`);
  await audit(options, { id: webhookId, name, action: 'webhook.removed' });
}

const dayMs = 86_400_000;

/** A new signing secret; for a day messages carry both signatures, so that the receiver can change over. */
export async function renewSecret(options: Options): Promise<{ secret: string }> {
  const { tx, webhookId, services } = options;
  const { name, sealed_secret: old } = await loadWebhook(tx, webhookId);
  const secret = newSecret();
  const until = new Date(services.now().getTime() + dayMs);
  await tx.run(sql`update notice_webhook set sealed_secret = ${await sealText(services.config, secret)},
    sealed_old_secret = ${old}, old_secret_until = ${until} where id = ${webhookId}`);
  await audit(options, { id: webhookId, name, action: 'webhook.secret_renewed' });
  return { secret };
}
