import { readdir, readFile } from 'node:fs/promises';

/**
 * Memory of this process and of the engines it started, in bytes. Proportional set sizes, so that pages that
 * PostgreSQL's processes share count once. Linux only; elsewhere the engines' share is unknown.
 */
export async function measureMemory(
  enginePids: readonly (number | null)[],
): Promise<{ program: number; engines: number | null }> {
  const program = process.memoryUsage().rss;
  const roots = enginePids.filter((pid) => pid !== null);
  if (roots.length === 0) return { program, engines: null };
  try {
    const pids = await withDescendants(roots);
    const sizes = await Promise.all(pids.map(proportionalBytes));
    return { program, engines: sizes.reduce((sum, size) => sum + size, 0) };
  } catch {
    return { program, engines: null };
  }
}

async function withDescendants(roots: readonly number[]): Promise<number[]> {
  const entries = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const parents = new Map<number, number>();
  for (const pid of entries) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number.isInteger(parent)) parents.set(pid, parent);
  }
  const found = new Set(roots);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

async function proportionalBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const match = /^Pss:\s+(\d+) kB/m.exec(rollup);
  return match?.[1] ? Number(match[1]) * 1024 : 0;
}
