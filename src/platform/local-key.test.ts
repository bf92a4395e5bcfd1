import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localKey } from './local-key.ts';

let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'liaison-key-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('is made once, also when many ask at once, and only its owner may read it', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => localKey(dataDir)));
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[\w-]{43}$/);
  expect(await localKey(dataDir)).toBe(keys[0]);
  expect((await stat(join(dataDir, 'local-key'))).mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(['local-key']);
});

test('makes the data directory where there is none', async () => {
  expect(await localKey(join(dataDir, 'deep', 'down'))).toMatch(/^[\w-]{43}$/);
});

test('refuses a damaged file and says what to do', async () => {
  await writeFile(join(dataDir, 'local-key'), 'short');
  await expect(localKey(dataDir)).rejects.toThrow(/damaged. Remove it/);
});
