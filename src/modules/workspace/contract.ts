import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { operation, permissionNames } from './access.ts';
import {
  apiToken,
  auditEntry,
  currencyCode,
  email,
  id,
  invitation,
  linkKey,
  me,
  member,
  password,
  permissionName,
  personName,
  roleName,
  time,
  timeZoneName,
  workspaceSettings,
  workspaceSummary,
  writeKey,
} from './schemas.ts';

export { minPasswordLength } from '../../platform/auth/password-length.ts';
export type {
  ApiToken,
  AuditLogEntry,
  Invitation,
  Me,
  Member,
  WorkspaceSummary,
  WriteKey,
} from './schemas.ts';

const done = z.object({});

const setUpContract = {
  get: operation({
    method: 'GET',
    path: '/set-up',
    access: 'public',
    tag: 'Set-up',
    summary: 'Look at a set-up link',
    description:
      'Says whether the one-time link is good, and which workspace it takes over if there is one already.',
  })
    .input(z.object({ key: linkKey }))
    .output(
      z.object({
        valid: z.boolean(),
        done: z.boolean().meta({ description: 'Somebody has been set up already: sign in instead' }),
        workspace: workspaceSummary.nullable(),
      }),
    ),
  complete: operation({
    method: 'POST',
    path: '/set-up',
    access: 'public',
    tag: 'Set-up',
    summary: 'Make the first person and the workspace',
    description:
      'The person becomes admin of the workspace. Answers with a session cookie where `signedIn` is true; else sign in at /api/auth/sign-in/email.',
    creates: true,
  })
    .input(
      z.object({
        key: linkKey,
        name: personName,
        email,
        password,
        workspaceName: workspaceSettings.shape.name,
        currency: currencyCode,
        timeZone: timeZoneName,
      }),
    )
    .output(z.object({ userId: id, workspace: workspaceSummary, signedIn: z.boolean() })),
};

const meContract = {
  get: operation({
    method: 'GET',
    path: '/me',
    access: 'signed-in',
    tag: 'Session',
    summary: 'Who am I, where, and what may I do',
  }).output(me),
  switchWorkspace: operation({
    method: 'PUT',
    path: '/me/workspace',
    access: 'signed-in',
    tag: 'Session',
    summary: 'Go to another workspace one is a member of',
    description:
      'For sessions. A single request names its workspace in the header `Liaison-Workspace` instead.',
  })
    .input(z.object({ workspaceId: id }))
    .output(workspaceSummary),
};

const settingsContract = {
  get: operation({
    method: 'GET',
    path: '/workspace',
    access: 'workspace:read',
    tag: 'Workspace',
    summary: 'The workspace and its settings',
  }).output(workspaceSummary.extend({ createdAt: time })),
  update: operation({
    method: 'PATCH',
    path: '/workspace',
    access: 'workspace:admin',
    tag: 'Workspace',
    summary: 'Change name, currency or time zone',
  })
    .input(workspaceSettings.partial())
    .output(workspaceSummary.extend({ createdAt: time })),
  create: operation({
    method: 'POST',
    path: '/workspaces',
    access: 'workspace:admin',
    tag: 'Workspace',
    summary: 'Make another workspace, with oneself as its admin',
    creates: true,
  })
    .input(workspaceSettings)
    .output(workspaceSummary),
};

const membersContract = {
  list: operation({
    method: 'GET',
    path: '/members',
    access: 'workspace:read',
    tag: 'Members',
    summary: 'Who belongs to the workspace',
  })
    .input(pageQuery)
    .output(pageOf(member)),
  changeRole: operation({
    method: 'PATCH',
    path: '/members/{memberId}',
    access: 'workspace:admin',
    tag: 'Members',
    summary: "Change a member's role",
    description: 'The last admin stays admin.',
  })
    .input(z.object({ memberId: id, role: roleName }))
    .output(member),
  remove: operation({
    method: 'DELETE',
    path: '/members/{memberId}',
    access: 'workspace:admin',
    tag: 'Members',
    summary: 'Remove a member',
    description:
      'What they did stays; they can no longer see the workspace. The last admin cannot be removed.',
  })
    .input(z.object({ memberId: id }))
    .output(done),
};

