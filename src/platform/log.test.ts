import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PatientLines } from './log.ts';

const run = promisify(execFile);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('lines arrive whole and in order', async () => {
  const file = join(folder, 'log');
  const fd = openSync(file, 'a');
  const lines = new PatientLines(fd);
  const written = Array.from({ length: 5_000 }, (_, number) => `{"line":${number}}\n`);
  for (const line of written) lines.write(line);
  await expect.poll(() => readFileSync(file, 'utf8').length).toBe(written.join('').length);
  expect(readFileSync(file, 'utf8')).toBe(written.join(''));
  closeSync(fd);
});

test('what the last lines say is there when the program ends at once', async () => {
  const script = `import { createLog } from './src/platform/log.ts';
    const log = createLog('info');
    for (let line = 0; line < 100; line += 1) log.info({ line }, 'x');
    process.exit(3);`;
  const ended = await run(process.execPath, ['--input-type=module', '-e', script]).catch((error) => error);
  expect(ended).toMatchObject({ code: 3 });
  const lines = String(ended.stderr).trim().split('\n');
  const told = new Set(lines.map((line) => JSON.parse(line).line));
  expect([...told]).toEqual(Array.from({ length: 100 }, (_, line) => line));
});

test('a log on a full disk ends nothing and holds no exit up', async () => {
  // /dev/full answers every write with ENOSPC.
  const script = `import { createLog } from './src/platform/log.ts';
    const log = createLog('info');
    const big = 'x'.repeat(10_000);
    for (let line = 0; line < 1_000; line += 1) log.info({ big });
    setTimeout(() => process.exit(3), 50);`;
  const begun = performance.now();
  const ended = await run('/bin/sh', [
    '-c',
    `"$0" --input-type=module -e "$1" 2>/dev/full`,
    process.execPath,
    script,
  ]).catch((error) => error);
  expect(ended).toMatchObject({ code: 3 });
  expect(performance.now() - begun).toBeLessThan(10_000);
});
