import type { Outside } from '../../../platform/http/outside.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { postTo } from './deliver-webhooks.ts';
import { slackMessage } from './slack-message.ts';
import { loadWebhook } from './webhook-row.ts';

/** Posts a message that says that it is a test. The answer is said, whatever it is; the webhook stays as it is. */
export async function testWebhook(options: {
  services: Pick<Services, 'config' | 'database' | 'log' | 'now'>;
  inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  outside: Outside;
  webhookId: string;
  by: string;
}): Promise<{ delivered: boolean; words: string }> {
  const { services, webhookId } = options;
  const { webhook, place } = await options.inWorkspace(async (tx) => ({
    webhook: await loadWebhook(tx, webhookId),
    place: await tx.first<{ name: string }>(sql`select name from workspace`),
  }));
  const message = slackMessage({
    title: 'This is a test from Liaison',
    text: `${options.by} asked for it. Notices for “${webhook.name}” will look like this.`,
    href: '/settings/webhooks',
    kindLabel: 'Test',
    told: [],
    workspaceName: place?.name ?? 'Liaison',
    publicUrl: services.config.publicUrl,
  });
  const { outside } = options;
  const result = await postTo(services, { webhook, outside, message, id: `msg_${newId()}` });
  return { delivered: result.arrived, words: result.words };
}
