import { implement } from '@orpc/server';
import { acceptInvitation, lookUpInvitation } from './accept-invitation.ts';
import { authorised, type RequestContext, signedIn } from './authorised.ts';
import { changeMemberRole } from './change-member-role.ts';
import { workspaceContract } from './contract.ts';
import { createApiToken } from './create-api-token.ts';
import { createOwnWorkspace } from './create-own-workspace.ts';
import { createWriteKey } from './create-write-key.ts';
import { describeMe } from './describe-me.ts';
import { identifySession } from './identify.ts';
import { invitePerson } from './invite-person.ts';
import { listApiTokens } from './list-api-tokens.ts';
import { listAudit } from './list-audit.ts';
import { listInvitations } from './list-invitations.ts';
import { listMembers } from './list-members.ts';
import { listWriteKeys } from './list-write-keys.ts';
import { removeMember } from './remove-member.ts';
import { renameWriteKey } from './rename-write-key.ts';
import { requireOwnPage } from './require-own-page.ts';
import { revokeApiToken } from './revoke-api-token.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { revokeWriteKey } from './revoke-write-key.ts';
import { completeSetUp, lookAtSetUp } from './set-up.ts';
import { signInWithAnswer } from './sign-in.ts';
import { switchWorkspace } from './switch-workspace.ts';
import { readWorkspace, updateWorkspace, type WorkspaceRow } from './update-workspace.ts';

const open = implement(workspaceContract).$context<RequestContext>();
const known = open.use(signedIn);
const os = open.use(authorised);

const setUp = {
  get: open.setUp.get.handler(({ input, context }) => lookAtSetUp(context.services, input.key)),
  complete: open.setUp.complete.handler(async ({ input, context }) => {
    const made = await completeSetUp(context.services, input);
    return { ...made, signedIn: await signInWithAnswer(context, input) };
  }),
};

const me = {
  get: known.me.get.handler(({ context }) => describeMe(context)),
  switchWorkspace: known.me.switchWorkspace.handler(({ input, context }) =>
    switchWorkspace({
      services: context.services,
      identity: context.identity,
      workspaceId: input.workspaceId,
    }),
  ),
};

const presentSettings = ({ createdAt, ...workspace }: WorkspaceRow) => ({
  ...workspace,
  createdAt: createdAt.toISOString(),
});

const settings = {
  get: os.settings.get.handler(async ({ context }) =>
    presentSettings(await context.inWorkspace((tx) => readWorkspace(tx, context.workspaceId))),
  ),
  update: os.settings.update.handler(async ({ input, context: { actor, workspaceId, inWorkspace } }) =>
    presentSettings(await inWorkspace((tx) => updateWorkspace({ tx, actor, workspaceId, changes: input }))),
  ),
  create: os.settings.create.handler(({ input, context: { services, caller } }) =>
    createOwnWorkspace({ services, caller, settings: input }),
  ),
};

const members = {
  list: os.members.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listMembers({ tx, ...input })),
  ),
  changeRole: os.members.changeRole.handler(({ input, context: { actor, workspaceId, inWorkspace } }) =>
    inWorkspace((tx) => changeMemberRole({ tx, actor, workspaceId, ...input })),
  ),
  remove: os.members.remove.handler(async ({ input, context: { actor, workspaceId, inWorkspace } }) => {
    await inWorkspace((tx) => removeMember({ tx, actor, workspaceId, ...input }));
    return {};
  }),
};

const invitations = {
  list: os.invitations.list.handler(({ input, context: { services, inWorkspace } }) =>
    inWorkspace((tx) => listInvitations({ tx, now: services.now(), ...input })),
  ),
  create: os.invitations.create.handler(
    ({ input, context: { services, actor, caller, workspaceId, inWorkspace } }) => {
      const { publicUrl } = services.config;
      const by = { actor, userId: caller.userId, workspaceId };
      return inWorkspace((tx) => invitePerson({ tx, now: services.now(), publicUrl, ...by, ...input }));
    },
  ),
  revoke: os.invitations.revoke.handler(async ({ input, context: { actor, workspaceId, inWorkspace } }) => {
    await inWorkspace((tx) => revokeInvitation({ tx, actor, workspaceId, ...input }));
    return {};
  }),
  lookUp: open.invitations.lookUp.handler(({ input, context }) =>
    lookUpInvitation({ services: context.services, key: input.key }),
  ),
  accept: open.invitations.accept.handler(async ({ input, context }) => {
    const session = await identifySession(context);
    if (session !== null) requireOwnPage(context);
    const { isNew, email, ...accepted } = await acceptInvitation({
      services: context.services,
      session,
      ...input,
    });
    const { password } = input;
    const signedInNow =
      isNew && password !== undefined && (await signInWithAnswer(context, { email, password }));
    return { ...accepted, signedIn: session !== null || signedInNow };
  }),
};

const writeKeys = {
  list: os.writeKeys.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listWriteKeys({ tx, ...input })),
  ),
  create: os.writeKeys.create.handler(({ input, context: { services, actor, workspaceId, inWorkspace } }) =>
    inWorkspace((tx) => createWriteKey({ tx, now: services.now(), actor, workspaceId, ...input })),
  ),
  rename: os.writeKeys.rename.handler(({ input, context: { actor, workspaceId, inWorkspace } }) =>
    inWorkspace((tx) => renameWriteKey({ tx, actor, workspaceId, ...input })),
  ),
  revoke: os.writeKeys.revoke.handler(({ input, context: { services, actor, workspaceId, inWorkspace } }) =>
    inWorkspace((tx) => revokeWriteKey({ tx, now: services.now(), actor, workspaceId, ...input })),
  ),
};

const apiTokens = {
  list: os.apiTokens.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listApiTokens({ tx, ...input })),
  ),
  create: os.apiTokens.create.handler(({ input, context: { services, caller, inWorkspace } }) =>
    inWorkspace((tx) => createApiToken({ tx, now: services.now(), caller, ...input })),
  ),
  revoke: os.apiTokens.revoke.handler(
    async ({ input, context: { services, actor, workspaceId, inWorkspace } }) => {
      await inWorkspace((tx) => revokeApiToken({ tx, now: services.now(), actor, workspaceId, ...input }));
      return {};
    },
  ),
};

const audit = {
  list: os.audit.list.handler(({ input: { cursor, limit, ...filter }, context }) =>
    context.inWorkspace((tx) => listAudit({ tx, filter, cursor, limit })),
  ),
};

export const workspaceRouter = { setUp, me, settings, members, invitations, writeKeys, apiTokens, audit };
