import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openProgram } from '../src/compose.ts';
import { berlin, makeHandoffs } from '../src/modules/handoff/clocks/clocks.test-support.ts';
import { type OnRing, startClocks, startRinging } from '../src/modules/handoff/clocks/index.ts';
import { simulateYear } from '../src/modules/handoff/clocks/simulate-year.test-support.ts';
import { clocksPerHandoff } from '../src/modules/handoff/clocks/year-model.test-support.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { sql } from '../src/platform/postgres/database.ts';
import type { Services } from '../src/platform/services.ts';

/**
 * How late clocks ring, from the moment they are due to the commit of what they cause, where very many are open; and what
 * it costs to wait for them: processor time of this process and of PostgreSQL with and without a ringer.
 *
 *   node bench/clocks.ts [--open 100000] [--due 5000] [--seconds 60] [--idle 30]
 *
 * With --simulate: a year of so many clocks, lived in steps by a clock that is set, with kills of PostgreSQL on the way.
 *
 *   node bench/clocks.ts --simulate 1000000 [--seed 1] [--step-minutes 60] [--kills 12]
 */
const { values: args } = parseArgs({
  options: {
    open: { type: 'string', default: '100000' },
    due: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    idle: { type: 'string', default: '30' },
    simulate: { type: 'string' },
    seed: { type: 'string', default: '1' },
    'step-minutes': { type: 'string', default: '60' },
    kills: { type: 'string', default: '12' },
  },
});
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const atOnce = 5_000;
const yearMs = 365 * 86_400_000;

/** Processor seconds of PostgreSQL's server and all its processes, those that ended included. */
function databaseSeconds(serverPid: number): number {
  const ticksASecond = 100;
  const fieldsOf = (pid: string | number) => {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
    } catch {
      return [];
    }
  };
  // After the name: state, parent and so on; user, system, and the same of children that ended.
  const used = (fields: readonly number[], from: number, to: number) =>
    fields.slice(from, to).reduce((total, ticks) => total + ticks, 0);
  let ticks = used(fieldsOf(serverPid), 11, 15);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = fieldsOf(pid);
    if (fields[1] === serverPid) ticks += used(fields, 11, 13);
  }
  return ticks / ticksASecond;
}

/** Shares of one core, while so much time passes. */
async function costOf(services: Services, ms: number) {
  const { pid } = services.engines.status().postgres;
  if (pid === null) throw new Error('PostgreSQL is not running.');
  const [process0, database0, startedMs] = [process.cpuUsage(), databaseSeconds(pid), performance.now()];
  await wait(ms);
  const { user, system } = process.cpuUsage(process0);
  const seconds = (performance.now() - startedMs) / 1_000;
  const percent = (used: number) => Number(((100 * used) / seconds).toFixed(2));
  return {
    processPercent: percent((user + system) / 1e6),
    postgresPercent: percent(databaseSeconds(pid) - database0),
  };
}

async function openClocks(services: Services, many: { far: number; near: number; nearMs: number }) {
  const { workspaceId, handoffIds } = await makeHandoffs(services, many.far + many.near);
  const startedMs = Date.now();
  const from = startedMs + 10_000;
  for (let first = 0; first < handoffIds.length; first += atOnce) {
    const clocks = handoffIds.slice(first, first + atOnce).map((handoffId, place) => {
      const isNear = first + place < many.near;
      const inMs = isNear ? Math.random() * many.nearMs : yearMs * (0.01 + Math.random());
      return {
        workspaceId,
        handoffId,
        kind: 'first_response' as const,
        calendar: berlin,
        startedAt: new Date(startedMs),
        dueAt: new Date(from + inMs),
      };
    });
    await services.database.inWorkspace(workspaceId, (tx) => startClocks(tx, clocks));
  }
  return { from, seconds: (Date.now() - startedMs) / 1_000 };
}

