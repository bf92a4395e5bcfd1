import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createApp } from '../../../app.ts';
import { openSite, pageView, type Site } from './door.test-support.ts';
import { closeTrackingDoor } from './door.ts';

let services: TestServices;
let app: Hono;
let site: Site;

beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
beforeEach(async () => {
  site = await openSite(services, app);
});
afterAll(async () => {
  await closeTrackingDoor(services, 1_000);
  await services.close();
});

test('each call of the specification is taken, under its long name and its short one', async () => {
  const bodies = {
    identify: { userId: 'u1', anonymousId: 'a1', traits: { email: ' Ada@Holmwerk-Invented.com ' } },
    track: { anonymousId: 'a1', event: 'Form Submitted', properties: { email: 'ada@holmwerk-invented.com' } },
    page: { anonymousId: 'a1', name: 'Pricing' },
    screen: { anonymousId: 'a1', name: 'Home' },
    group: { userId: 'u1', groupId: 'holmwerk' },
    alias: { userId: 'u1', previousId: 'a0' },
  };
  for (const [call, body] of Object.entries(bodies)) {
    for (const path of [`/v1/${call}`, `/v1/${call.charAt(0)}`]) {
      const { status, body: said } = await site.send(path, body);
      expect([path, status, said]).toMatchObject([path, 200, { success: true, accepted: 1 }]);
    }
  }
  const types = await site.rows(
    'select type, count(*)::int from interaction where workspace_id = $1 group by 1 order by 1',
  );
  expect(types).toEqual([
    { type: 'form_submitted', count: 2 },
    { type: 'page_view', count: 2 },
    { type: 'screen_view', count: 2 },
  ]);
  const facts = await site.rows(
    'select kind, email from identity_fact where workspace_id = $1 order by kind, id',
  );
  expect(facts).toMatchObject([
    { kind: 'alias' },
    { kind: 'alias' },
    { kind: 'form', email: 'ada@holmwerk-invented.com' },
    { kind: 'form', email: 'ada@holmwerk-invented.com' },
    { kind: 'group' },
    { kind: 'group' },
    { kind: 'identify', email: 'ada@holmwerk-invented.com' },
    { kind: 'identify', email: 'ada@holmwerk-invented.com' },
  ]);
});

