import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { createApp } from '../../../app.ts';
import { privateNetworksToo, publicInternet } from '../../../platform/http/outside.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { deliverNotices, tell } from '../index.ts';
import { openEndpoint } from '../notices.test-support.ts';

let services: TestServices;
let app: Hono;
let workspaceId: string;
let headers: Record<string, string>;
beforeAll(async () => {
  services = await openTestServices({ env: { LIAISON_WEBHOOKS_PRIVATE: 'allow' } });
  app = createApp({ services, projector: null });
});
beforeEach(async () => {
  services.setNow(new Date('2026-03-03T10:00:00Z'));
  ({ workspaceId } = await createTestWorkspace(services, { name: 'Pump & Co' }));
  const admin = await signInMember(services, { workspaceId, role: 'admin', name: 'Ann' });
  headers = { ...admin.headers, 'content-type': 'application/json' };
});
afterAll(() => services.close());

const webhook = z.object({
  id: z.string(),
  isOn: z.boolean(),
  offReason: z.string().nullable(),
  lastError: z.string().nullable(),
  waiting: z.number(),
});

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const json: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(json));
  return json;
}

const add = async (url: string, kinds = ['overdue']) =>
  z
    .object({ id: z.string(), secret: z.string() })
    .parse(await call('POST', '/webhooks', { name: 'Channel', url, kinds }));
const listed = async () => {
  const { items } = z.object({ items: z.array(webhook) }).parse(await call('GET', '/webhooks'));
  return items[0] ?? expect.fail('no webhook');
};
const say = (more: { key?: string; title?: string } = {}) =>
  services.database.inWorkspace(workspaceId, (tx) =>
    tell(tx, {
      workspaceId,
      now: services.now(),
      key: newId(),
      kind: 'overdue',
      to: { roles: ['admin'] },
      title: 'Ada is past her time',
      text: 'Promised by 12:00.',
      href: '/handoffs?open=1',
      urgency: 'now',
      ...more,
    }),
  );
const round = (outside = privateNetworksToo) => deliverNotices(services, { mailer: null, outside });
const deliveries = () =>
  services.database.inWorkspace(workspaceId, (tx) =>
    tx.rows<{ state: string; attempts: number; due_at: Date; last_error: string | null }>(
      sql`select state, attempts, due_at, last_error from notice_webhook_delivery order by id`,
    ),
  );

