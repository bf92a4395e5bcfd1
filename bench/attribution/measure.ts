import { readFile, writeFile } from 'node:fs/promises';

export type Timing = { bestSeconds: number; medianSeconds: number };

export async function timed(runs: number, work: () => Promise<unknown>): Promise<Timing> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const startedMs = performance.now();
    await work();
    seconds.push((performance.now() - startedMs) / 1_000);
  }
  seconds.sort((a, b) => a - b);
  return { bestSeconds: seconds[0] ?? 0, medianSeconds: seconds[Math.floor(seconds.length / 2)] ?? 0 };
}

/** The most memory a process has held since `forgetPeak`, where the system tells. */
export async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
}

export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {});
}

/** Hundredths of a second, as Linux counts them. */
const ticksASecond = 100;

/** What a process has used of its processors so far: says more than time where others use them, too. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksASecond;
}
