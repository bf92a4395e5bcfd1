import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Api } from './api.ts';
import { checkLife } from './check-life.ts';
import { EventLoad } from './event-load.ts';
import { type FaultKind, faultKinds, inflict } from './faults.ts';
import { ImportRun } from './import-run.ts';
import {
  findFixedPort,
  forgetRunFile,
  type Launched,
  launch,
  type Place,
  type ProgramProcess,
  untilServing,
} from './program-process.ts';
import { Random } from './random.ts';
import { openSmallDisk } from './small-disk.ts';
import { within } from './until.ts';

/**
 * Rounds of faults at random moments, under load: kill -9 of the program, of everything, during the start; SIGSTOP;
 * engines that end; a full disk. After each, the program must serve again without a hand. At the end of each life of
 * a data directory everything acknowledged must be there exactly once, and every store must say the same.
 */
export type FaultReport = {
  rounds: number;
  lives: number;
  acknowledgedEvents: number;
  repeatedEvents: number;
  refused: { tooMany: number; unavailable: number; dropped: number; timedOut: number };
  importsFinished: number;
  /** How often a full disk left the projection's folder damaged, so that it was made anew from the log. */
  madeAnew: number;
  slowestStartMs: number;
  kinds: Partial<Record<FaultKind, { rounds: number; slowestHealMs: number; slowest: string }>>;
  /** Kinds that this machine or user does not allow, with the reason. */
  skipped: { kind: FaultKind; rounds: number; reason: string }[];
};

type Options = {
  rounds: number;
  seed: number;
  /** How many faults one data directory lives through before its sums are checked. */
  roundsALife: number;
  importRows: number;
  longestStopMs: number;
  eventsASecond: number;
  say?: (line: string) => void;
};

// A start has to recover both engines on a machine that may be busy with other tests.
const startWithinMs = 60_000;
const healWithinMs = 10_000;
const importWithinMs = 120_000;
const longestCalmMs = 1_200;
const stopWithinMs = 6_000;
const connections = 4;

export async function runFaultRounds(options: Options): Promise<FaultReport> {
  const random = new Random(options.seed);
  const report: FaultReport = {
    rounds: 0,
    lives: 0,
    acknowledgedEvents: 0,
    repeatedEvents: 0,
    refused: { tooMany: 0, unavailable: 0, dropped: 0, timedOut: 0 },
    importsFinished: 0,
    madeAnew: 0,
    slowestStartMs: 0,
    kinds: {},
    skipped: [],
  };
  // Every kind comes up as often as any other, in an order of the seed's.
  let order: FaultKind[] = [];
  while (report.rounds < options.rounds) {
    const kinds: FaultKind[] = [];
    const count = Math.min(options.roundsALife, options.rounds - report.rounds);
    for (let round = 0; round < count; round += 1) {
      if (order.length === 0) order = random.shuffled(faultKinds);
      const kind = order.shift();
      if (kind !== undefined) kinds.push(kind);
    }
    await new Life({ ...options, random, report }).live(kinds);
    report.lives += 1;
  }
  return report;
}

const mostPrinted = 20_000;

class Life {
  readonly #options: Options & { random: Random; report: FaultReport };
  readonly #imported: ImportRun;
  /** Every start of this life, with what each printed. */
  readonly #started: ProgramProcess[] = [];

  constructor(options: Options & { random: Random; report: FaultReport }) {
    this.#options = options;
    this.#imported = new ImportRun(options.importRows);
  }

  async live(kinds: readonly FaultKind[]): Promise<void> {
    const disk = await openSmallDisk();
    const own = 'reason' in disk ? await mkdtemp(join(tmpdir(), 'liaison-faults-')) : null;
    const port = await findFixedPort();
    try {
      if ('reason' in disk) await this.#liveIn({ dataDir: own ?? '', port }, kinds, disk.reason);
      else await this.#liveIn({ dataDir: disk.dataDir, disk, port }, kinds, null);
    } finally {
      if (!('reason' in disk)) await disk.remove();
      if (own !== null) await rm(own, { recursive: true, force: true });
    }
  }

  async #liveIn(place: Place, kinds: readonly FaultKind[], noDisk: string | null): Promise<void> {
    const { report } = this.#options;
    const url = `http://127.0.0.1:${place.port}`;
    const load = new EventLoad({
      url,
      name: `life${report.lives}`,
      // Of its own: how many requests there are is no matter of the seed, which faults there are is.
      random: new Random(this.#options.seed + report.lives),
      connections,
      eventsASecond: this.#options.eventsASecond,
    });
    let program = await this.#start(place);
    try {
      for (const kind of kinds) {
        report.rounds += 1;
        if (noDisk !== null && kind.includes('disk')) {
          this.#skip(kind, noDisk);
          continue;
        }
        program = await this.#round({ kind, place, load, program });
      }
      await load.drain();
      const diskWasFull = noDisk === null && kinds.some((kind) => kind.includes('disk'));
      await this.#end({ place, load, program, api: new Api(url), diskWasFull });
    } catch (error) {
      load.abandon();
      const printed = this.#started.map((one) => one.output()).join('');
      throw new Error(`seed ${this.#options.seed}, round ${report.rounds}: ${printed.slice(-mostPrinted)}`, {
        cause: error,
      });
    } finally {
      load.abandon();
      await program.kill('everything');
    }
  }

