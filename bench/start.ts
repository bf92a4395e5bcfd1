import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { descendants, startProgramProcess } from '../test/faults/program-process.ts';

/**
 * How long `npm start` takes until it serves, on a new and on an existing data directory, how long it takes to stop,
 * and what memory the idle program and its engines hold. Beside them, the time a bare Node takes to start.
 */
const rounds = Number(process.argv[2] ?? 5);
const idleMs = 10_000;

async function bareNodeMs(): Promise<number> {
  const { spawn } = await import('node:child_process');
  const startedAt = performance.now();
  await new Promise((resolve) => spawn(process.execPath, ['-e', '0']).once('exit', resolve));
  return performance.now() - startedAt;
}

async function memoryOf(pid: number): Promise<{ rssMb: number; pssMb: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const read = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) / 1_024;
  return { rssMb: read('Rss'), pssMb: read('Pss') };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const fresh: number[] = [];
const existing: number[] = [];
const stops: number[] = [];
const bare: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-start-'));
  bare.push(await bareNodeMs());
  for (const times of [fresh, existing]) {
    const program = await startProgramProcess({ dataDir, withinMs: 60_000 });
    times.push(program.startMs);
    stops.push((await program.terminate()).stopMs);
  }
  await rm(dataDir, { recursive: true, force: true });
}
const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-memory-'));
const program = await startProgramProcess({ dataDir, withinMs: 60_000 });
await delay(idleMs);
const pids = [program.pid, ...(await descendants(program.pid))];
const sizes = await Promise.all(pids.map(memoryOf));
await program.terminate();
await rm(dataDir, { recursive: true, force: true });
const total = (name: 'rssMb' | 'pssMb') => Math.round(sizes.reduce((sum, size) => sum + size[name], 0));
console.log(`serving on a new data directory: ${Math.round(median(fresh))} ms (median of ${rounds})`);
console.log(`serving on an existing one:      ${Math.round(median(existing))} ms`);
console.log(`stopping on SIGTERM:             ${Math.round(median(stops))} ms`);
console.log(`a bare Node, for comparison:     ${Math.round(median(bare))} ms`);
console.log(
  `idle memory, engines included:   ${total('pssMb')} MB (${total('rssMb')} MB counting shared pages in each process)`,
);
