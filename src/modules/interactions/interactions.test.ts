import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createApp } from '../../app.ts';
import { ensureFirstWorkspace } from '../workspace/index.ts';

let services: TestServices;
let app: Hono;

beforeAll(async () => {
  services = await openTestServices();
  await ensureFirstWorkspace(services);
  app = createApp({ services, projector: null });
});
afterAll(() => services.close());

const named = z.object({ id: z.string(), name: z.string() }).nullable();
const page = z.object({
  items: z.array(z.object({ id: z.string(), type: z.string(), contact: named, account: named })),
  nextCursor: z.string().nullable(),
});

async function call(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${services.config.adminToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: await answer.json() };
}

async function record(fields: object): Promise<string> {
  const { status, body } = await call('POST', '/interactions', {
    kind: 'content',
    type: 'page_view',
    ...fields,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return z.object({ id: z.string() }).parse(body).id;
}

const list = async (query: string) => page.parse((await call('GET', `/interactions?${query}`)).body);

test('an unknown e-mail makes the person and, by its domain, the company', async () => {
  await record({ email: 'ada@holmwerk-invented.com', externalId: 'first' });
  const { items } = await list('limit=1');
  expect(items[0]).toMatchObject({
    contact: { name: expect.any(String) },
    account: { name: expect.stringMatching(/holmwerk/i) },
  });
});

test('the same externalId of the same source changes nothing; of another source it is another event', async () => {
  const once = { email: 'bo@lundbau-invented.com', externalId: 'twice', source: 'website' };
  const first = await record(once);
  const again = await call('POST', '/interactions', { kind: 'content', type: 'page_view', ...once });
  expect(again.body).toEqual({ outcome: 'unchanged', id: first });
  expect(await record({ ...once, source: 'product' })).not.toBe(first);
});

test('a contact’s list holds what they did under their profile and as a record that was merged into theirs', async () => {
  const seen = [
    await record({ email: 'cy@vossmetall-invented.com', anonymousId: 'cy-laptop', type: 'form_submitted' }),
    await record({ anonymousId: 'cy-laptop', type: 'asset_viewed' }),
    await record({ email: 'cy.voss@vossmetall-invented.com', type: 'call', kind: 'person' }),
  ];
  const people = z.object({ items: z.array(z.object({ id: z.string(), email: z.string().nullable() })) });
  const { items } = people.parse((await call('GET', '/contacts?search=vossmetall')).body);
  const idOf = (email: string) => items.find((item) => item.email === email)?.id;
  const keptId = idOf('cy@vossmetall-invented.com');
  const merged = await call('POST', '/contact-merges', {
    keptId,
    mergedId: idOf('cy.voss@vossmetall-invented.com'),
  });
  expect(merged.status, JSON.stringify(merged.body)).toBe(201);
  const story = await list(`contactId=${keptId}`);
  expect(story.items.map((item) => item.id).sort()).toEqual(seen.sort());
  expect((await list(`contactId=${keptId}&kind=person`)).items.map((item) => item.type)).toEqual(['call']);
});

test('pages put together are the whole list, latest first', async () => {
  for (let minute = 0; minute < 7; minute += 1) {
    await record({
      email: 'di@roth-invented.com',
      occurredAt: `2026-03-01T10:0${minute}:00Z`,
      type: `step_${minute}`,
    });
  }
  const people = z.object({ items: z.array(z.object({ id: z.string() })) });
  const { items } = people.parse((await call('GET', '/contacts?search=roth-invented')).body);
  const whole: string[] = [];
  let cursor = '';
  do {
    const { items: part, nextCursor } = await list(`contactId=${items[0]?.id}&limit=3${cursor}`);
    whole.push(...part.map((item) => item.type));
    cursor = nextCursor === null ? '' : `&cursor=${encodeURIComponent(nextCursor)}`;
  } while (cursor !== '');
  expect(whole).toEqual([6, 5, 4, 3, 2, 1, 0].map((minute) => `step_${minute}`));
});

test('an interaction of nobody is refused and says what is missing', async () => {
  const { status, body } = await call('POST', '/interactions', { kind: 'content', type: 'page_view' });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('email') });
});

test('what was not counted for one reason is listed by it', async () => {
  await services.database.asSystem(({ client }) =>
    client.query(`insert into interaction (id, workspace_id, occurred_at, kind, type, source, verified, flag_reason)
      select gen_random_uuid(), id, now(), 'content', 'page_view', 'tracking', reason is null, reason
      from workspace, unnest(array['bot', 'bot', 'prefetch', null]) as reason`),
  );
  const reasons = z.object({ items: z.array(z.object({ flagReason: z.string().nullable() })) });
  const { body } = await call('GET', '/interactions?flagReason=bot');
  expect(reasons.parse(body).items).toEqual([{ flagReason: 'bot' }, { flagReason: 'bot' }]);
});
