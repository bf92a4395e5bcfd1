import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTracker } from './build-tracker.ts';
import { serveTracker } from './serve-tracker.ts';

const largestBytes = 5_000;

let script: string;
let folder: string;
const app = new Hono();

beforeAll(async () => {
  script = await buildTracker();
  folder = await mkdtemp(join(tmpdir(), 'liaison-tracker-'));
  await writeFile(join(folder, 't.js'), script);
  serveTracker(app, { file: join(folder, 't.js') });
});
afterAll(() => rm(folder, { recursive: true }));

test('the tracker is under 5 KB gzipped', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThan(largestBytes);
});

test('any site may load it, and a browser need not load it twice', async () => {
  const answer = await app.request('/t.js');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(script);
  expect(answer.headers.get('content-type')).toMatch(/^application\/javascript/);
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(answer.headers.get('cache-control')).toMatch(/max-age=3600/);
  const etag = answer.headers.get('etag') ?? '';
  const again = await app.request('/t.js', { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip, deflate', gunzipSync],
] as const)('it comes packed: %s', async (accepted, unpack) => {
  const answer = await app.request('/t.js', { headers: { 'accept-encoding': accepted } });
  const packed = Buffer.from(await answer.arrayBuffer());
  expect(packed.length).toBeLessThan(largestBytes);
  expect(unpack(packed).toString()).toBe(script);
});

test('where it is not built, the answer says what to do', async () => {
  const bare = new Hono();
  bare.onError((error) => new Response(error.message, { status: 503 }));
  serveTracker(bare, { file: join(folder, 'nothing.js') });
  const answer = await bare.request('/t.js');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toMatch(/npm run build/);
});
