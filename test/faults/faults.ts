import { setTimeout as delay } from 'node:timers/promises';
import { Api } from './api.ts';
import { backendPids, clickhousePid, connectAsAdmin, postgresPids, postmasterPid } from './engine-access.ts';
import type { EventLoad } from './event-load.ts';
import {
  killLaunched,
  type Launched,
  launch,
  type Place,
  type ProgramProcess,
  signalQuietly,
} from './program-process.ts';
import type { Random } from './random.ts';
import type { SmallDisk } from './small-disk.ts';

/** One thing that goes wrong, while clients send. */
export const faultKinds = [
  'kill while starting',
  'kill program',
  'kill everything',
  'stop program',
  'stop postgres',
  'stop clickhouse',
  'end postgres',
  'kill clickhouse',
  'full disk',
  'start on a full disk',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export type Scene = {
  place: Place;
  dataDir: string;
  random: Random;
  load: EventLoad;
  program: ProgramProcess;
  /** Starts the program again and waits until it serves. */
  start: () => Promise<ProgramProcess>;
  /** Waits until a program that was launched already serves. */
  adopt: (launched: Launched) => Promise<ProgramProcess>;
  longestStopMs: number;
};

/** After a fault: which program serves now, and what to call the fault in a report. */
export type Faulted = { program: ProgramProcess; detail: string };

const longestBootMs = 2_500;
/** Answers that were under way when the disk became full may still be good ones. */
const inFlightMs = 1_000;
/** Clients give a request up after ten seconds; the door has to answer before. */
const answerWithinMs = 10_000;

export async function inflict(kind: FaultKind, scene: Scene): Promise<Faulted> {
  switch (kind) {
    case 'kill while starting':
      return killWhileStarting(scene);
    case 'kill program':
      await scene.program.kill('program');
      return { program: await scene.start(), detail: '' };
    case 'kill everything':
      await scene.program.kill('everything');
      return { program: await scene.start(), detail: '' };
    case 'stop program':
      return stop(scene, [scene.program.pid]);
    case 'stop postgres':
      return stopPostgres(scene);
    case 'stop clickhouse':
      return stop(scene, [await clickhousePid(scene.dataDir)]);
    case 'end postgres':
      return endPostgres(scene);
    case 'kill clickhouse':
      signalQuietly(await clickhousePid(scene.dataDir), 'SIGKILL');
      return { program: scene.program, detail: '' };
    case 'full disk':
      return fillDisk(scene, diskOf(scene));
    case 'start on a full disk':
      return startOnFullDisk(scene, diskOf(scene));
  }
}

async function killWhileStarting(scene: Scene): Promise<Faulted> {
  const { random } = scene;
  const whom = random.pick(['program', 'everything'] as const);
  const afterMs = random.between(0, longestBootMs);
  await scene.program.kill('everything');
  const launched = launch(scene.place);
  await Promise.race([delay(afterMs), launched.exited]);
  await killLaunched(launched, whom);
  return { program: await scene.start(), detail: `${whom} after ${Math.round(afterMs)} ms` };
}

/** Mostly short, sometimes as long as a client waits and longer. */
function stopMs({ random, longestStopMs }: Scene): number {
  return random.chance(0.2)
    ? random.between(200, longestStopMs)
    : random.between(200, Math.min(2_500, longestStopMs));
}

async function stop(scene: Scene, pids: readonly number[], ms = stopMs(scene)): Promise<Faulted> {
  for (const pid of pids) signalQuietly(pid, 'SIGSTOP');
  await delay(ms);
  for (const pid of pids) signalQuietly(pid, 'SIGCONT');
  return { program: scene.program, detail: `${Math.round(ms)} ms` };
}

/** The whole server stands still, or one of its processes. */
async function stopPostgres(scene: Scene): Promise<Faulted> {
  const { random, load, dataDir, longestStopMs } = scene;
  const whole = random.chance(0.7);
  const pids = whole ? await postgresPids(dataDir) : [random.pick(await backendPids(dataDir))];
  load.takeSlowestMs();
  const timedOut = load.counts.timedOut;
  const ms = random.chance(0.3) ? longestStopMs : stopMs(scene);
  const faulted = await stop(scene, pids, ms);
  const slowestMs = load.takeSlowestMs();
  if (slowestMs > answerWithinMs || load.counts.timedOut > timedOut)
    throw new Error(`requests waited ${Math.round(slowestMs)} ms for a PostgreSQL that stood still`);
  return { ...faulted, detail: `${whole ? 'all of it' : 'one backend'}, ${faulted.detail}` };
}

async function endPostgres(scene: Scene): Promise<Faulted> {
  const { random, dataDir } = scene;
  const how = random.pick(['kill', 'fast', 'immediate', 'backend'] as const);
  if (how === 'backend') signalQuietly(random.pick(await backendPids(dataDir)), 'SIGKILL');
  else {
    const signal = ({ kill: 'SIGKILL', fast: 'SIGINT', immediate: 'SIGQUIT' } as const)[how];
    signalQuietly(await postmasterPid(dataDir), signal);
  }
  return { program: scene.program, detail: how };
}

function diskOf(scene: Scene): SmallDisk {
  const { disk } = scene.place;
  if (disk === undefined) throw new Error('a full disk needs a small one');
  return disk;
}

/** To the last byte, under load; half of the time until PostgreSQL cannot even write its log, and ends. */
async function fillDisk(scene: Scene, disk: SmallDisk): Promise<Faulted> {
  const { random, load, dataDir } = scene;
  const endsLog = random.chance(0.5);
  disk.fill();
  await delay(inFlightMs);
  const refused = load.counts.unavailable + load.counts.tooMany;
  const { dropped, timedOut } = load.counts;
  if (endsLog) await exhaustLog(dataDir);
  const until = performance.now() + random.between(500, 3_000);
  while (performance.now() < until || load.counts.unavailable + load.counts.tooMany === refused) {
    // What the engines gave back in the meantime.
    disk.fill();
    if (performance.now() > until + answerWithinMs) throw new Error('a full disk refused nobody');
    await delay(50);
  }
  await checkOtherAnswers(scene.program.url);
  if (load.counts.dropped > dropped || load.counts.timedOut > timedOut)
    throw new Error('connections were dropped, or answers did not come, over a full disk');
  disk.empty();
  return { program: scene.program, detail: endsLog ? 'to the end of the log' : '' };
}

/** The rest of the program tells of a full disk in the same way, and those who ask for its health are told the truth. */
async function checkOtherAnswers(url: string): Promise<void> {
  const health = await fetch(`${url}/healthz`);
  if (health.status !== 503) throw new Error(`over a full disk /healthz says ${health.status}`);
  const api = new Api(url);
  const contact = { name: 'Nobody yet', email: `nobody${performance.now()}@full-disk.example` };
  const answers = [await api.post('/contacts', contact), await api.ask('/interactions/activity')];
  for (const answer of answers) {
    const isFine = answer.ok || answer.status === 503 || answer.status === 429;
    if (!isFine)
      throw new Error(`over a full disk ${answer.url} says ${answer.status}: ${await answer.text()}`);
  }
}

/** Leaves PostgreSQL no room for the next segment of its log: it ends, and cannot start. */
async function exhaustLog(dataDir: string): Promise<void> {
  const client = await connectAsAdmin(dataDir).catch(() => null);
  if (client === null) return;
  try {
    for (let segment = 0; segment < 100; segment += 1)
      await client.query("select pg_logical_emit_message(true, 'faults', repeat('x', 1000000))");
  } catch {
    // There it is.
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** It may wait for space; it must not need a hand when the space is there. */
async function startOnFullDisk(scene: Scene, disk: SmallDisk): Promise<Faulted> {
  const { random } = scene;
  const fullBefore = random.chance(0.5);
  if (fullBefore) disk.fill();
  await delay(random.between(0, 300));
  await scene.program.kill('everything');
  disk.fill();
  const launched = launch(scene.place);
  const until = performance.now() + random.between(500, 4_000);
  while (performance.now() < until) {
    disk.fill();
    await delay(100);
  }
  const hasEnded = launched.child.exitCode !== null;
  if (hasEnded) throw new Error(`it does not wait for space:\n${launched.output()}`);
  const dies = random.chance(0.3);
  if (dies) await killLaunched(launched, 'everything');
  disk.empty();
  const detail = `${fullBefore ? 'full before, ' : ''}${dies ? 'killed while it waits' : 'waits'}`;
  return { program: dies ? await scene.start() : await scene.adopt(launched), detail };
}