  async #round(of: {
    kind: FaultKind;
    place: Place;
    load: EventLoad;
    program: ProgramProcess;
  }): Promise<ProgramProcess> {
    const { kind, place, load } = of;
    const { random, longestStopMs, report, say } = this.#options;
    // Some of it is cut off by the fault, as it would be; the next round goes on with it.
    const importing = this.#imported.begin(new Api(of.program.url)).catch(() => undefined);
    await delay(random.between(100, longestCalmMs));
    const { program, detail } = await inflict(kind, {
      place,
      dataDir: fromHere(place),
      random,
      load,
      program: of.program,
      start: () => this.#start(place),
      adopt: (launched) => this.#serving(launched, place),
      longestStopMs,
    });
    const healMs = await within(
      `events are acknowledged after: ${kind}, ${detail}`,
      healWithinMs,
      load.acknowledges(),
    );
    await importing;
    if (load.wrong.length > 0)
      throw new Error(`wrong answers after ${kind}, ${detail}: ${load.wrong.slice(0, 3).join(' | ')}`);
    const line = `round ${report.rounds}: ${kind}${detail ? ` (${detail})` : ''}, serving after ${Math.round(healMs)} ms`;
    say?.(`${line}, ${load.acknowledged.size} acknowledged`);
    const seen = report.kinds[kind] ?? { rounds: 0, slowestHealMs: 0, slowest: '' };
    const slowest = healMs > seen.slowestHealMs ? { slowestHealMs: Math.round(healMs), slowest: detail } : {};
    report.kinds[kind] = { ...seen, ...slowest, rounds: seen.rounds + 1 };
    return program;
  }

  async #end(of: {
    place: Place;
    load: EventLoad;
    program: ProgramProcess;
    api: Api;
    diskWasFull: boolean;
  }): Promise<void> {
    const { place, load, program, api, diskWasFull } = of;
    const { report } = this.#options;
    await this.#imported.finish(api, importWithinMs);
    report.madeAnew += await checkLife({ dataDir: fromHere(place), api, load, diskWasFull });
    const { exitCode, stopMs } = await program.terminate();
    if (exitCode !== 0 || stopMs > stopWithinMs)
      throw new Error(`it ended with ${exitCode} after ${Math.round(stopMs)} ms`);
    await checkNothingLeft(place);
    const { counts } = load;
    report.importsFinished += 1;
    report.acknowledgedEvents += load.acknowledged.size;
    report.repeatedEvents += counts.acknowledgedEvents - load.acknowledged.size;
    report.refused.tooMany += counts.tooMany;
    report.refused.unavailable += counts.unavailable;
    report.refused.dropped += counts.dropped;
    report.refused.timedOut += counts.timedOut;
  }

  #skip(kind: FaultKind, reason: string): void {
    const { report, say } = this.#options;
    say?.(`round ${report.rounds}: ${kind} skipped, ${reason}`);
    const known = report.skipped.find((skipped) => skipped.kind === kind);
    if (known) known.rounds += 1;
    else report.skipped.push({ kind, rounds: 1, reason });
  }

  async #start(place: Place): Promise<ProgramProcess> {
    await forgetRunFile(place);
    return this.#serving(launch(place), place);
  }

  async #serving(launched: Launched, place: Place): Promise<ProgramProcess> {
    const program = await untilServing(launched, { ...place, withinMs: startWithinMs });
    this.#started.push(program);
    const { report } = this.#options;
    report.slowestStartMs = Math.max(report.slowestStartMs, Math.round(program.startMs));
    return program;
  }
}

function fromHere(place: Place): string {
  return place.disk?.dataDirFromHere ?? place.dataDir;
}

/** After an orderly end: no process of this data directory, and none of the files that say who holds it. */
async function checkNothingLeft(place: Place): Promise<void> {
  const names = [...(await readdir(fromHere(place))), ...(await readdir(join(fromHere(place), 'postgres')))];
  const stale = names.filter((name) =>
    /^(liaison\.pid|running\.json|postmaster\.pid|postgres\.(new|pass)-.*|.*\.tmp)$/.test(name),
  );
  if (stale.length > 0) throw new Error(`files were left behind: ${stale.join(', ')}`);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(place.dataDir))
      throw new Error(`process ${pid} was left behind: ${line.replaceAll('\0', ' ')}`);
  }
}