describe('a webhook', () => {
  it('takes each thing once, in Slack’s form, signed, with nothing that Slack would read as a command', async () => {
    const endpoint = await openEndpoint(() => ({ status: 200 }));
    const { secret } = await add(endpoint.url);
    await say({ key: 'one', title: 'Ada <!channel> & Co' });
    await say({ key: 'one' });
    await round();
    await round();
    expect(endpoint.taken).toHaveLength(1);
    const { headers: sent, body } = endpoint.taken[0] ?? expect.fail('nothing posted');
    const message = z.object({ text: z.string(), blocks: z.array(z.unknown()) }).parse(JSON.parse(body));
    expect(message.text).toContain('Ada &lt;!channel&gt; &amp; Co');
    expect(JSON.stringify(message.blocks)).toContain(
      `<${services.config.publicUrl}/handoffs?open=1|Open in Liaison>`,
    );
    expect(JSON.stringify(message.blocks)).toContain('told: Ann');
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signed = `${sent['webhook-id']}.${sent['webhook-timestamp']}.${body}`;
    expect(sent['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(Number(sent['webhook-timestamp'])).toBe(services.now().getTime() / 1_000);
  });

  it('keeps its address and secret out of the database’s rows and of every later answer', async () => {
    const endpoint = await openEndpoint(() => ({ status: 200 }));
    const { secret } = await add(endpoint.url);
    const rows = await services.database.inWorkspace(workspaceId, (tx) =>
      tx.rows(sql`select * from notice_webhook`),
    );
    const shown = JSON.stringify([rows, await call('GET', '/webhooks'), await call('GET', '/audit')]);
    expect(shown).not.toContain('secret-path');
    expect(shown).not.toContain(secret);
  });

  it('is tried ten times within about 75 hours, under one webhook-id, and then given up with the reason', async () => {
    const endpoint = await openEndpoint(() => ({ status: 500, body: 'no_service' }));
    await add(endpoint.url);
    const begun = services.now().getTime();
    await say();
    await round();
    expect(await listed()).toMatchObject({
      lastError: expect.stringContaining('answers 500: no_service'),
      waiting: 1,
    });
    for (let n = 0; n < 10; n += 1) {
      const [delivery] = await deliveries();
      if (delivery?.state === 'waiting') services.setNow(delivery.due_at);
      await round();
    }
    expect(await deliveries()).toMatchObject([{ state: 'dead', attempts: 10 }]);
    expect(endpoint.taken).toHaveLength(10);
    expect(new Set(endpoint.taken.map((post) => post.headers['webhook-id'])).size).toBe(1);
    const hours = (services.now().getTime() - begun) / 3_600_000;
    expect(hours).toBeGreaterThan(65);
    expect(hours).toBeLessThan(85);
  });

  it('waits as long as it is asked to, and its last error goes when something arrives', async () => {
    const endpoint = await openEndpoint((count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '3600' } } : { status: 200 },
    );
    await add(endpoint.url);
    await say();
    await round();
    const [delivery] = await deliveries();
    expect(delivery?.due_at).toEqual(new Date('2026-03-03T11:00:00Z'));
    services.setNow(new Date('2026-03-03T11:00:00Z'));
    await round();
    expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 2 }]);
    expect(await listed()).toMatchObject({ lastError: null, waiting: 0 });
  });

  it('is turned off by 410, and says why', async () => {
    const endpoint = await openEndpoint(() => ({ status: 410 }));
    await add(endpoint.url);
    await say();
    await round();
    expect(await listed()).toMatchObject({ isOn: false, offReason: expect.stringContaining('410') });
    await say();
    await round();
    expect(endpoint.taken).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const other = await openEndpoint(() => ({ status: 200 }));
    const endpoint = await openEndpoint(() => ({ status: 302, headers: { location: other.url } }));
    const { id } = await add(endpoint.url);
    expect(await call('POST', `/webhooks/${id}/tests`)).toMatchObject({
      delivered: false,
      words: expect.stringContaining('redirects'),
    });
    expect(other.taken).toEqual([]);
  });

  it('is checked at save, at test and at send: a name that leads inside later is not followed', async () => {
    const strict = await openTestServices({ perTest: true });
    const strictApp = createApp({ services: strict, projector: null });
    const { workspaceId: place } = await createTestWorkspace(strict);
    const admin = await signInMember(strict, { workspaceId: place, role: 'admin' });
    for (const url of [
      'http://127.0.0.1/x',
      'http://[::1]/x',
      'http://169.254.169.254/latest',
      'http://10.1.2.3/x',
      'http://[::ffff:10.1.2.3]/x',
      'http://0x7f.1/x',
      'ftp://8.8.8.8/x',
      'https://user:pass@8.8.8.8/x',
    ]) {
      const answer = await strictApp.request('/api/v1/webhooks', {
        method: 'POST',
        headers: { ...admin.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'x', url, kinds: ['overdue'] }),
      });
      expect({ url, status: answer.status }).toEqual({ url, status: 400 });
    }
    const endpoint = await openEndpoint(() => ({ status: 200 }));
    await add(endpoint.url);
    await say();
    await round({ ...publicInternet, resolve: async () => ['127.0.0.1'] });
    expect(endpoint.taken).toEqual([]);
    expect((await deliveries())[0]?.last_error).toContain('LIAISON_WEBHOOKS_PRIVATE=allow');
  });

  it('signs with the old and the new secret for a day after a change', async () => {
    const endpoint = await openEndpoint(() => ({ status: 200 }));
    const { id } = await add(endpoint.url);
    await call('POST', `/webhooks/${id}/signing-secrets`);
    await say();
    await round();
    services.setNow(new Date('2026-03-04T10:00:01Z'));
    await say();
    await round();
    const counts = endpoint.taken.map((post) => String(post.headers['webhook-signature']).split(' ').length);
    expect(counts).toEqual([2, 1]);
  });

  it('gets what was given up, when somebody asks for it again', async () => {
    const endpoint = await openEndpoint((count) => ({ status: count === 1 ? 410 : 200 }));
    const { id } = await add(endpoint.url);
    await say();
    await round();
    await call('PATCH', `/webhooks/${id}`, { isOn: true });
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(await call('GET', `/webhooks/${id}/deliveries`));
    await call('POST', `/webhook-deliveries/${items[0]?.id}/retries`);
    await round();
    expect(await deliveries()).toMatchObject([{ state: 'sent' }]);
    expect(await listed()).toMatchObject({ isOn: true, offReason: null });
  });
});
