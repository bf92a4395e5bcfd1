import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postgresPids } from './engine-access.ts';
import { type ProgramProcess, signalQuietly, startProgramProcess, writeKey } from './program-process.ts';

let dataDir: string;
let program: ProgramProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'liaison-overload-'));
  program = await startProgramProcess({ dataDir, withinMs: 60_000 });
});
afterAll(async () => {
  await program.kill('everything');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
let sent = 0;

/** Close to the limit of what one request may hold. */
function largeBatch(): string {
  const events = Array.from({ length: 450 }, () => {
    sent += 1;
    const properties = { filling: 'x'.repeat(850) };
    return { type: 'track', event: 'Flood', anonymousId: 'flood', messageId: `flood-${sent}`, properties };
  });
  return JSON.stringify({ batch: events });
}

function postBatch(body: string): Promise<Response> {
  return fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
}

async function residentMb(): Promise<number> {
  const status = await readFile(`/proc/${program.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}

/** What may wait is 48 MB of bodies; parsing and writing them takes some multiples, a flood beyond them nothing. */
const mostGrowthMb = 450;

test('a flood beyond what can wait is told to come again, and memory stays bounded', async () => {
  const flood = Array.from({ length: 350 }, largeBatch);
  expect((await postBatch(largeBatch())).status).toBe(200);
  const before = await residentMb();
  // A database that stands still for a moment, so that the flood has to wait, all 150 MB of it.
  const postgres = await postgresPids(dataDir);
  for (const pid of postgres) signalQuietly(pid, 'SIGSTOP');
  const answers = await Promise.all(
    flood.map(async (body) => {
      const answer = await postBatch(body);
      await answer.arrayBuffer();
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
    }),
  ).finally(() => {
    for (const pid of postgres) signalQuietly(pid, 'SIGCONT');
  });
  // Those beyond the limit at once, those that waited when their time was up.
  expect(answers.filter(({ status }) => status !== 429 && status !== 503)).toEqual([]);
  expect(answers.filter(({ retryAfter }) => Number(retryAfter) > 0)).toHaveLength(flood.length);
  expect((await residentMb()) - before).toBeLessThan(mostGrowthMb);
  await expect.poll(async () => (await postBatch(largeBatch())).status, { timeout: 20_000 }).toBe(200);
}, 120_000);

/** Says it will send a large body, and then sends as good as nothing. */
async function dawdle(): Promise<Socket> {
  const socket = connect(Number(new URL(program.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head = ['POST /v1/batch HTTP/1.1', 'host: liaison', `authorization: ${authorization}`];
  socket.write(
    `${[...head, 'content-type: application/json', 'content-length: 500000'].join('\r\n')}\r\n\r\n{"batch":[`,
  );
  return socket;
}

test('clients that send byte by byte hold nobody up, and lose their place to those who send', async () => {
  const slow = await Promise.all(Array.from({ length: 130 }, dawdle));
  const drip = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write(' ');
  }, 1_000);
  try {
    // A hundred of them fill the door by what they say they will send: each place has to be taken back from one.
    for (let turn = 0; turn < 5; turn += 1)
      await expect.poll(async () => (await postBatch(largeBatch())).status, { timeout: 15_000 }).toBe(200);
  } finally {
    clearInterval(drip);
    for (const socket of slow) socket.destroy();
  }
}, 60_000);
