import { once } from 'node:events';
import { serve } from '@hono/node-server';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createApp } from '../../../app.ts';
import { openSite, type Site } from './door.test-support.ts';
import { closeTrackingDoor } from './door.ts';

/** The clients that companies have built in, unchanged, against the listening server. */
const events = 3_000;
let services: TestServices;
let app: Hono;
let site: Site;
let server: ReturnType<typeof serve>;
let url: string;

beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}`;
});
beforeEach(async () => {
  site = await openSite(services, app);
});
afterAll(async () => {
  server.close();
  await closeTrackingDoor(services, 1_000);
  await services.close();
});

async function expectAll(): Promise<void> {
  expect(await site.counts()).toEqual({ received: events, accepted: events, duplicate: 0, deadLettered: 0 });
  const [seen] =
    await site.rows(`select count(*)::int as rows, count(distinct properties->>'n')::int as distinct_rows
    from interaction where workspace_id = $1`);
  const [facts] = await site.rows<{ n: number }>(
    "select count(*)::int as n from identity_fact where workspace_id = $1 and kind = 'identify' and email is not null",
  );
  const identified = events / 20;
  expect(seen).toEqual({ rows: events - identified, distinct_rows: events - identified });
  expect(facts?.n).toBe(identified);
}

test('@segment/analytics-node', async () => {
  const client = new Analytics({ writeKey: site.key, host: url, flushAt: 100, maxRetries: 10 });
  const failures: unknown[] = [];
  client.on('error', (error) => failures.push(error));
  for (let n = 0; n < events; n += 1) {
    const userId = `user-${n % 50}`;
    if (n % 20 === 0) client.identify({ userId, traits: { email: `${userId}@holmwerk-invented.com` } });
    else if (n % 3 === 0)
      client.page({ anonymousId: `visitor-${n % 70}`, name: 'Pricing', properties: { n } });
    else client.track({ userId, event: 'Report Opened', properties: { n } });
  }
  await client.closeAndFlush();
  expect(failures).toEqual([]);
  await expectAll();
});

test('@rudderstack/rudder-sdk-node', async () => {
  const client = new RudderAnalytics(site.key, { dataPlaneUrl: url, flushAt: 100, logLevel: 'off' });
  const sent: Promise<void>[] = [];
  for (let n = 0; n < events; n += 1) {
    const userId = `user-${n % 50}`;
    sent.push(
      new Promise((resolve, reject) => {
        const done = (error?: Error) => (error ? reject(error) : resolve());
        if (n % 20 === 0)
          client.identify({ userId, traits: { email: `${userId}@holmwerk-invented.com` } }, done);
        else client.track({ userId, event: 'Report Opened', properties: { n } }, done);
      }),
    );
    // It writes its whole queue out at every event: a long one would take this test minutes.
    if (n % 100 === 99) await Promise.all([client.flush(), ...sent]);
  }
  await expectAll();
});
