import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createApp } from '../../../app.ts';
import { openSite, pageView, type Site } from '../door/door.test-support.ts';
import { closeTrackingDoor } from '../door/door.ts';
import { forgetReceipts } from '../forget-receipts.ts';

let services: TestServices;
let app: Hono;
let site: Site;
let headers: Record<string, string>;

beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
beforeEach(async () => {
  site = await openSite(services, app);
  const member = await signInMember(services, { workspaceId: site.workspaceId, role: 'marketing' });
  headers = { ...member.headers, 'liaison-workspace': site.workspaceId };
});
afterAll(async () => {
  await closeTrackingDoor(services, 1_000);
  await services.close();
});

async function call(method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: await answer.json() };
}

const letters = z.object({
  items: z.array(
    z.looseObject({
      id: z.string(),
      reasonCode: z.string(),
      replayOutcome: z.string().nullable(),
      excerpt: z.string(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
const list = async (query = '') => letters.parse((await call('GET', `/dead-letters${query}`)).body);
const replay = (id: string | undefined, correctedJson?: string) =>
  call('POST', `/dead-letters/${id}/replays`, correctedJson === undefined ? {} : { correctedJson });

test('they are listed latest first, found by what they hold, and told by reason', async () => {
  await site.send('/v1/batch', {
    batch: [
      pageView({ anonymousId: null, messageId: 'm-one', properties: { word: 'Käse 100%_' } }),
      pageView({ anonymousId: null, messageId: 'm-two' }),
      pageView({ timestamp: 'never', messageId: 'm-three' }),
    ],
  });
  const all = await list();
  expect(all.items.map((item) => item.messageId)).toEqual(['m-three', 'm-two', 'm-one']);
  const paged = await list('?limit=2');
  const rest = await list(`?limit=2&cursor=${paged.nextCursor}`);
  expect([...paged.items, ...rest.items]).toEqual(all.items);
  expect(
    (await list(`?search=${encodeURIComponent('käse 100%_')}`)).items.map((item) => item.messageId),
  ).toEqual(['m-one']);
  expect((await list('?search=m-two')).items).toHaveLength(1);
  expect((await list('?reasonCode=invalid_timestamp')).items.map((item) => item.messageId)).toEqual([
    'm-three',
  ]);
  expect((await list('?state=replayed')).items).toEqual([]);
  const reasons = await call('GET', '/dead-letter-reasons');
  expect(reasons.body).toMatchObject({
    items: [
      { reasonCode: 'no_identity', waiting: 2, title: 'Nobody is named', door: 'tracking' },
      { reasonCode: 'invalid_timestamp', waiting: 1 },
    ],
  });
});

test('a corrected event is taken as if it had come right, at the time it came', async () => {
  const raw = pageView({
    anonymousId: null,
    timestamp: '2026-02-01T10:00:00Z',
    sentAt: '2026-02-01T10:30:00Z',
  });
  services.setNow(new Date('2026-03-01T12:00:00Z'));
  await site.send('/v1/page', raw);
  services.setNow(new Date('2026-03-04T12:00:00Z'));
  const [letter] = (await list()).items;
  const refused = await replay(letter?.id);
  expect(refused).toMatchObject({
    status: 200,
    body: { deadLettered: 1, reason: expect.stringContaining('nobody') },
  });
  expect((await list()).items[0]?.replayOutcome).toMatch(/^refused: /);
  const mended = await replay(letter?.id, JSON.stringify({ ...raw, anonymousId: 'found' }));
  expect(mended.body).toEqual({ accepted: 1, duplicate: 0, deadLettered: 0, reason: null });
  const rows = await site.rows(
    'select occurred_at, received_at, external_id from interaction where workspace_id = $1',
  );
  expect(rows).toEqual([
    {
      occurred_at: new Date('2026-03-01T11:30:00Z'),
      received_at: new Date('2026-03-04T12:00:00Z'),
      external_id: raw.messageId,
    },
  ]);
  expect(await site.counts()).toEqual({ received: 1, accepted: 1, duplicate: 0, deadLettered: 0 });
  expect((await list()).items).toEqual([]);
  expect((await list('?state=replayed')).items).toMatchObject([
    {
      id: letter?.id,
      replayOutcome: 'accepted',
      replayedBy: 'A marketing',
      replayedAt: '2026-03-04T12:00:00.000Z',
    },
  ]);
  expect((await replay(letter?.id)).status).toBe(409);
  expect((await site.send('/v1/page', { ...raw, anonymousId: 'found' })).body.duplicate).toBe(1);
});

test('what has come in otherwise meanwhile is a duplicate', async () => {
  const event = pageView();
  await site.send('/v1/page', { ...event, anonymousId: null });
  await site.send('/v1/page', event);
  const [letter] = (await list()).items;
  expect((await replay(letter?.id, JSON.stringify(event))).body).toMatchObject({ accepted: 0, duplicate: 1 });
  expect(await site.counts()).toEqual({ received: 2, accepted: 1, duplicate: 1, deadLettered: 0 });
});

test('a request that was refused whole is mended into the events it holds', async () => {
  await site.send('/v1/batch', '{"batch": [');
  const [letter] = (await list()).items;
  const batch = [pageView(), pageView(), pageView({ anonymousId: null })];
  expect((await replay(letter?.id, JSON.stringify({ batch }))).body).toMatchObject({
    accepted: 2,
    deadLettered: 1,
  });
  expect(await site.counts()).toEqual({ received: 3, accepted: 2, duplicate: 0, deadLettered: 1 });
  expect((await list()).items.map((item) => item.reasonCode)).toEqual(['no_identity']);
});

test('all of a reason are replayed, and each says what became of it', async () => {
  const batch = [1, 2, 3].map((n) => pageView({ messageId: `m${n}`, anonymousId: null }));
  await site.send('/v1/batch', { batch });
  // Two of them can be read by now, as where a later version knows better.
  await services.database.pool.query(
    `update dead_letter set raw = replace(raw, '"anonymousId":null', '"anonymousId":"a"')
     where workspace_id = $1 and message_id <> 'm3'`,
    [site.workspaceId],
  );
  const { body } = await call('POST', '/dead-letter-replays', { reasonCode: 'no_identity' });
  expect(body).toEqual({ accepted: 2, duplicate: 0, deadLettered: 1, waiting: 1 });
  expect(await site.counts()).toEqual({ received: 3, accepted: 2, duplicate: 0, deadLettered: 1 });
  expect((await list()).items).toMatchObject([
    { messageId: 'm3', replayOutcome: expect.stringMatching(/^refused/) },
  ]);
});

test('the same letter replayed twice at once is taken once', async () => {
  const event = pageView({ anonymousId: null });
  await site.send('/v1/page', event);
  const [letter] = (await list()).items;
  const corrected = [1, 2, 3].map((n) => JSON.stringify({ ...event, messageId: `m${n}`, anonymousId: 'a' }));
  const answers = await Promise.all(corrected.map((text) => replay(letter?.id, text)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await site.counts()).toEqual({ received: 1, accepted: 1, duplicate: 0, deadLettered: 0 });
});

test('the counts of all doors are told, and sales may look but not replay', async () => {
  await call('POST', '/interactions', {
    kind: 'person',
    type: 'call',
    email: 'ada@holmwerk-invented.com',
    externalId: 'c1',
  });
  await call('POST', '/interactions', {
    kind: 'person',
    type: 'call',
    email: 'ada@holmwerk-invented.com',
    externalId: 'c1',
  });
  await site.send('/v1/batch', { batch: [pageView(), pageView({ anonymousId: null })] });
  expect((await call('GET', '/log/counts')).body).toEqual({
    received: 4,
    accepted: 2,
    duplicate: 1,
    deadLettered: 1,
    doors: [
      { door: 'api', received: 2, accepted: 1, duplicate: 1, deadLettered: 0 },
      { door: 'tracking', received: 2, accepted: 1, duplicate: 0, deadLettered: 1 },
    ],
  });
  expect((await call('GET', '/log/counts?to=2001-01-01')).body).toMatchObject({ received: 0 });
  const sales = await signInMember(services, { workspaceId: site.workspaceId, role: 'sales' });
  headers = { ...sales.headers, 'liaison-workspace': site.workspaceId };
  const [letter] = (await list()).items;
  expect((await replay(letter?.id)).status).toBe(403);
});

test('what came in is known for thirty days, and no longer', async () => {
  services.setNow(new Date('2026-04-01T00:00:00Z'));
  await site.send('/v1/page', pageView({ messageId: 'old' }));
  services.setNow(new Date('2026-04-30T23:00:00Z'));
  await forgetReceipts(services);
  expect((await site.send('/v1/page', pageView({ messageId: 'old' }))).body.duplicate).toBe(1);
  services.setNow(new Date('2026-05-01T01:00:00Z'));
  await forgetReceipts(services);
  expect(await site.rows('select 1 from tracking_receipt where workspace_id = $1')).toEqual([]);
});
