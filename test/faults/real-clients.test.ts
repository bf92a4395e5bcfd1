import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectAsAdmin } from './engine-access.ts';
import { findFixedPort, startProgramProcess } from './program-process.ts';
import {
  openBrowserClients,
  rowsAmong,
  type Sent,
  sendWithRudderNode,
  sendWithSegmentNode,
} from './real-clients.ts';

const withinMs = 60_000;
/** Into the sending. */
const killsAfterMs = [1_500, 1_500];

test("Segment's and RudderStack's own clients send thousands of events through two kills: every event once", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-clients-'));
  const place = { dataDir, port: await findFixedPort(), withinMs };
  const url = `http://127.0.0.1:${place.port}`;
  const apiHost = `127.0.0.1:${place.port}/v1`;
  const node: Sent = { client: 'segment-node', count: 3_000 };
  const rudder: Sent = { client: 'rudder-node', count: 3_000 };
  const browser: Sent = { client: 'browser-single', count: 1_000 };
  const batching: Sent = { client: 'browser-batching', count: 1_500 };
  const all = [node, rudder, browser, batching];
  let program = await startProgramProcess(place);
  const browsers = await openBrowserClients();
  try {
    await browsers.open({ ...browser, apiHost, batching: false });
    await browsers.open({ ...batching, apiHost, batching: true });
    const sending = Promise.all([sendWithSegmentNode(url, node), sendWithRudderNode(url, rudder)]);
    sending.catch(() => {});
    for (const afterMs of killsAfterMs) {
      await delay(afterMs);
      await program.kill('everything');
      program = await startProgramProcess(place);
    }
    await sending;
    const expected = Object.fromEntries(all.map((sent) => [sent.client, rowsAmong(sent)]));
    const log = await connectAsAdmin(dataDir);
    try {
      const countRows = async () => {
        const { rows } = await log.query<{ client: string; events: number }>(
          "select properties->>'client' as client, count(*)::int as events from interaction where source = 'tracking' group by 1",
        );
        return Object.fromEntries(rows.map(({ client, events }) => [client, events]));
      };
      // The browsers come again in their own time: each wait is up to twice the one before, so that after an outage of
      // half a minute the last of their events may come a minute later, and after a whole one two.
      await expect.poll(countRows, { timeout: 150_000, interval: 200 }).toEqual(expected);
      const { rows: twice } = await log.query(
        `select properties->>'client', properties->>'number' from interaction where source = 'tracking'
         group by 1, 2 having count(*) > 1`,
      );
      expect(twice).toEqual([]);
      // A server's events are not taken for a bot's.
      const { rows: flagged } = await log.query(
        `select distinct properties->>'client' as client from interaction
         where source = 'tracking' and not verified and properties->>'client' not like 'browser%'`,
      );
      expect(flagged).toEqual([]);
      const { rows: facts } = await log.query<{ said: number; messages: number }>(
        `select count(*)::int as said, count(distinct message_id)::int as messages from identity_fact f
         where not exists (select from interaction i where i.external_id = f.message_id)`,
      );
      const said = all.reduce((sum, sent) => sum + sent.count - rowsAmong(sent), 0);
      expect(facts).toEqual([{ said, messages: said }]);
      const { rows: counts } = await log.query<{ lawful: boolean; accepted: number; dead: number }>(
        `select sum(received) = sum(accepted + duplicate + dead_lettered) as lawful, sum(accepted)::int as accepted,
           sum(dead_lettered)::int as dead from log_count`,
      );
      const sent = all.reduce((sum, { count }) => sum + count, 0);
      expect(counts).toEqual([{ lawful: true, accepted: sent, dead: 0 }]);
    } finally {
      await log.end();
    }
  } finally {
    await browsers.close();
    await program.kill('everything');
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}, 400_000);