/** Real time: waits among the far ones, then rings the near ones, each of whom writes an event and tells of it. */
async function measureLateness(services: Services): Promise<void> {
  const [far, near, seconds] = [Number(args.open), Number(args.due), Number(args.seconds)];
  const opened = await openClocks(services, { far, near: 0, nearMs: 0 });
  await services.database.pool.query('vacuum analyze sla_clock, handoff, contact');
  await services.database.pool.query('checkpoint');
  console.log(`${far} clocks opened in ${opened.seconds.toFixed(1)} s`);
  await wait(5_000);
  const idleMs = Number(args.idle) * 1_000;
  const without = await costOf(services, idleMs);
  const lateMs: number[] = [];
  const hearer = new pg.Client({ connectionString: services.engines.databaseUrl });
  await hearer.connect();
  await hearer.query('listen bench_rung');
  hearer.on('notification', ({ payload }) => lateMs.push(Date.now() - Number(payload?.split(' ')[0])));
  const onRing: OnRing = async (tx, clock, now) => {
    await tx.run(sql`
      insert into handoff_event (id, workspace_id, handoff_id, at, what, by_kind, by_name)
      values (uuidv7(), ${clock.workspaceId}, ${clock.handoffId}, ${now}, 'overdue', 'system', 'Liaison')`);
    // What says the same twice in a transaction is told once, so each says which clock it is.
    const told = `${clock.dueAt.getTime()} ${clock.id}`;
    await tx.run(sql`select pg_notify('bench_rung', ${told}::text)`);
  };
  const stop = startRinging(services, onRing);
  await wait(2_000);
  const waiting = await costOf(services, idleMs);
  console.log(JSON.stringify({ what: 'waiting', open: far, without, with: waiting }));
  const { from } = await openClocks(services, { far: 0, near, nearMs: seconds * 1_000 });
  await wait(Math.max(0, from - Date.now()));
  const ringing = await costOf(services, seconds * 1_000);
  for (let waitedMs = 0; lateMs.length < near && waitedMs < 60_000; waitedMs += 100) await wait(100);
  await stop();
  await hearer.end();
  const sorted = lateMs.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  console.log(
    JSON.stringify({
      what: 'due to committed',
      due: near,
      rung: sorted.length,
      seconds,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      mostMs: at(1),
      ...ringing,
      load: loadavg()[0]?.toFixed(1),
    }),
  );
}

/** A year by a clock that is set; now and then PostgreSQL is killed while it rings, and started again by the program. */
async function simulate(services: Services, clocks: number): Promise<void> {
  const made = await makeHandoffs(services, Math.ceil(clocks / clocksPerHandoff));
  await services.database.pool.query('vacuum analyze handoff, contact');
  const tickMinutes = Number(args['step-minutes']);
  const kills = Number(args.kills);
  const startedMs = performance.now();
  let [day, ticks, killed] = [-1, 0, 0];
  const ticksInYear = (365 * 24 * 60) / tickMinutes;
  const report = await simulateYear({
    services,
    ...made,
    seed: Number(args.seed),
    tickMinutes,
    onTick: async (nowMs) => {
      ticks += 1;
      if (kills > 0 && ticks % Math.floor(ticksInYear / kills) === 0) {
        const { pid } = services.engines.status().postgres;
        // In the midst of what this step does.
        if (pid !== null) setTimeout(() => process.kill(pid, 'SIGKILL'), 15);
        killed += 1;
      }
      const today = Math.floor(nowMs / (30 * 86_400_000));
      if (today === day) return;
      day = today;
      const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
      console.log(`${new Date(nowMs).toISOString().slice(0, 10)} after ${minutes} min`);
    },
  });
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  console.log(JSON.stringify({ what: 'a year', ...report, databaseKills: killed, seconds }));
  const { missed, twice, early, unexpected } = report;
  if (missed + twice + early + unexpected > 0) throw new Error('Clocks were missed or rang wrongly.');
}

const folder = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const config = readConfig({ ...process.env, LIAISON_DATA_DIR: join(folder, 'data') });
const log = createLog(args.simulate === undefined ? 'warn' : 'silent');
const program = await openProgram({ config, log, roles: [] });
try {
  if (args.simulate === undefined) await measureLateness(program.services);
  else await simulate(program.services, Number(args.simulate));
} finally {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
