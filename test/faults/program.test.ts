import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEngines } from '../../src/platform/engines/index.ts';
import { createLog } from '../../src/platform/log.ts';
import { postgresPids } from './engine-access.ts';
import { adminToken, descendants, launch, signalQuietly, startProgramProcess } from './program-process.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'liaison-fault-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));

const withinMs = 60_000;

test('SIGTERM ends it within 5 s with exit code 0, and the next start finds everything', async () => {
  const first = await startProgramProcess({ dataDir, withinMs });
  const { exitCode, stopMs } = await first.terminate();
  expect(exitCode).toBe(0);
  expect(stopMs).toBeLessThan(5_000);
  const second = await startProgramProcess({ dataDir, withinMs });
  const answer = await fetch(`${second.url}/api/v1/me`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  expect(answer.status).toBe(200);
  await second.terminate();
}, 180_000);

test('a second process on the same data directory is refused and told why', async () => {
  const first = await startProgramProcess({ dataDir, withinMs });
  const second = launch({ dataDir });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(String(first.pid));
  expect(second.output()).toMatch(/already|in use/i);
  await first.terminate();
}, 180_000);

test('an engine that dies is started again; callers wait or get 503, never another error', async () => {
  const program = await startProgramProcess({ dataDir, withinMs });
  const headers = { authorization: `Bearer ${adminToken}` };
  for (let round = 0; round < 3; round += 1) {
    for (const pid of await descendants(program.pid)) signalQuietly(pid, 'SIGKILL');
    const statuses = new Set<number>();
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${program.url}/api/v1/me`, { headers });
          statuses.add(answer.status);
          const activity = await fetch(`${program.url}/api/v1/interactions/activity`, { headers });
          statuses.add(activity.status);
          return [answer.status, activity.status];
        },
        { timeout: 20_000, interval: 20 },
      )
      .toEqual([200, 200]);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  }
  await program.terminate();
}, 240_000);

test('a PostgreSQL that stands still is noticed: requests are answered 503 in time, and all goes on with it', async () => {
  const program = await startProgramProcess({ dataDir, withinMs });
  const ask = async (path: string) => {
    const begun = performance.now();
    const answer = await fetch(`${program.url}${path}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    return { status: answer.status, ms: performance.now() - begun };
  };
  expect((await ask('/api/v1/me')).status).toBe(200);
  const postgres = await postgresPids(dataDir);
  for (const pid of postgres) signalQuietly(pid, 'SIGSTOP');
  for (const { status, ms } of await Promise.all([ask('/api/v1/me'), ask('/healthz')])) {
    expect(status).toBe(503);
    expect(ms).toBeLessThan(10_000);
  }
  // Once it is known, nobody waits any more.
  expect((await ask('/api/v1/me')).ms).toBeLessThan(1_000);
  for (const pid of postgres) signalQuietly(pid, 'SIGCONT');
  await expect.poll(async () => (await ask('/api/v1/me')).status, { timeout: 10_000 }).toBe(200);
  await program.terminate();
}, 180_000);

test('DATABASE_URL and CLICKHOUSE_URL: the same program on servers of their own', async () => {
  const serversDir = await mkdtemp(join(tmpdir(), 'liaison-servers-'));
  const engines = await startEngines({ dataDir: serversDir, log: createLog('error') });
  try {
    const env = { DATABASE_URL: engines.databaseUrl, CLICKHOUSE_URL: engines.clickhouseUrl };
    const program = await startProgramProcess({ dataDir, withinMs, env });
    const answer = await fetch(`${program.url}/api/v1/status`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    expect(await answer.json()).toMatchObject({
      engines: { postgres: { state: 'external' }, clickhouse: { state: 'external' } },
    });
    expect((await program.terminate()).exitCode).toBe(0);
  } finally {
    await engines.stop();
    await rm(serversDir, { recursive: true, force: true });
  }
}, 180_000);
