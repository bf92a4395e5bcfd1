import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestOf, type SignedIn, signInMember } from '../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { newId } from '../../platform/ids.ts';
import { localKey } from '../../platform/local-key.ts';
import { permissionNames, permissions, type Role, roles } from './access.ts';
import { addMember } from './add-member.ts';
import { authenticate } from './authenticate.ts';
import { workspaceRouter } from './router.ts';

let services: TestServices;
let ours = '';
let theirs = '';
const people = new Map<Role, SignedIn>();

beforeAll(async () => {
  services = await openTestServices();
  ours = (await createTestWorkspace(services, { name: 'Ours' })).workspaceId;
  theirs = (await createTestWorkspace(services, { name: 'Theirs' })).workspaceId;
  for (const role of roles) people.set(role, await signInMember(services, { workspaceId: ours, role }));
});
afterAll(() => services.close());

const person = (role: Role) => {
  const found = people.get(role);
  if (!found) throw new Error(`no ${role}`);
  return found;
};
const caller = (headers: Record<string, string>) => authenticate(requestOf(services, headers).context);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function makeToken(scopes: (typeof permissionNames)[number][], expiresAt?: string) {
  const asked = requestOf(services, person('admin').headers);
  return call(workspaceRouter.apiTokens.create, { name: 'A script', scopes, expiresAt }, asked);
}

describe('roles', () => {
  test.each(roles)('a %s has exactly the permissions of the table', async (role) => {
    const { permissions: held, actor, userId } = await caller(person(role).headers);
    for (const name of permissionNames) {
      expect(held.has(name), `${role} and ${name}`).toBe(
        permissions[name].some((allowed) => allowed === role),
      );
    }
    expect(actor).toEqual({ kind: 'member', id: person(role).userId, name: `A ${role}` });
    expect(userId).toBe(person(role).userId);
  });

  test.each(roles.filter((role) => role !== 'admin'))('a %s administers nothing', async (role) => {
    const asked = requestOf(services, person(role).headers);
    const { memberId } = person('admin');
    const refused = { code: 'forbidden' };
    const { settings, members, invitations, writeKeys, apiTokens } = workspaceRouter;
    await expect(call(settings.update, { name: 'Mine' }, asked)).rejects.toMatchObject(refused);
    await expect(call(members.changeRole, { memberId, role: 'viewer' }, asked)).rejects.toMatchObject(
      refused,
    );
    await expect(call(members.remove, { memberId }, asked)).rejects.toMatchObject(refused);
    await expect(
      call(invitations.create, { email: 'a@example.com', role: 'admin' }, asked),
    ).rejects.toMatchObject(refused);
    await expect(call(invitations.list, {}, asked)).rejects.toMatchObject(refused);
    await expect(call(writeKeys.create, { name: 'k' }, asked)).rejects.toMatchObject(refused);
    await expect(call(apiTokens.list, {}, asked)).rejects.toMatchObject(refused);
    await expect(call(apiTokens.create, { name: 't', scopes: ['people:read'] }, asked)).rejects.toMatchObject(
      refused,
    );
  });

  test('a changed role and a removal hold from the next request on', async () => {
    const fresh = await signInMember(services, { workspaceId: ours, role: 'marketing' });
    const admin = requestOf(services, person('admin').headers);
    expect((await caller(fresh.headers)).permissions.has('people:write')).toBe(true);
    await call(workspaceRouter.members.changeRole, { memberId: fresh.memberId, role: 'viewer' }, admin);
    expect((await caller(fresh.headers)).permissions.has('people:write')).toBe(false);
    await call(workspaceRouter.members.remove, { memberId: fresh.memberId }, admin);
    await expect(caller(fresh.headers)).rejects.toMatchObject({ code: 'forbidden' });
    const me = await call(workspaceRouter.me.get, undefined, requestOf(services, fresh.headers));
    expect(me).toMatchObject({ workspaces: [], workspace: null, role: null, permissions: [] });
  });
});

