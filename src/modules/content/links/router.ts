import { implement } from '@orpc/server';
import { missingForMail } from '../../../platform/mail/mailer.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { nextAssets } from '../suggest/next-assets.ts';
import { linksContract } from './contract.ts';
import { countLinks } from './count-links.ts';
import { createShareLink } from './create-share-link.ts';
import { listLinks } from './list-links.ts';
import { loadLink } from './load-links.ts';
import { answerForPiece, askForPiece, listRequests } from './requests.ts';
import { replaceSlug, restoreLink, revokeLink } from './revoke-link.ts';
import { sendLink } from './send-link.ts';
import type { LinkStep } from './step.ts';
import { updateLink } from './update-link.ts';

const os = implement(linksContract).$context<RequestContext>().use(authorised);

/** One step with a link in one transaction. */
function inStep<T>(context: WorkspaceContext, work: (step: LinkStep) => Promise<T>): Promise<T> {
  const { actor, caller, workspaceId, services } = context;
  const { config } = services;
  return context.inWorkspace((tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: services.now(), config }),
  );
}

export const linksRouter = {
  list: os.list.handler(({ input, context }) => inStep(context, (step) => listLinks(step, input))),
  create: os.create.handler(({ input, context }) => inStep(context, (step) => createShareLink(step, input))),
  overview: os.overview.handler(({ input, context }) => inStep(context, (step) => countLinks(step, input))),
  settings: os.settings.handler(({ context: { services } }) => {
    const missing = missingForMail(services.config);
    return {
      contentUrl: services.config.contentUrl,
      mail: { possible: missing.length === 0, missing, from: services.config.mailFrom ?? null },
    };
  }),
  get: os.get.handler(({ input, context }) => inStep(context, (step) => loadLink(step, input.id))),
  update: os.update.handler(({ input, context }) => inStep(context, (step) => updateLink(step, input))),
  revoke: os.revoke.handler(({ input, context }) => inStep(context, (step) => revokeLink(step, input))),
  restore: os.restore.handler(({ input, context }) => inStep(context, (step) => restoreLink(step, input))),
  replaceSlug: os.replaceSlug.handler(({ input, context }) =>
    inStep(context, (step) => replaceSlug(step, input)),
  ),
  send: os.send.handler(({ input, context }) =>
    sendLink({
      services: context.services,
      inStep: (work) => inStep(context, work),
      actor: context.actor,
      userId: context.caller.userId,
      input,
    }),
  ),
  nextAssets: os.nextAssets.handler(({ input, context }) =>
    inStep(context, ({ tx, now }) => nextAssets({ ...input, tx, now })),
  ),
  listRequests: os.listRequests.handler(({ input, context }) =>
    inStep(context, (step) => listRequests(step, input)),
  ),
  ask: os.ask.handler(({ input, context }) => inStep(context, (step) => askForPiece(step, input))),
  answerRequest: os.answerRequest.handler(({ input, context }) =>
    inStep(context, (step) => answerForPiece(step, input)),
  ),
};
