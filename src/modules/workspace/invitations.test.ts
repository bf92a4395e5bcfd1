import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cookieHeader,
  requestOf,
  type SignedIn,
  signInMember,
  testPassword,
} from '../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import type { Role } from './access.ts';
import { authenticate } from './authenticate.ts';
import { workspaceRouter } from './router.ts';

const { invitations, members } = workspaceRouter;
const daysMs = 86_400_000;

let services: TestServices;
let ours = '';
let theirs = '';
let admin: SignedIn;
let otherAdmin: SignedIn;

beforeAll(async () => {
  services = await openTestServices();
  ours = (await createTestWorkspace(services, { name: 'Ours' })).workspaceId;
  theirs = (await createTestWorkspace(services, { name: 'Theirs' })).workspaceId;
  admin = await signInMember(services, { workspaceId: ours, role: 'admin' });
  otherAdmin = await signInMember(services, { workspaceId: theirs, role: 'admin' });
});
afterAll(() => services.close());

const as = (person: SignedIn) => requestOf(services, person.headers);

async function invite(email: string, options: { by?: SignedIn; role?: Role } = {}) {
  const made = await call(
    invitations.create,
    { email, role: options.role ?? 'sales' },
    as(options.by ?? admin),
  );
  const link = new URL(made.link);
  expect(link.pathname).toBe('/invitation');
  return { ...made, key: link.searchParams.get('key') ?? '' };
}

const someone = { name: 'Grace', password: testPassword };

describe('someone new', () => {
  test('sees what they are invited to, accepts, and is signed in with the role offered', async () => {
    const { key } = await invite('grace@example.com');
    const asked = requestOf(services);
    const seen = await call(invitations.lookUp, { key }, asked);
    expect(seen).toMatchObject({
      email: 'grace@example.com',
      role: 'sales',
      workspaceName: 'Ours',
      invitedBy: 'A admin',
      hasAccount: false,
    });
    const accepted = await call(invitations.accept, { key, ...someone }, asked);
    expect(accepted).toMatchObject({ role: 'sales', signedIn: true, workspace: { id: ours } });
    const cookie = cookieHeader(asked.context.resHeaders.getSetCookie());
    const caller = await authenticate(requestOf(services, { cookie }).context, { changes: false });
    expect(caller).toMatchObject({ userId: accepted.userId, workspaceId: ours });
    const again = call(invitations.accept, { key, ...someone }, requestOf(services));
    await expect(again).rejects.toMatchObject({ code: 'gone' });
  });

  test('must give a name and a password, else the invitation stays open', async () => {
    const { key } = await invite('nameless@example.com');
    const bare = call(invitations.accept, { key }, requestOf(services));
    await expect(bare).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [
        { path: 'name', message: 'is missing' },
        { path: 'password', message: 'is missing' },
      ],
    });
    expect(await call(invitations.accept, { key, ...someone }, requestOf(services))).toMatchObject({
      role: 'sales',
    });
  });

  test('accepting twice at once makes one member', async () => {
    const { key } = await invite('twice@example.com');
    const tries = [1, 2, 3].map(() => call(invitations.accept, { key, ...someone }, requestOf(services)));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});