const invitationsContract = {
  list: operation({
    method: 'GET',
    path: '/invitations',
    access: 'workspace:admin',
    tag: 'Members',
    summary: 'Invitations not yet accepted',
  })
    .input(pageQuery)
    .output(pageOf(invitation)),
  create: operation({
    method: 'POST',
    path: '/invitations',
    access: 'workspace:admin',
    tag: 'Members',
    summary: 'Invite someone by link',
    description:
      'The link is shown this once and is good for seven days. An older invitation to the same address ends.',
    creates: true,
    secretAnswer: true,
  })
    .input(z.object({ email, role: roleName }))
    .output(invitation.extend({ link: z.url() })),
  revoke: operation({
    method: 'DELETE',
    path: '/invitations/{invitationId}',
    access: 'workspace:admin',
    tag: 'Members',
    summary: 'Withdraw an invitation',
  })
    .input(z.object({ invitationId: id }))
    .output(done),
  lookUp: operation({
    method: 'GET',
    path: '/invitation',
    access: 'public',
    tag: 'Members',
    summary: 'Look at an invitation by the key of its link',
  })
    .input(z.object({ key: linkKey }))
    .output(
      z.object({
        email: z.string(),
        role: roleName,
        workspaceName: z.string(),
        invitedBy: z.string().nullable(),
        expiresAt: time,
        hasAccount: z
          .boolean()
          .meta({ description: 'Sign in first, then accept; else name and password are needed' }),
      }),
    ),
  accept: operation({
    method: 'POST',
    path: '/invitation/acceptance',
    access: 'public',
    tag: 'Members',
    summary: 'Accept an invitation',
    description:
      'As someone new, with `name` and `password`; or signed in as the person invited. Someone new gets a session cookie where `signedIn` is true.',
    creates: true,
  })
    .input(z.object({ key: linkKey, name: personName.optional(), password: password.optional() }))
    .output(z.object({ userId: id, workspace: workspaceSummary, role: roleName, signedIn: z.boolean() })),
};

const writeKeysContract = {
  list: operation({
    method: 'GET',
    path: '/write-keys',
    access: 'workspace:read',
    tag: 'Keys and tokens',
    summary: 'Write keys of the tracker, revoked ones too',
  })
    .input(pageQuery)
    .output(pageOf(writeKey)),
  create: operation({
    method: 'POST',
    path: '/write-keys',
    access: 'workspace:admin',
    tag: 'Keys and tokens',
    summary: 'Make a write key',
    creates: true,
  })
    .input(z.object({ name: z.string().trim().min(1).max(100) }))
    .output(writeKey),
  rename: operation({
    method: 'PATCH',
    path: '/write-keys/{writeKeyId}',
    access: 'workspace:admin',
    tag: 'Keys and tokens',
    summary: 'Rename a write key',
  })
    .input(z.object({ writeKeyId: id, name: z.string().trim().min(1).max(100) }))
    .output(writeKey),
  revoke: operation({
    method: 'DELETE',
    path: '/write-keys/{writeKeyId}',
    access: 'workspace:admin',
    tag: 'Keys and tokens',
    summary: 'Revoke a write key for good',
  })
    .input(z.object({ writeKeyId: id }))
    .output(writeKey),
};

const apiTokensContract = {
  list: operation({
    method: 'GET',
    path: '/api-tokens',
    access: 'workspace:admin',
    tag: 'Keys and tokens',
    summary: 'API tokens, without their secrets',
  })
    .input(pageQuery)
    .output(pageOf(apiToken)),
  create: operation({
    method: 'POST',
    path: '/api-tokens',
    access: 'workspace:admin',
    tag: 'Keys and tokens',
    summary: 'Make an API token',
    description: 'The secret is shown this once. Scopes are permissions, and only those the maker has.',
    creates: true,
    secretAnswer: true,
  })
    .input(
      z.object({
        name: z.string().trim().min(1).max(100),
        scopes: z.array(permissionName).min(1).max(permissionNames.length),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .output(apiToken.extend({ secret: z.string() })),
  revoke: operation({
    method: 'DELETE',
    path: '/api-tokens/{apiTokenId}',
    access: 'workspace:admin',
    tag: 'Keys and tokens',
    summary: 'Revoke an API token at once',
  })
    .input(z.object({ apiTokenId: id }))
    .output(done),
};

const auditContract = {
  list: operation({
    method: 'GET',
    path: '/audit',
    access: 'audit:read',
    tag: 'Audit',
    summary: 'Who changed what, latest first',
  })
    .input(
      pageQuery.extend({
        recordType: z.string().max(100).optional(),
        recordId: id.optional(),
        action: z.string().max(100).optional().meta({ description: 'Such as `contact.updated`' }),
        actorId: id.optional(),
        actorKind: z.enum(['member', 'token', 'write_key', 'automation', 'system']).optional(),
        from: z.iso.datetime({ offset: true }).optional(),
        to: z.iso.datetime({ offset: true }).optional().meta({ description: 'Before this time' }),
      }),
    )
    .output(pageOf(auditEntry)),
};

export const workspaceContract = {
  setUp: setUpContract,
  me: meContract,
  settings: settingsContract,
  members: membersContract,
  invitations: invitationsContract,
  writeKeys: writeKeysContract,
  apiTokens: apiTokensContract,
  audit: auditContract,
};