test('the key may stand in HTTP Basic, as Bearer or in the body, also as plain text from a closing page', async () => {
  const { key } = site;
  const ways = [
    site.send('/v1/batch', { batch: [pageView()] }),
    site.send('/v1/batch', { batch: [pageView()] }, { authorization: `Bearer ${key}` }),
    site.send(
      '/v1/page',
      { ...pageView(), writeKey: key },
      { authorization: '', 'content-type': 'text/plain' },
    ),
    site.send(
      '/v1/batch',
      { writeKey: key, batch: [pageView()] },
      { authorization: '', 'content-type': 'text/plain' },
    ),
    site.send('/v1/batch', { batch: [{ ...pageView(), writeKey: key }] }, { authorization: '' }),
  ];
  expect((await Promise.all(ways)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
});

test('an unknown key is refused with its reason; a revoked one within seconds', async () => {
  const wrong = await site.send('/v1/batch', { batch: [pageView()] }, { authorization: 'Bearer wk_wrong' });
  expect([wrong.status, wrong.body.code]).toEqual([401, 'unauthenticated']);
  expect((await site.send('/v1/page', pageView(), { authorization: '' })).status).toBe(401);
  expect((await site.send('/v1/page', pageView())).status).toBe(200);
  await services.database.pool.query('update write_key set revoked_at = now() where key = $1', [site.key]);
  services.setNow(new Date(Date.now() + 5_000));
  expect((await site.send('/v1/page', pageView())).status).toBe(401);
  expect((await site.counts()).received).toBe(1);
});

test('what is packed is unpacked, up to what a batch may hold', async () => {
  const packed = (text: string) =>
    site.send('/v1/batch', new Uint8Array(gzipSync(text)), { 'content-encoding': 'gzip' });
  expect((await packed(JSON.stringify({ batch: [pageView()] }))).body.accepted).toBe(1);
  const bomb = JSON.stringify({ batch: [pageView({ properties: { text: ' '.repeat(600_000) } })] });
  expect((await packed(bomb)).status).toBe(413);
  const noGzip = await site.send('/v1/batch', '{}', { 'content-encoding': 'gzip' });
  expect([noGzip.status, noGzip.body.code]).toEqual([400, 'invalid_input']);
});

test('a batch of more than 500 KB or 2,500 events is refused with the reason', async () => {
  const large = await site.send('/v1/batch', { batch: [pageView()], padding: 'x'.repeat(501 * 1_024) });
  expect([large.status, large.body.detail]).toEqual([413, expect.stringContaining('500 KB')]);
  const many = await site.send('/v1/batch', { batch: Array.from({ length: 2_501 }, () => 1) });
  expect([many.status, many.body.detail]).toEqual([413, expect.stringContaining('2500')]);
  expect((await site.counts()).received).toBe(0);
});

test('any page may send: the browser is told so', async () => {
  const preflight = await app.request('/v1/t', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://holmwerk-invented.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://holmwerk-invented.com');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const sent = await site.send('/v1/t', pageView(), { origin: 'https://holmwerk-invented.com' });
  expect(sent.headers.get('access-control-allow-origin')).toBe('https://holmwerk-invented.com');
  const refused = await app.request('/v1/t', {
    method: 'POST',
    body: '{}',
    headers: { origin: 'https://a.com' },
  });
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://a.com');
});

test('a request that is no batch is refused, and kept with its reason', async () => {
  for (const body of ['{"batch": [', '[]', '"text"', '{"batch": 3}', '{}', '']) {
    const { status, body: said } = await site.send('/v1/batch', body);
    expect([body, status, said.code]).toEqual([body, 400, 'invalid_input']);
  }
  const letters = await site.rows<{ raw: string; reason_code: string }>(
    'select raw, reason_code from dead_letter where workspace_id = $1 order by id',
  );
  expect(letters.map(({ raw, reason_code }) => [raw, reason_code])).toEqual([
    ['{"batch": [', 'malformed_json'],
    ['[]', 'malformed_batch'],
    ['"text"', 'malformed_batch'],
    ['{"batch": 3}', 'malformed_batch'],
    ['{}', 'malformed_batch'],
    ['', 'malformed_json'],
  ]);
  expect(await site.counts()).toEqual({ received: 6, accepted: 0, duplicate: 0, deadLettered: 6 });
});

test('poison is kept apart with its reason; its neighbours are unharmed', async () => {
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const text = (fields: object) => JSON.stringify(pageView(fields));
  const withRaw = (properties: string) => text({ properties: 'HERE' }).replace('"HERE"', properties);
  const poison: [event: string, code: string][] = [
    [withRaw(deep(10_000)), 'too_deep'],
    [withRaw(`${'{"a":['.repeat(70)}1${']}'.repeat(70)}`), 'too_deep'],
    [withRaw('{"a":"b\\u0000c"}'), 'nul_character'],
    [withRaw('{"a\\u0000":1}'), 'nul_character'],
    [withRaw('{"a":"\\ud800"}'), 'lone_surrogate'],
    [withRaw('{"a":"\\udc00\\ud800"}'), 'lone_surrogate'],
    [withRaw('{"__proto__":{"admin":true}}'), 'forbidden_key'],
    [withRaw('{"\\u005f_proto__":{"admin":true}}'), 'forbidden_key'],
    [text({ properties: { text: 'x'.repeat(33 * 1_024) } }), 'event_too_large'],
    ['null', 'not_an_object'],
    ['17', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['[[]]', 'not_an_object'],
    ['{}', 'missing_field'],
    [text({ type: 'merge' }), 'unknown_type'],
    [text({ type: { a: 1 } }), 'unknown_type'],
    [text({ anonymousId: null }), 'no_identity'],
    [text({ anonymousId: '  ', userId: '' }), 'no_identity'],
    [text({ anonymousId: ['a'] }), 'wrong_type'],
    [text({ anonymousId: 'a'.repeat(10_000) }), 'text_too_long'],
    [text({ messageId: 'm'.repeat(10_000) }), 'text_too_long'],
    [text({ properties: [1] }), 'wrong_type'],
    [text({ context: 'home' }), 'wrong_type'],
    [text({ type: 'track' }), 'missing_field'],
    [text({ type: 'track', event: 7 }), 'wrong_type'],
    [text({ type: 'alias', userId: 'u' }), 'missing_field'],
    [text({ type: 'group', userId: 'u' }), 'missing_field'],
    [text({ timestamp: 'yesterday' }), 'invalid_timestamp'],
    [text({ timestamp: {} }), 'invalid_timestamp'],
    [text({ timestamp: '1999-01-01T00:00:00Z' }), 'timestamp_out_of_range'],
  ];
  const parts = poison.flatMap(([event]) => [text({}), event]);
  const { status, body } = await site.send('/v1/batch', `{ "batch" : [ ${parts.join(' , ')} ] }`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ accepted: poison.length, duplicate: 0, deadLettered: poison.length });
  const letters = await site.rows<{ raw: string; reason_code: string; reason: string }>(
    'select raw, reason_code, reason from dead_letter where workspace_id = $1 order by id',
  );
  expect(letters.map(({ reason_code }) => reason_code)).toEqual(poison.map(([, code]) => code));
  expect(letters.map(({ raw }) => raw)).toEqual(poison.map(([event]) => event));
  const [neighbours] = await site.rows('select count(*)::int from interaction where workspace_id = $1');
  expect(neighbours).toEqual({ count: poison.length });
});

test('an event that is not UTF-8 is kept apart, too', async () => {
  const [before, after] = [pageView(), pageView()].map((event) => JSON.stringify(event));
  const bytes = Buffer.concat([
    Buffer.from(`{"batch":[${before},{"type":"page","anonymousId":"`),
    Buffer.from([0xc3, 0x28]),
    Buffer.from(`"},${after}]}`),
  ]);
  const { body } = await site.send('/v1/batch', new Uint8Array(bytes));
  expect(body).toMatchObject({
    accepted: 2,
    deadLettered: 1,
    problems: [{ index: 1, code: 'invalid_utf8' }],
  });
});

test('what stands around an event goes with it, its address not', async () => {
  await services.database.pool.query(
    'insert into campaign (id, workspace_id, name) values (gen_random_uuid(), $1, $2)',
    [site.workspaceId, 'Spring Fair'],
  );
  await site.send('/v1/batch', {
    context: { library: { name: 'liaison.js' } },
    batch: [
      pageView({
        properties: {
          title: 'A\ttab, a \\ and a\nline',
          url: 'https://holmwerk-invented.com/?utm_source=fair&utm_campaign=spring%20fair',
        },
        context: { ip: '203.0.113.7', locale: 'de-DE', page: { referrer: 'https://search.example/' } },
      }),
      pageView({ anonymousId: null, userId: 4711, type: 'track', event: 'Price List: Opened' }),
    ],
  });
  const rows = await site.rows(`select i.type, i.subject, i.context, c.name as campaign, p.anonymous_id
    from interaction i left join campaign c on c.id = i.campaign_id left join profile p on p.id = i.profile_id
    where i.workspace_id = $1 order by i.position`);
  expect(rows).toMatchObject([
    {
      type: 'page_view',
      subject: 'A\ttab, a \\ and a\nline',
      campaign: 'Spring Fair',
      anonymous_id: 'visitor',
      context: {
        library: { name: 'liaison.js' },
        locale: 'de-DE',
        campaign: { source: 'fair', name: 'spring fair' },
      },
    },
    { type: 'price_list_opened', subject: 'Price List: Opened', campaign: null, anonymous_id: 'user:4711' },
  ]);
  expect(JSON.stringify(rows)).not.toContain('203.0.113.7');
});

test('Segment’s browser library learns from here where to send', async () => {
  const answer = await app.request(`/v1/projects/${site.key}/settings`, {
    headers: { origin: 'https://a.com' },
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://a.com');
  expect(await answer.json()).toMatchObject({
    integrations: {
      'Segment.io': { apiKey: site.key, apiHost: expect.stringMatching(/:\d+\/v1$/), protocol: 'http' },
    },
  });
});

test('what is no call of the specification is told so', async () => {
  const { status, body } = await site.send('/v1/merge', {});
  expect([status, body.code]).toEqual([404, 'not_found']);
});
