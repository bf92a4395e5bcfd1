import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Webhooks';
const id = z.uuid();
const time = z.date();

const webhook = z.object({
  id,
  name: z.string(),
  host: z.string().meta({ description: 'The rest of the address is a secret and is not shown again' }),
  kinds: z.array(z.string()),
  isOn: z.boolean(),
  offReason: z.string().nullable().meta({ description: 'Why Liaison itself turned it off' }),
  createdAt: time,
  createdBy: z.string(),
  lastSentAt: time.nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: time.nullable(),
  waiting: z.number().int().nonnegative().meta({ description: 'Messages that are still to arrive' }),
});
export type Webhook = z.infer<typeof webhook>;

const secret = z.string().meta({
  description:
    'Shown once. Each message is signed with it as Standard Webhooks says: webhook-id, webhook-timestamp, webhook-signature',
});

const outcome = z.object({
  delivered: z.boolean(),
  words: z.string().meta({ description: 'What the address answered, or why it cannot be reached' }),
});
export type WebhookOutcome = z.infer<typeof outcome>;

const deliveryStates = ['waiting', 'sent', 'dead', 'dropped'] as const;

const delivery = z.object({
  id,
  title: z.string(),
  kind: z.string(),
  at: time,
  state: z.enum(deliveryStates),
  attempts: z.number().int(),
  dueAt: time,
  lastError: z.string().nullable(),
  endedAt: time.nullable(),
});
export type WebhookDelivery = z.infer<typeof delivery>;

const name = z.string().trim().min(1).max(100);
const url = z.string().trim().min(1).max(2_000);
const kinds = z.array(z.string().max(100)).min(1).max(100);
const one = z.object({ webhookId: id });
const access = 'workspace:admin';

export const webhooksContract = {
  list: operation({
    method: 'GET',
    path: '/webhooks',
    access,
    tag,
    summary: 'Other programs that are told what happens',
  })
    .input(pageQuery)
    .output(pageOf(webhook)),
  create: operation({
    method: 'POST',
    path: '/webhooks',
    access,
    tag,
    summary: 'Tell another program',
    description:
      'The address takes what Slack’s incoming webhooks take: {text, blocks} as JSON. It is checked after its name was looked up, now and each time: only what the whole internet can reach, unless LIAISON_WEBHOOKS_PRIVATE=allow. A redirect is a failure; 410 turns the webhook off; anything else is tried ten times within about 75 hours.',
    creates: true,
    secretAnswer: true,
  })
    .input(z.object({ name, url, kinds }))
    .output(webhook.extend({ secret })),
  update: operation({
    method: 'PATCH',
    path: '/webhooks/{webhookId}',
    access,
    tag,
    summary: 'Change what a webhook is told, or turn it on and off',
  })
    .input(
      one.extend({
        name: name.optional(),
        url: url.optional(),
        kinds: kinds.optional(),
        isOn: z.boolean().optional(),
      }),
    )
    .output(webhook),
  remove: operation({
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    access,
    tag,
    summary: 'Remove a webhook and what waits for it',
  })
    .input(one)
    .output(z.object({})),
  test: operation({
    method: 'POST',
    path: '/webhooks/{webhookId}/tests',
    access,
    tag,
    summary: 'Send a test message now, and say how it was taken',
  })
    .input(one)
    .output(outcome),
  renewSecret: operation({
    method: 'POST',
    path: '/webhooks/{webhookId}/signing-secrets',
    access,
    tag,
    summary: 'Make a new signing secret; the old one signs along for a day',
    creates: true,
    secretAnswer: true,
  })
    .input(one)
    .output(z.object({ secret })),
  deliveries: operation({
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    access,
    tag,
    summary: 'What was sent to a webhook, and how that went',
  })
    .input(one.extend(pageQuery.shape))
    .output(pageOf(delivery)),
  retry: operation({
    method: 'POST',
    path: '/webhook-deliveries/{webhookDeliveryId}/retries',
    access,
    tag,
    summary: 'Try a message again now that was given up or waits',
  })
    .input(z.object({ webhookDeliveryId: id }))
    .output(delivery),
};
