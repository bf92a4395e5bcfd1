import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { cookieHeader, requestOf, testPassword } from '../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { authenticate } from './authenticate.ts';
import { defaultStages } from './create-workspace.ts';
import { ensureFirstWorkspace, firstWorkspace } from './first-workspace.ts';
import { workspaceRouter } from './router.ts';
import { setUpLink } from './set-up.ts';

const { setUp } = workspaceRouter;

const byHand = { perTest: true, env: { LIAISON_ADMIN_TOKEN: '' } };
const withAutomation = { perTest: true, env: { LIAISON_WRITE_KEY: 'wk_configured_by_hand' } };

const input = (key: string, email = 'ada@example.com') => ({
  key,
  name: 'Ada',
  email,
  password: testPassword,
  workspaceName: 'Analytical Engines',
  currency: 'GBP',
  timeZone: 'Europe/London',
});

async function newKey(services: TestServices): Promise<string> {
  const link = new URL((await setUpLink(services)) ?? 'no:link');
  expect(`${link.origin}${link.pathname}`).toBe(`${services.config.publicUrl}/set-up`);
  return link.searchParams.get('key') ?? '';
}

async function count(services: TestServices, table: 'auth_user' | 'workspace' | 'member' | 'set_up_link') {
  return (await services.database.pool.query(`select 1 from ${table}`)).rowCount;
}

test('the link makes the first person, the workspace and its stages, and signs them in', async () => {
  const services = await openTestServices(byHand);
  expect(await ensureFirstWorkspace(services)).toBeNull();
  const key = await newKey(services);
  const asked = requestOf(services);
  expect(await call(setUp.get, { key }, asked)).toEqual({ valid: true, done: false, workspace: null });

  const made = await call(setUp.complete, input(key, ' Ada@Example.com '), asked);
  expect(made).toMatchObject({ signedIn: true, workspace: { name: 'Analytical Engines', currency: 'GBP' } });
  const cookie = cookieHeader(asked.context.resHeaders.getSetCookie());
  const caller = await authenticate(requestOf(services, { cookie }).context, { changes: false });
  expect(caller).toMatchObject({
    userId: made.userId,
    workspaceId: made.workspace.id,
    actor: { name: 'Ada' },
  });
  expect(caller.permissions.has('workspace:admin')).toBe(true);
  const stages = await services.database.inWorkspace(caller.workspaceId, ({ client }) =>
    client.query(
      'select key, name, gate, allowed_hours as "allowedHours" from lifecycle_stage order by position',
    ),
  );
  expect(stages.rows).toEqual(defaultStages);

  expect(await call(setUp.get, { key }, asked)).toEqual({ valid: false, done: true, workspace: null });
  await expect(call(setUp.complete, input(key, 'eve@example.com'), asked)).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await setUpLink(services)).toBeNull();
  expect(await count(services, 'set_up_link')).toBe(0);
});

test('a new start ends the link of the one before, and only the hash is kept', async () => {
  const services = await openTestServices(byHand);
  const [first, second] = [await newKey(services), await newKey(services)];
  const asked = requestOf(services);
  expect(await call(setUp.get, { key: first }, asked)).toMatchObject({ valid: false, done: false });
  await expect(call(setUp.complete, input(first), asked)).rejects.toMatchObject({ code: 'gone' });
  const stored = await services.database.pool.query('select key_hash from set_up_link');
  expect(stored.rows[0].key_hash).not.toContain(second);
  expect(await call(setUp.get, { key: second }, asked)).toMatchObject({ valid: true });
});

test('over a workspace that automation made: taken over, never doubled', async () => {
  const services = await openTestServices(withAutomation);
  const made = await Promise.all(Array.from({ length: 5 }, () => ensureFirstWorkspace(services)));
  expect(new Set(made.map((workspace) => workspace?.id)).size).toBe(1);
  const before = await firstWorkspace(services);
  expect(before).toMatchObject({ name: 'My company', currency: 'EUR', timeZone: 'UTC' });
  const keys = await services.database.pool.query('select name, key from write_key');
  expect(keys.rows).toEqual([{ name: 'LIAISON_WRITE_KEY', key: 'wk_configured_by_hand' }]);

  const key = await newKey(services);
  const asked = requestOf(services);
  expect(await call(setUp.get, { key }, asked)).toEqual({ valid: true, done: false, workspace: before });
  const { workspace } = await call(setUp.complete, input(key), asked);
  expect(workspace).toEqual({
    ...before,
    name: 'Analytical Engines',
    currency: 'GBP',
    timeZone: 'Europe/London',
  });
  expect(await firstWorkspace(services)).toEqual(workspace);
  expect(await count(services, 'workspace')).toBe(1);
  expect(await ensureFirstWorkspace(services)).toEqual(workspace);
  const audit = await services.database.pool.query(
    'select action, actor_name from audit_entry order by at, id',
  );
  expect(audit.rows).toEqual([
    { action: 'workspace.created', actor_name: 'automation' },
    { action: 'write_key.created', actor_name: 'automation' },
    { action: 'workspace.updated', actor_name: 'Ada' },
    { action: 'member.joined', actor_name: 'Ada' },
  ]);
});

test('of several at once one wins; the others are told, and leave nothing behind', async () => {
  const services = await openTestServices(byHand);
  const key = await newKey(services);
  const tries = Array.from({ length: 6 }, (_, n) =>
    call(setUp.complete, input(key, `person-${n}@example.com`), requestOf(services)),
  );
  const outcomes = await Promise.allSettled(tries);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  }
  expect(await count(services, 'auth_user')).toBe(1);
  expect(await count(services, 'workspace')).toBe(1);
  expect(await count(services, 'member')).toBe(1);
});

test('what is wrong is named, and whoever keeps guessing is told to stop while the right key still holds', async () => {
  const services = await openTestServices(byHand);
  const key = await newKey(services);
  const asked = requestOf(services);
  const complete = (changes: object) => call(setUp.complete, { ...input(key), ...changes }, asked);
  await expect(complete({ currency: 'EURO' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(complete({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(complete({ timeZone: '+02:00' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(complete({ password: 'short' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(complete({ email: 'not an address' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const codes: unknown[] = [];
  for (let tried = 0; tried < 25; tried += 1) {
    codes.push(await complete({ key: `guess-${tried}` }).catch((error: { code: string }) => error.code));
  }
  expect(codes[0]).toBe('gone');
  expect(codes.at(-1)).toBe('too_many_requests');
  expect(await complete({ currency: 'gbp' })).toMatchObject({ workspace: { currency: 'GBP' } });
});
