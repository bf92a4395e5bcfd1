import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstHoldingSql, runQuery } from '../src/modules/language/execution/index.ts';
import { openClickHouse } from '../src/platform/clickhouse/clickhouse.ts';
import { migrateClickHouse } from '../src/platform/clickhouse/migrate.ts';
import { startEngines } from '../src/platform/engines/index.ts';
import { createLog } from '../src/platform/log.ts';
import { type Company, makeCompany } from './backtest-company.ts';
import { environment, gate, model, monthEnds, threshold } from './backtest-model.ts';

/**
 * Who would have qualified when: a model of twelve rules, and a gate of three, asked of a million leads with ten million
 * interactions as of the end of each of 24 months. Beside it, a bare scan of the columns that the model reads.
 *
 *   node bench/backtest.ts [--leads 1000000] [--interactions 10000000] [--runs 3]
 */
const { values: args } = parseArgs({
  options: {
    leads: { type: 'string', default: '1000000' },
    interactions: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
  },
});
const leads = Number(args.leads);
const runs = Number(args.runs);
const company: Company = {
  workspaceId: '0190a000-0000-7000-8000-000000000001',
  leads,
  accounts: Math.round(leads / 10),
  interactions: Number(args.interactions),
  endMs: Date.UTC(2026, 8, 30),
};

const scan = `select sum(cityHash64(person_id, at, type, page, asset_id, counted)) as sum from lead_interaction
  union all select sum(cityHash64(contact_id, valid_from, valid_to, known_at, account_id, title, country, custom)) from lead_state
  union all select sum(cityHash64(account_id, valid_from, valid_to, industry, employee_count)) from account_state`;

type Timing = { best: number; median: number; answer: string };

const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const engines = await startEngines({ dataDir, log: createLog('warn') });
const clickhouse = openClickHouse({ url: engines.clickhouseUrl });

async function timed(query: string): Promise<Timing> {
  const seconds: number[] = [];
  let answer = '';
  for (let n = 0; n < runs; n += 1) {
    const startedMs = performance.now();
    answer = JSON.stringify(await runQuery(clickhouse, query));
    seconds.push((performance.now() - startedMs) / 1_000);
  }
  seconds.sort((a, b) => a - b);
  return { best: seconds[0] ?? 0, median: seconds[Math.floor(seconds.length / 2)] ?? 0, answer };
}

/** What was just loaded is still being put in order: that is no part of what is measured. */
async function mergesDone(): Promise<void> {
  for (;;) {
    const [row] = await runQuery<{ merging: number }>(
      clickhouse,
      'select count() as merging from system.merges',
    );
    if (row?.merging === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const print = (name: string, { best, median }: Timing, bare: Timing | null, note: string): void => {
  const ratio = bare ? `${(median / bare.median).toFixed(1)} ×` : '';
  process.stdout.write(
    `${name.padEnd(40)}${best.toFixed(2).padStart(9)}${median.toFixed(2).padStart(9)}${ratio.padStart(9)}  ${note}\n`,
  );
};

try {
  await migrateClickHouse({ clickhouse, folder: 'migrations/clickhouse' });
  const startedMs = performance.now();
  await makeCompany(clickhouse, company);
  process.stdout.write(
    `${leads.toLocaleString('en')} leads and ${company.interactions.toLocaleString('en')} interactions made in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s\n\n`,
  );
  process.stdout.write(
    `${''.padEnd(40)}${'best s'.padStart(9)}${'median s'.padStart(9)}${'to scan'.padStart(9)}\n`,
  );
  await mergesDone();
  const bare = await timed(scan);
  print('bare scan of the same columns', bare, null, '');
  const asked = { workspaceId: company.workspaceId, env: environment, moments: monthEnds(company.endMs) };
  for (const [name, subject] of [
    ['model of 12 rules, 24 month ends', { model, threshold }],
    ['gate of 3 rules, 24 month ends', { rule: gate }],
  ] as const) {
    const first = firstHoldingSql({ ...asked, subject });
    const timing = await timed(`select count() as qualified from (${first})`);
    print(name, timing, bare, timing.answer);
  }
} finally {
  await clickhouse.close();
  await engines.stop();
  await rm(dataDir, { recursive: true, force: true });
}
