import { implement } from '@orpc/server';
import { AppError } from '../../platform/errors.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../workspace/index.ts';
import { noticesContract } from './contract.ts';
import { watchNotices } from './live/watch-notices.ts';
import { sendTestMail } from './mail/send-test-mail.ts';
import { unsubscribe } from './mail/unsubscribe.ts';
import { describePreferences } from './preferences/describe-preferences.ts';
import { savePreferences } from './preferences/save-preferences.ts';
import { listMails } from './reading/list-mails.ts';
import { listNotices } from './reading/list-notices.ts';
import { markAllRead, markRead } from './reading/mark-read.ts';
import { removeWebhook, renewSecret, updateWebhook } from './webhooks/change-webhook.ts';
import { outsideOf } from './webhooks/check-address.ts';
import { webhooksContract } from './webhooks/contract.ts';
import { createWebhook } from './webhooks/create-webhook.ts';
import { listDeliveries, listWebhooks, retryDelivery } from './webhooks/list-webhooks.ts';
import { testWebhook } from './webhooks/test-webhook.ts';

const open = implement(noticesContract).$context<RequestContext>();
const os = open.use(authorised);
const hooks = implement(webhooksContract).$context<RequestContext>().use(authorised);

/** Notices are a person's; a token is nobody. */
function personOf({ caller }: WorkspaceContext): string {
  if (caller.userId !== null) return caller.userId;
  throw new AppError('forbidden', 'Notices are a person’s own. Sign in as one; a token has none.');
}

function mineOf(context: WorkspaceContext) {
  const { workspaceId, caller, services } = context;
  return { workspaceId, userId: caller.userId, now: services.now() };
}

export const noticesRouter = {
  list: os.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listNotices({ ...input, tx, userId: context.caller.userId })),
  ),
  live: os.live.handler(({ input, context, signal }) =>
    watchNotices({
      context,
      workspaceId: context.workspaceId,
      userId: context.caller.userId,
      signal,
      recheckMs: input.recheckSeconds * 1_000,
    }),
  ),
  markRead: os.markRead.handler(({ input, context }) =>
    context.inWorkspace((tx) => markRead({ ...mineOf(context), ...input, tx })),
  ),
  markAllRead: os.markAllRead.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      markAllRead({ ...mineOf(context), tx, until: input.until ?? context.services.now() }),
    ),
  ),
  preferences: os.preferences.handler(({ context: { services, caller, inWorkspace } }) =>
    inWorkspace((tx) => describePreferences({ services, tx, userId: caller.userId })),
  ),
  savePreferences: os.savePreferences.handler(({ input, context }) => {
    const userId = personOf(context);
    const { services, workspaceId, inWorkspace } = context;
    return inWorkspace(async (tx) => {
      await savePreferences({
        tx,
        workspaceId,
        recipientId: userId,
        preferences: input,
        now: services.now(),
      });
      return describePreferences({ services, tx, userId });
    });
  }),
  mails: os.mails.handler(({ input: { whose, ...page }, context: { caller, inWorkspace } }) => {
    if (whose === 'all' && !caller.permissions.has('workspace:admin'))
      throw new AppError('forbidden', 'Everybody’s mails are for admins to see. Ask for your own.');
    const userId = whose === 'all' ? undefined : caller.userId;
    return inWorkspace((tx) => listMails({ ...page, tx, userId }));
  }),
  testMail: os.testMail.handler(({ context }) =>
    sendTestMail({ ...context, userId: personOf(context), inWorkspace: context.inWorkspace }),
  ),
  unsubscribe: open.unsubscribe.handler(({ input, context }) => unsubscribe(context.services, input.token)),
};

const changeOf = ({ services, workspaceId, actor }: WorkspaceContext) => ({ services, workspaceId, actor });

export const webhooksRouter = {
  list: hooks.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listWebhooks({ ...input, tx })),
  ),
  create: hooks.create.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      createWebhook({ ...changeOf(context), tx, input, outside: outsideOf(context.services.config) }),
    ),
  ),
  update: hooks.update.handler(({ input: { webhookId, ...input }, context }) =>
    context.inWorkspace((tx) =>
      updateWebhook({
        ...changeOf(context),
        tx,
        webhookId,
        input,
        outside: outsideOf(context.services.config),
      }),
    ),
  ),
  remove: hooks.remove.handler(async ({ input, context }) => {
    await context.inWorkspace((tx) => removeWebhook({ ...changeOf(context), ...input, tx }));
    return {};
  }),
  test: hooks.test.handler(({ input, context }) =>
    testWebhook({
      services: context.services,
      inWorkspace: context.inWorkspace,
      outside: outsideOf(context.services.config),
      by: context.actor.name,
      ...input,
    }),
  ),
  renewSecret: hooks.renewSecret.handler(({ input, context }) =>
    context.inWorkspace((tx) => renewSecret({ ...changeOf(context), ...input, tx })),
  ),
  deliveries: hooks.deliveries.handler(({ input, context }) =>
    context.inWorkspace((tx) => listDeliveries({ ...input, tx })),
  ),
  retry: hooks.retry.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      retryDelivery({
        tx,
        workspaceId: context.workspaceId,
        deliveryId: input.webhookDeliveryId,
        now: context.services.now(),
      }),
    ),
  ),
};
