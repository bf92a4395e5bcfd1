import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openProgram } from '../src/compose.ts';
import { markovCredits, type Path } from '../src/modules/attribution/models/markov.ts';
import { readPaths } from '../src/modules/attribution/paths/read-paths.ts';
import { runQuery } from '../src/modules/language/execution/index.ts';
import { ensureFirstWorkspace } from '../src/modules/workspace/index.ts';
import type { ClickHouse } from '../src/platform/clickhouse/clickhouse.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';
import { makeJourneysOfNumbers, type Plan } from './attribution/journeys-of-numbers.ts';
import { forgetPeak, peakBytes, processorSeconds, type Timing, timed } from './attribution/measure.ts';
import { pathsOfNumbers } from './attribution/paths-of-numbers.ts';
import { publishedMarkov } from './attribution/published-markov.ts';
import { questionsOf } from './attribution/questions.ts';

/**
 * Who gets the credit, over journeys of one, ten and a hundred million touchpoints: all rule models in one pass, Markov
 * order 1, a funnel of five steps; each beside the plainest query that only reads and groups the same columns. Then Markov
 * over ten thousand aggregated paths beside an implementation as tutorials write it; with LIAISON_REAL_DATA the
 * published ones, else such that are made.
 *
 *   node bench/attribution.ts [--touchpoints 1000000,10000000,100000000] [--runs 5]
 */
const { values: args } = parseArgs({
  options: {
    touchpoints: { type: 'string', default: '1000000,10000000,100000000' },
    runs: { type: 'string', default: '5' },
  },
});
const sizes = args.touchpoints.split(',').map(Number).filter(Boolean);
const runs = Number(args.runs);

const pad = (text: string, width: number) => text.padStart(width);
const seconds = (value: number) => pad(value.toFixed(value < 1 ? 3 : 2), 9);

/** Of a size: seconds a million touchpoints, by the question's name. */
const costs = new Map<string, number[]>();

async function measure(touchpoints: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
  const config = readConfig({
    LIAISON_DATA_DIR: dataDir,
    LIAISON_ADMIN_TOKEN: 'bench-admin-token-0123456789',
  });
  const program = await openProgram({ config, log: createLog('error'), roles: ['http'] });
  const { services } = program;
  try {
    const workspace = await ensureFirstWorkspace(services);
    if (!workspace) throw new Error('no workspace was made');
    await makeAll(services, { workspaceId: workspace.id, touchpoints, endMs: Date.UTC(2026, 8, 30) });
    process.stdout.write(
      `${''.padEnd(42)}${pad('best s', 9)}${pad('median s', 9)}${pad('plain s', 9)}${pad('ratio', 9)}${pad('aim s', 9)}${pad('cpu s', 9)}${pad('peak MiB', 10)}\n`,
    );
    const pid = services.engines.status().clickhouse.pid ?? 0;
    for (const { name, aimSeconds, ask, plain } of await questionsOf(services, workspace.id)) {
      const bare = await timed(runs, () => runQuery(services.clickhouse, plain));
      await forgetPeak(pid);
      const usedBefore = await processorSeconds(pid);
      const timing = await timed(runs, ask);
      const used = ((await processorSeconds(pid)) - usedBefore) / runs;
      const peakMiB = (await peakBytes(pid)) / 2 ** 20;
      process.stdout.write(
        `${name.padEnd(42)}${seconds(timing.bestSeconds)}${seconds(timing.medianSeconds)}${seconds(bare.medianSeconds)}${pad(`${(timing.medianSeconds / bare.medianSeconds).toFixed(1)} ×`, 9)}${pad(touchpoints < 1e8 ? '' : String(aimSeconds), 9)}${seconds(used)}${pad(peakMiB.toFixed(0), 10)}\n`,
      );
      costs.set(name, [...(costs.get(name) ?? []), (timing.medianSeconds / touchpoints) * 1e6]);
    }
  } finally {
    await program.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function makeAll({ clickhouse }: Services, plan: Plan): Promise<void> {
  const startedMs = performance.now();
  await makeJourneysOfNumbers(clickhouse, plan);
  await mergesDone(clickhouse);
  const [made] = await runQuery<{ won: number; wonTouches: number; leadTouches: number; bytes: number }>(
    clickhouse,
    `select countIf(status = 'won') as won, sumIf(length(at), status = 'won') as wonTouches,
      sumIf(length(at), eligibility = 'person') as leadTouches,
      (select sum(bytes_on_disk) from system.parts where active and table = 'journey') as bytes from journey`,
  );
  const told = (count: number | undefined) => (count ?? 0).toLocaleString('en');
  process.stdout.write(
    `\n${told(made?.wonTouches)} touchpoints of ${told(made?.won)} won deals, ${told(made?.leadTouches)} of leads, ${((made?.bytes ?? 0) / 2 ** 20).toFixed(0)} MiB on disk; made in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s\n`,
  );
}

/** What was just loaded is still being put in order: that is no part of what is measured. */
async function mergesDone(clickhouse: ClickHouse): Promise<void> {
  for (;;) {
    const [row] = await runQuery<{ merging: number }>(
      clickhouse,
      'select count() as merging from system.merges',
    );
    if (row?.merging === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function pathsToShare(): Promise<{ paths: Path[]; whose: string }> {
  const folder = process.env.LIAISON_REAL_DATA;
  if (folder === undefined) return { paths: pathsOfNumbers(10_000), whose: 'made' };
  return {
    paths: readPaths(await readFile(join(folder, 'channelattribution', 'Data.csv'), 'utf8')),
    whose: 'published',
  };
}

async function measurePaths(): Promise<void> {
  const { paths, whose } = await pathsToShare();
  const line = (name: string, timing: Timing, beside: Timing | null) =>
    process.stdout.write(
      `${name.padEnd(42)}${seconds(timing.bestSeconds)}${seconds(timing.medianSeconds)}${beside ? pad(`${(timing.medianSeconds / beside.medianSeconds).toFixed(2)} ×`, 9) : ''}\n`,
    );
  process.stdout.write(
    `\nMarkov over ${paths.length.toLocaleString('en')} ${whose} paths${' '.repeat(4)}${pad('best s', 9)}${pad('median s', 9)}${pad('ratio', 9)}\n`,
  );
  const published = await timed(runs, async () => publishedMarkov(paths));
  line('as tutorials write it, order 1', published, null);
  for (const order of [1, 2, 3, 4])
    line(`ours, order ${order}`, await timed(runs, async () => markovCredits(paths, order)), published);
  const wanted = publishedMarkov(paths);
  const off = Math.max(
    ...markovCredits(paths, 1).map(({ key, conversions }) =>
      Math.abs(conversions / (wanted.get(key) ?? Number.NaN) - 1),
    ),
  );
  process.stdout.write(`The two differ by ${off.toExponential(1)} of a credit at most.\n`);
}

for (const size of sizes) await measure(size);
if (sizes.length > 1) {
  process.stdout.write('\nSeconds a million touchpoints, and the largest size beside the smallest\n');
  for (const [name, each] of costs)
    process.stdout.write(
      `${name.padEnd(42)}${each.map((cost) => pad(cost.toFixed(4), 9)).join('')}${pad(`${((each.at(-1) ?? 0) / (each[0] ?? 1)).toFixed(2)} ×`, 9)}\n`,
    );
}
await measurePaths();
