import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieHeader, signInMember, testPassword } from '../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { type Auth, createAuth } from './auth.ts';

let services: TestServices;
let auth: Auth;
let email = '';
let tablesBefore: unknown;

const tables = async () =>
  (
    await services.database.pool.query(
      "select table_name from information_schema.tables where table_schema = 'public' order by 1",
    )
  ).rows;

beforeAll(async () => {
  services = await openTestServices();
  tablesBefore = await tables();
  auth = await createAuth(services);
  const { workspaceId } = await createTestWorkspace(services);
  email = (await signInMember(services, { workspaceId, role: 'viewer' })).email;
});
afterAll(() => services.close());

function ask(
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; from?: string } = {},
) {
  const { publicUrl } = services.config;
  const request = new Request(`${publicUrl}/api/auth${path}`, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: { origin: publicUrl, 'content-type': 'application/json', ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return auth.handler(request, options.from ?? '203.0.113.7');
}

test('signs in with the right password, and the cookie is a session until signing out', async () => {
  const signedIn = await ask('/sign-in/email', {
    body: { email: email.toUpperCase(), password: testPassword },
  });
  expect(signedIn.status).toBe(200);
  const [setCookie = ''] = signedIn.headers.getSetCookie();
  expect(setCookie).toMatch(/HttpOnly/i);
  expect(setCookie).toMatch(/SameSite=Lax/i);
  const cookie = cookieHeader(signedIn.headers.getSetCookie());
  expect(await auth.sessionToken(new Headers({ cookie }))).toMatch(/^\w{32}$/);
  expect((await ask('/sign-out', { body: {}, headers: { cookie } })).status).toBe(200);
  expect(await (await ask('/get-session', { headers: { cookie } })).json()).toBeNull();
});

test('a cookie whose signature is not ours is no session', async () => {
  const signedIn = await ask('/sign-in/email', { body: { email, password: testPassword } });
  const cookie = cookieHeader(signedIn.headers.getSetCookie());
  const [name = '', value = ''] = cookie.split('=');
  const forged = `${name}=${value.slice(0, 5) === 'AAAAA' ? 'B' : 'AAAAA'}${value.slice(5)}`;
  expect(await auth.sessionToken(new Headers({ cookie: forged }))).toBeNull();
  expect(await auth.sessionToken(new Headers())).toBeNull();
});

test('a wrong password and an unknown address are refused alike, as problems', async () => {
  const wrong = await ask('/sign-in/email', {
    body: { email, password: 'not the password' },
    from: '203.0.113.8',
  });
  const unknown = await ask('/sign-in/email', {
    body: { email: 'nobody@example.com', password: 'not the password' },
    from: '203.0.113.8',
  });
  expect(wrong.headers.get('content-type')).toBe('application/problem+json');
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test('nobody signs up by themselves, and what bypasses our rules is shut', async () => {
  const body = { email: 'new@example.com', password: testPassword, name: 'New' };
  for (const path of ['/sign-up/email', '/delete-user', '/change-email', '/request-password-reset']) {
    expect((await ask(path, { body })).status).toBe(404);
  }
});

test('a page of another site cannot sign anyone in', async () => {
  const origin = 'https://evil.example';
  const body = { email, password: testPassword };
  expect((await ask('/sign-in/email', { body, headers: { origin } })).status).toBe(403);
});

test('guessing from one address is stopped, others go on', async () => {
  const guess = { email, password: 'a wrong password' };
  const statuses: number[] = [];
  for (let tried = 0; tried < 12; tried += 1) {
    // What the guesser says about its own address must not help it.
    const headers = {
      'x-forwarded-for': `198.51.100.${tried}`,
      'x-liaison-client-address': `198.51.100.${tried}`,
    };
    statuses.push((await ask('/sign-in/email', { body: guess, headers, from: '203.0.113.9' })).status);
  }
  expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
  expect(statuses.slice(10)).toEqual([429, 429]);
  const other = await ask('/sign-in/email', {
    body: { email, password: testPassword },
    from: '203.0.113.10',
  });
  expect(other.status).toBe(200);
  const behindProxy = await ask('/sign-in/email', {
    body: { email, password: testPassword },
    headers: { 'x-forwarded-for': '203.0.113.11' },
    from: '127.0.0.1',
  });
  expect(behindProxy.status).toBe(200);
});

test('behind https the cookie is secure', async () => {
  const secure = { ...services, config: { ...services.config, publicUrl: 'https://liaison.example.com' } };
  const cookies = await (await createAuth(secure)).signIn({
    email,
    password: testPassword,
    headers: new Headers(),
  });
  expect(cookies[0]).toMatch(/^__Secure-liaison\.session_token=.*Secure/);
});

test('makes no tables of its own', async () => {
  expect(await tables()).toEqual(tablesBefore);
});