describe('someone with an account', () => {
  test('must sign in as the person invited, and then works in both', async () => {
    const { key } = await invite(admin.email, { by: otherAdmin, role: 'viewer' });
    expect(await call(invitations.lookUp, { key }, requestOf(services))).toMatchObject({ hasAccount: true });
    const stranger = call(invitations.accept, { key, ...someone }, requestOf(services));
    await expect(stranger).rejects.toMatchObject({ code: 'conflict' });
    const somebodyElse = call(invitations.accept, { key }, as(otherAdmin));
    await expect(somebodyElse).rejects.toMatchObject({ code: 'forbidden' });
    const { cookie = '' } = admin.headers;
    const elsewhere = requestOf(services, { cookie, origin: 'https://evil.example' });
    await expect(call(invitations.accept, { key }, elsewhere)).rejects.toMatchObject({ code: 'forbidden' });

    const accepted = await call(invitations.accept, { key }, as(admin));
    expect(accepted).toMatchObject({
      userId: admin.userId,
      role: 'viewer',
      workspace: { id: theirs },
      signedIn: true,
    });
    expect((await authenticate(as(admin).context)).workspaceId).toBe(theirs);
    await call(workspaceRouter.me.switchWorkspace, { workspaceId: ours }, as(admin));
    expect((await authenticate(as(admin).context)).permissions.has('workspace:admin')).toBe(true);
  });

  test('cannot be invited where they are a member', async () => {
    await expect(invite(otherAdmin.email, { by: otherAdmin })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a link that does not hold', () => {
  const refused = async (key: string, code: string) => {
    await expect(call(invitations.lookUp, { key }, requestOf(services))).rejects.toMatchObject({ code });
    const accepting = call(invitations.accept, { key, ...someone }, requestOf(services));
    await expect(accepting).rejects.toMatchObject({ code });
  };

  test('unknown', () => refused('no-such-key', 'gone'));

  test('after seven days', async () => {
    const { key } = await invite('late@example.com');
    services.setNow(new Date(Date.now() + 7 * daysMs - 60_000));
    expect(await call(invitations.lookUp, { key }, requestOf(services))).toMatchObject({ role: 'sales' });
    services.setNow(new Date(Date.now() + 7 * daysMs));
    await refused(key, 'gone');
    services.setNow(new Date());
  });

  test('withdrawn, or followed by a newer one', async () => {
    const first = await invite('again@example.com');
    const second = await invite('Again@Example.com', { role: 'marketing' });
    await refused(first.key, 'gone');
    const { items } = await call(invitations.list, {}, as(admin));
    expect(items.filter((item) => item.email === 'again@example.com').map((item) => item.id)).toEqual([
      second.id,
    ]);
    await call(invitations.revoke, { invitationId: second.id }, as(admin));
    await refused(second.key, 'gone');
    await expect(call(invitations.revoke, { invitationId: second.id }, as(admin))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

test('the list and the database hold no secret; automation may invite too', async () => {
  const asked = requestOf(services, { authorization: 'Bearer test-admin-token-0123456789' });
  const made = await call(invitations.create, { email: 'robot@example.com', role: 'viewer' }, asked);
  const key = new URL(made.link).searchParams.get('key') ?? '';
  expect(key).toHaveLength(43);
  const { items } = await call(invitations.list, {}, as(admin));
  expect(items.find((item) => item.id === made.id)).toMatchObject({
    invitedBy: 'automation',
    expired: false,
  });
  expect(JSON.stringify(items)).not.toContain(key);
  const stored = await services.database.pool.query('select * from invitation');
  expect(JSON.stringify(stored.rows)).not.toContain(key);
});

describe('members', () => {
  test('the last admin stays, also when two admins act at once', async () => {
    const { workspaceId } = await createTestWorkspace(services, { name: 'Two admins' });
    const [one, two] = [
      await signInMember(services, { workspaceId, role: 'admin' }),
      await signInMember(services, { workspaceId, role: 'admin' }),
    ];
    const outcomes = await Promise.allSettled([
      call(members.changeRole, { memberId: two.memberId, role: 'viewer' }, as(one)),
      call(members.remove, { memberId: one.memberId }, as(two)),
    ]);
    const admins = await services.database.pool.query(
      "select user_id from member where workspace_id = $1 and role = 'admin'",
      [workspaceId],
    );
    expect(admins.rowCount).toBe(1);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const last = [one, two].find((person) => person.userId === admins.rows[0].user_id) ?? one;
    const { memberId } = last;
    await expect(call(members.remove, { memberId }, as(last))).rejects.toMatchObject({ code: 'conflict' });
    const demoted = call(members.changeRole, { memberId, role: 'sales' }, as(last));
    await expect(demoted).rejects.toMatchObject({ code: 'conflict' });
  });

  test("another workspace's ids are not found", async () => {
    const { memberId } = otherAdmin;
    const { id: invitationId } = await invite('theirs@example.com', { by: otherAdmin });
    const refused = { code: 'not_found' };
    await expect(call(members.remove, { memberId }, as(admin))).rejects.toMatchObject(refused);
    await expect(call(members.changeRole, { memberId, role: 'viewer' }, as(admin))).rejects.toMatchObject(
      refused,
    );
    await expect(call(invitations.revoke, { invitationId }, as(admin))).rejects.toMatchObject(refused);
    const { items } = await call(members.list, {}, as(admin));
    expect(items.map((item) => item.id)).not.toContain(memberId);
  });

  test('are listed page by page, each once', async () => {
    const { workspaceId } = await createTestWorkspace(services, { name: 'Crowd' });
    const boss = await signInMember(services, { workspaceId, role: 'admin' });
    for (let n = 0; n < 4; n += 1)
      await signInMember(services, { workspaceId, role: 'viewer', name: `Person ${n}` });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await call(members.list, { limit: 2, cursor }, as(boss));
      seen.push(...page.items.map((item) => item.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['A admin', 'Person 0', 'Person 1', 'Person 2', 'Person 3']);
    await expect(call(members.list, { cursor: 'nonsense' }, as(boss))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
