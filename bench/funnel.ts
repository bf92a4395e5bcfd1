import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.ts';
import { openProgram } from '../src/compose.ts';
import { ensureFirstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';

/**
 * The funnel through the app's own fetch handler, beside a plain count of the same people in the same run.
 *
 *   node bench/funnel.ts [--contacts 1000000] [--calls 7]
 */
const { values: args } = parseArgs({
  options: { contacts: { type: 'string', default: '1000000' }, calls: { type: 'string', default: '7' } },
});
const contactCount = Number(args.contacts);
const calls = Number(args.calls);
const adminToken = 'bench-admin-token-0123456789';
const chunk = 100_000;

// Every value is hashed from the row's number, so that runs are alike. Two in five pass a gate, more at the later ones.
const insertPeople = `
  with row as (
    select n, h1 % 1000 / 1000.0 as r, now() - h2 % 700 * interval '1 day' as t0, h3, h4, h5
    from generate_series($2::int, $3::int) n, lateral (select ${[1, 2, 3, 4, 5]
      .map((seed) => `abs(hashint4extended(n, ${seed}) % 1000000007)::int as h${seed}`)
      .join(', ')}) hashed
  ), staged as (
    select *, case when r < 0.02 then 6 when r < 0.05 then 5 when r < 0.12 then 4 when r < 0.25 then 3
      when r < 0.42 then 2 else 1 end as depth, array(select t0 + step * (1 + h3 % 9) * interval '1 day'
      from generate_series(0, 5) step) as at
    from row
  )
  insert into contact (id, workspace_id, name, email, channel, custom, lifecycle_stage, lifecycle_status, lifecycle_since,
    reached_at, last_interaction_at, created_at)
  select gen_random_uuid(), $1, 'Person ' || n, 'p' || n || '@company' || n % 60000 || '.com',
    (array['Organic Search','Paid Search','Organic Social','Email','Webinar','Direct'])[1 + h4 % 6],
    jsonb_build_object('landing_page', 'page ' || h5 % 495),
    (array['inquiry','mql','sal','sql','opportunity','customer'])[depth],
    case when h5 % 2 = 0 and depth < 6 then 'left' else 'open' end, at[depth], at[1:depth], at[depth], t0
  from staged`;

const insertDeals = `
  with deal as (
    insert into opportunity (id, workspace_id, name, amount_minor, currency, status, opened_at, closed_at)
    select c.id, $1, c.name, 100000 + abs(hashtext(c.name)) % 5000000, 'EUR',
      case when c.lifecycle_stage = 'customer' then 'won' else 'open' end, c.reached_at[5], c.reached_at[6]
    from contact c where c.workspace_id = $1 and cardinality(c.reached_at) >= 5 returning id
  )
  insert into opportunity_contact (workspace_id, opportunity_id, contact_id, is_primary) select $1, id, id, true from deal`;

const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-funnel-'));
const config = readConfig({ LIAISON_DATA_DIR: dataDir, LIAISON_ADMIN_TOKEN: adminToken });
const program = await openProgram({ config, log: createLog('error'), roles: ['http'] });
try {
  const { services } = program;
  const { pool } = services.database;
  const workspace = await ensureFirstWorkspace(services);
  if (!workspace) throw new Error('no workspace was made');
  for (let from = 1; from <= contactCount; from += chunk) {
    const to = Math.min(contactCount, from + chunk - 1);
    await pool.query(insertPeople, [workspace.id, from, to]);
    process.stderr.write(`\r${to.toLocaleString('en')} people`);
  }
  await pool.query(insertDeals, [workspace.id]);
  await pool.query('vacuum analyze');
  process.stderr.write('\n');
  const app = createApp(program);
  const ask = async (path: string) => {
    const answer = await app.request(`/api/v1/${path}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  const plain = await medianMs(() =>
    pool.query('select lifecycle_stage, count(*) from contact where workspace_id = $1 group by 1', [
      workspace.id,
    ]),
  );
  console.log(`a plain count by stage:              ${plain.toFixed(0)} ms`);
  for (const [name, path] of [
    ['the funnel, all time', 'funnel?period=all'],
    ['the funnel, last 90 days', 'funnel?period=last90'],
    ['the table by channel, all time', 'funnel/by?dimension=channel&period=all'],
    ['the table by channel, last 90 days', 'funnel/by?dimension=channel&period=last90'],
    ['who is late at a gate', 'funnel/people?stage=mql&state=late&period=all'],
  ] as const) {
    const ms = await medianMs(() => ask(path));
    console.log(`${`${name}:`.padEnd(37)}${ms.toFixed(0)} ms, ${(ms / plain).toFixed(1)} x the plain count`);
  }
} finally {
  await program.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(calls / 2)] ?? 0;
}
