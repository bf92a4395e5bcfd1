import { openText } from '../../../platform/auth/seal.ts';
import type { Outside } from '../../../platform/http/outside.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { noticeKinds } from '../kinds.ts';
import { waitAfter, webhookWaitsMs } from '../retry-times.ts';
import { type PostResult, postMessage } from './post-message.ts';
import { signedHeaders } from './sign.ts';
import { slackMessage } from './slack-message.ts';
import { loadWebhook, type WebhookRow } from './webhook-row.ts';

const messagesAtOnce = 16;
const longestReason = 500;

type Used = Pick<Services, 'config' | 'database' | 'log' | 'now'>;

type Due = {
  id: string;
  workspace_id: string;
  webhook_id: string;
  kind: string;
  title: string;
  body: string;
  href: string;
  told: string[];
  attempts: number;
};

/**
 * Posts the messages that are due, several at once; answers how many it took up. Claimed and put to their next try
 * before they are posted, as mails are: a stop in between posts one again, under the same webhook-id.
 */
export async function deliverWebhooks(services: Used, outside: Outside): Promise<number> {
  const claimed = await claim(services);
  await Promise.all(claimed.map((due) => deliverOne(services, outside, due)));
  return claimed.length;
}

async function claim({ database, now }: Used): Promise<Due[]> {
  const at = now();
  return database.asSystem(async (tx) => {
    const due = await tx.rows<Due>(sql`
      select id, workspace_id, webhook_id, kind, title, body, href, told, attempts + 1 as attempts
      from notice_webhook_delivery where state = 'waiting' and due_at <= ${at}
      order by due_at, id limit ${messagesAtOnce} for update skip locked`);
    for (const { id, attempts } of due) {
      const waitMs = waitAfter(attempts, webhookWaitsMs) ?? webhookWaitsMs[0];
      await tx.run(sql`update notice_webhook_delivery set attempts = ${attempts},
        due_at = ${new Date(at.getTime() + waitMs)} where id = ${id}`);
    }
    return due;
  });
}

async function deliverOne(services: Used, outside: Outside, due: Due): Promise<void> {
  const { database, config } = services;
  const found = await database.inWorkspace(due.workspace_id, async (tx) => ({
    webhook: await loadWebhook(tx, due.webhook_id).catch(() => null),
    place: await tx.first<{ name: string }>(sql`select name from workspace`),
  }));
  if (!found.webhook?.is_on)
    return endDelivery(services, due, { state: 'dropped', error: 'It was turned off.' });
  const message = slackMessage({
    ...due,
    text: due.body,
    kindLabel: noticeKinds().find(({ name }) => name === due.kind)?.event ?? due.kind,
    workspaceName: found.place?.name ?? 'Liaison',
    publicUrl: config.publicUrl,
  });
  const result = await postTo(services, { webhook: found.webhook, outside, message, id: `msg_${due.id}` });
  await settle(services, due, result);
}

/** Posts a message to a webhook as it stands now, signed. */
export async function postTo(
  services: Used,
  options: { webhook: WebhookRow; outside: Outside; message: object; id: string },
): Promise<PostResult> {
  const { webhook, outside, message, id } = options;
  const { config, now } = services;
  const at = now();
  const secrets = [await openText(config, webhook.sealed_secret)];
  const { sealed_old_secret: old, old_secret_until: until } = webhook;
  if (old !== null && until !== null && until > at) secrets.push(await openText(config, old));
  const body = JSON.stringify(message);
  const url = new URL(await openText(config, webhook.sealed_url));
  return postMessage({ url, outside, body, headers: signedHeaders({ id, body, now: at, secrets }) });
}

async function settle(services: Used, due: Due, result: PostResult): Promise<void> {
  if (result.arrived) {
    await endDelivery(services, due, { state: 'sent', error: null });
    return;
  }
  const { words, gone, waitMs } = result;
  const last = waitAfter(due.attempts, webhookWaitsMs) === null;
  services.log.warn(
    { deliveryId: due.id, attempts: due.attempts, gone, last, words },
    'a webhook did not take',
  );
  await endDelivery(services, due, {
    state: gone || last ? 'dead' : 'waiting',
    error: words,
    gone,
    notBefore: waitMs === null ? null : new Date(services.now().getTime() + waitMs),
  });
}

type Ending = {
  state: 'sent' | 'waiting' | 'dead' | 'dropped';
  error: string | null;
  gone?: boolean;
  notBefore?: Date | null;
};

function endDelivery({ database, now }: Used, due: Due, ending: Ending): Promise<void> {
  const { state, gone = false, notBefore = null } = ending;
  const error = ending.error?.slice(0, longestReason) ?? null;
  const at = now();
  return database.inWorkspace(due.workspace_id, async (tx) => {
    await tx.run(sql`update notice_webhook_delivery set state = ${state}, last_error = ${error},
        due_at = greatest(due_at, ${notBefore}::timestamptz), ended_at = ${state === 'waiting' ? null : at}
      where id = ${due.id} and state = 'waiting'`);
    if (state === 'sent')
      await tx.run(sql`update notice_webhook set last_sent_at = ${at}, last_error = null, last_error_at = null
        where id = ${due.webhook_id}`);
    if (state === 'waiting' || state === 'dead')
      await tx.run(sql`update notice_webhook set last_error = ${error}, last_error_at = ${at},
          is_on = is_on and ${!gone},
          off_reason = case when ${gone} then 'The address answered 410: it is gone for good.' else off_reason end
        where id = ${due.webhook_id}`);
  });
}