describe('sessions', () => {
  test('nobody is refused with 401, so are an expired session and a cookie of somebody else', async () => {
    await expect(caller({})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(caller({ cookie: 'liaison.session_token=abc.def' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const fresh = await signInMember(services, { workspaceId: ours, role: 'viewer' });
    await services.database.pool.query('update auth_session set expires_at = now() where user_id = $1', [
      fresh.userId,
    ]);
    await expect(caller(fresh.headers)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('changes are taken from our own pages only; reading needs no origin', async () => {
    const { cookie = '' } = person('admin').headers;
    const foreign = requestOf(services, { cookie, origin: 'https://evil.example' });
    const bare = requestOf(services, { cookie });
    for (const asked of [foreign, bare]) {
      const change = call(workspaceRouter.settings.update, { name: 'Taken over' }, asked);
      await expect(change).rejects.toMatchObject({ code: 'forbidden' });
      const move = call(workspaceRouter.me.switchWorkspace, { workspaceId: ours }, asked);
      await expect(move).rejects.toMatchObject({ code: 'forbidden' });
      expect(await call(workspaceRouter.settings.get, undefined, asked)).toMatchObject({ name: 'Ours' });
    }
  });

  test('a session in use is prolonged once a day, with a new cookie', async () => {
    const fresh = await signInMember(services, { workspaceId: ours, role: 'viewer' });
    const first = requestOf(services, fresh.headers);
    await call(workspaceRouter.me.get, undefined, first);
    expect(first.context.resHeaders.getSetCookie()).toEqual([]);
    await services.database.pool.query(
      `update auth_session set updated_at = now() - interval '2 days', expires_at = now() + interval '12 days'
       where user_id = $1`,
      [fresh.userId],
    );
    const later = requestOf(services, fresh.headers);
    await call(workspaceRouter.me.get, undefined, later);
    expect(later.context.resHeaders.getSetCookie()[0]).toMatch(/^liaison\.session_token=/);
    const again = requestOf(services, fresh.headers);
    await call(workspaceRouter.me.get, undefined, again);
    expect(again.context.resHeaders.getSetCookie()).toEqual([]);
  });
});

describe('the header that names a workspace', () => {
  test('403 for whoever does not belong to it: person, token and automation', async () => {
    const { secret } = await makeToken(['people:read']);
    for (const headers of [person('admin').headers, bearer(secret), bearer('test-admin-token-0123456789')]) {
      for (const other of [theirs, newId()]) {
        const named = caller({ ...headers, 'liaison-workspace': other });
        await expect(named).rejects.toMatchObject({
          code: 'forbidden',
          message: expect.stringContaining(other),
        });
      }
      expect((await caller({ ...headers, 'liaison-workspace': ours })).workspaceId).toBe(ours);
      await expect(caller({ ...headers, 'liaison-workspace': 'x' })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  test('a member of two goes to either, by header for one request and by switching for all', async () => {
    const both = await signInMember(services, { workspaceId: ours, role: 'viewer' });
    const { userId: id, name, email } = both;
    await services.database.asSystem((tx) =>
      addMember({ tx, now: new Date(), workspaceId: theirs, person: { id, name, email }, role: 'admin' }),
    );
    expect((await caller(both.headers)).workspaceId).toBe(ours);
    const named = await caller({ ...both.headers, 'liaison-workspace': theirs });
    expect([named.workspaceId, named.permissions.has('workspace:admin')]).toEqual([theirs, true]);
    const asked = requestOf(services, both.headers);
    await call(workspaceRouter.me.switchWorkspace, { workspaceId: theirs }, asked);
    expect((await caller(both.headers)).workspaceId).toBe(theirs);
    const me = await call(workspaceRouter.me.get, undefined, asked);
    expect(me.workspaces.map((workspace) => [workspace.name, workspace.role])).toEqual([
      ['Ours', 'viewer'],
      ['Theirs', 'admin'],
    ]);
    expect(me).toMatchObject({ workspace: { id: theirs, name: 'Theirs' }, role: 'admin' });
    const elsewhere = call(workspaceRouter.me.switchWorkspace, { workspaceId: newId() }, asked);
    await expect(elsewhere).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('tokens', () => {
  test('LIAISON_ADMIN_TOKEN and the local key may do everything in the first workspace', async () => {
    for (const [token, name] of [
      ['test-admin-token-0123456789', 'automation'],
      [await localKey(services.config.dataDir), 'command line'],
    ] as const) {
      const found = await caller(bearer(token));
      expect(found).toMatchObject({ workspaceId: ours, userId: null, actor: { kind: 'automation', name } });
      expect([...found.permissions].sort()).toEqual([...permissionNames].sort());
    }
  });

  test('an API token has its scopes and no more, and no session is looked at beside it', async () => {
    const { secret, start } = await makeToken(['people:read', 'funnel:read']);
    expect(secret).toMatch(/^lia_[\w-]{43}$/);
    expect(secret.startsWith(start)).toBe(true);
    const found = await caller({ ...person('admin').headers, ...bearer(secret) });
    expect(found.actor).toMatchObject({ kind: 'token', name: 'A script' });
    expect([...found.permissions].sort()).toEqual(['funnel:read', 'people:read']);
    const me = await call(workspaceRouter.me.get, undefined, requestOf(services, bearer(secret)));
    expect(me).toMatchObject({ person: null, actor: { kind: 'token' }, workspace: { id: ours } });
  });

  test.each(['lia_unknown', 'test-admin-token-012345678', 'test-admin-token-01234567890', '', 'x'])(
    '401 for %j',
    async (token) => {
      await expect(caller(bearer(token))).rejects.toMatchObject({ code: 'unauthenticated' });
    },
  );

  test('401 for a token that is expired or revoked, from that moment on', async () => {
    const expiring = await makeToken(['people:read'], new Date(Date.now() + 3_600_000).toISOString());
    expect((await caller(bearer(expiring.secret))).workspaceId).toBe(ours);
    services.setNow(new Date(Date.now() + 3_600_001));
    await expect(caller(bearer(expiring.secret))).rejects.toMatchObject({ code: 'unauthenticated' });
    services.setNow(new Date());
    const revoked = await makeToken(['people:read']);
    await caller(bearer(revoked.secret));
    const asked = requestOf(services, person('admin').headers);
    await call(workspaceRouter.apiTokens.revoke, { apiTokenId: revoked.id }, asked);
    await expect(caller(bearer(revoked.secret))).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
