import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { attachmentDisposition, listConversationAttachments, openAttachment } from './attachments.ts';
import { mailContract } from './contract.ts';
import { doorStatus } from './door/door-status.ts';
import { getMail, loadMailRow } from './get-mail.ts';
import { dismissMail, matchMail, restoreMail } from './keep-tray.ts';
import { listMails, summariseMails } from './list-mails.ts';
import { readMailAddress, renewMailAddress, updateMailSettings } from './mail-address.ts';
import { loadSight, presentMail } from './present-mail.ts';

const os = implement(mailContract).$context<RequestContext>().use(authorised);

function by({ workspaceId, actor, caller, services }: WorkspaceContext) {
  return { workspaceId, actor, userId: caller.userId, now: services.now() };
}

function settings(context: WorkspaceContext) {
  return { config: context.services.config, door: doorStatus(context.services) };
}

export const mailRouter = os.router({
  address: os.address.handler(({ context }) =>
    context.inWorkspace((tx) => readMailAddress({ tx, ...settings(context) })),
  ),
  renewAddress: os.renewAddress.handler(({ context }) =>
    context.inWorkspace(async (tx) => {
      await renewMailAddress({ tx, ...by(context) });
      return readMailAddress({ tx, ...settings(context) });
    }),
  ),
  updateSettings: os.updateSettings.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await updateMailSettings({ tx, ...by(context), input });
      return readMailAddress({ tx, ...settings(context) });
    }),
  ),
  list: os.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listMails({ tx, userId: context.caller.userId, input })),
  ),
  summary: os.summary.handler(({ context }) => context.inWorkspace(summariseMails)),
  get: os.get.handler(({ input, context }) =>
    context.inWorkspace((tx) => getMail({ tx, userId: context.caller.userId, mailId: input.mailId })),
  ),
  log: os.log.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await matchMail({ tx, ...by(context), ...input });
      return getMail({ tx, userId: context.caller.userId, mailId: input.mailId });
    }),
  ),
  dismiss: os.dismiss.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await dismissMail({ tx, ...by(context), mailId: input.mailId, reason: input.reason || null });
      const { userId } = context.caller;
      return presentMail(
        await loadMailRow(tx, { mailId: input.mailId, userId }),
        await loadSight(tx, userId),
      );
    }),
  ),
  restore: os.restore.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await restoreMail({ tx, ...by(context), mailId: input.mailId });
      const { userId } = context.caller;
      return presentMail(
        await loadMailRow(tx, { mailId: input.mailId, userId }),
        await loadSight(tx, userId),
      );
    }),
  ),
  listAttachments: os.listAttachments.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      listConversationAttachments({
        tx,
        userId: context.caller.userId,
        conversationId: input.conversationId,
      }),
    ),
  ),
  attachment: os.attachment.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      const { files } = context.services;
      const { file, name } = await openAttachment({ tx, files, userId: context.caller.userId, ...input });
      return {
        headers: {
          'content-disposition': attachmentDisposition(name),
          'cache-control': 'private, no-store',
          'content-security-policy': "default-src 'none'; sandbox",
        },
        body: file,
      };
    }),
  ),
});
