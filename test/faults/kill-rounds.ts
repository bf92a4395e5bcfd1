import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  adminToken,
  descendants,
  killQuietly,
  launch,
  type ProgramProcess,
  startProgramProcess,
} from './program-process.ts';

/**
 * Rounds of `kill -9` at random moments: during the first boot and its migrations, while serving, while importing,
 * with the engines or without them. After each, the program must start without help; at the end of each life of a
 * data directory everything acknowledged must be there exactly once, in PostgreSQL and in ClickHouse.
 */
export type RoundsReport = {
  rounds: number;
  lives: number;
  killedDuringBoot: number;
  killedWhileServing: number;
  importsFinished: number;
  acknowledged: number;
  slowestStartMs: number;
};

type Options = {
  rounds: number;
  seed: number;
  /** How many kills one data directory lives through before its sums are checked. */
  roundsALife: number;
  importRows: number;
  say?: (line: string) => void;
};

// A start has to recover both engines on a machine that may be busy with other tests.
const startWithinMs = 30_000;
const longestBootMs = 2_500;
const longestServingMs = 2_500;

export async function runKillRounds(options: Options): Promise<RoundsReport> {
  const random = mulberry32(options.seed);
  const report: RoundsReport = {
    rounds: 0,
    lives: 0,
    killedDuringBoot: 0,
    killedWhileServing: 0,
    importsFinished: 0,
    acknowledged: 0,
    slowestStartMs: 0,
  };
  while (report.rounds < options.rounds) {
    const dataDir = await mkdtemp(join(tmpdir(), 'liaison-kill-'));
    try {
      await liveThrough({ ...options, random, dataDir, report });
      report.lives += 1;
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  return report;
}

type Life = Options & { random: () => number; dataDir: string; report: RoundsReport };

async function liveThrough(life: Life): Promise<void> {
  const { random, report } = life;
  const client = new Client(life.importRows);
  for (let round = 0; round < life.roundsALife && report.rounds < life.rounds; round += 1) {
    report.rounds += 1;
    const whom = random() < 0.5 ? 'program' : 'everything';
    // The first round of a life and a third of the others die while starting.
    if (round === 0 || random() < 0.33) {
      await killDuringBoot(life.dataDir, random() * longestBootMs, whom);
      report.killedDuringBoot += 1;
      continue;
    }
    const program = await start(life);
    await client.workUntil(program, random() * longestServingMs);
    await program.kill(whom);
    await client.settled();
    report.killedWhileServing += 1;
    life.say?.(`round ${report.rounds}: killed ${whom}, ${client.acknowledged.size} acknowledged`);
  }
  const program = await start(life);
  try {
    await client.finish(program);
    await client.check(program);
    report.importsFinished += 1;
    report.acknowledged += client.acknowledged.size;
  } finally {
    await program.terminate();
  }
}

async function start(life: Life): Promise<ProgramProcess> {
  const program = await startProgramProcess({ dataDir: life.dataDir, withinMs: startWithinMs });
  life.report.slowestStartMs = Math.max(life.report.slowestStartMs, Math.round(program.startMs));
  return program;
}

async function killDuringBoot(
  dataDir: string,
  afterMs: number,
  whom: 'program' | 'everything',
): Promise<void> {
  const { child, exited } = launch({ dataDir });
  await Promise.race([delay(afterMs), exited]);
  const family = whom === 'everything' && child.pid !== undefined ? await descendants(child.pid) : [];
  child.kill('SIGKILL');
  for (const pid of family) killQuietly(pid);
  await exited;
}

/** Sends interactions and runs one import, remembering only what was acknowledged. */
class Client {
  readonly acknowledged = new Set<string>();
  readonly #rows: number;
  #sent = 0;
  #importId: string | null = null;
  #started = false;
  #work: Promise<void> = Promise.resolve();

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Works for that long, or until the program dies under it. */
  async workUntil(program: ProgramProcess, ms: number): Promise<void> {
    const until = performance.now() + ms;
    this.#work = this.#sendAndImport(program.url, () => performance.now() < until).catch(() => {});
    await delay(ms);
  }

  settled(): Promise<void> {
    return this.#work;
  }

  async #sendAndImport(url: string, goOn: () => boolean): Promise<void> {
    await this.#startImport(url);
    while (goOn()) {
      const externalId = `kill-${this.#sent}`;
      this.#sent += 1;
      await this.#record(url, externalId);
    }
  }

  async #record(url: string, externalId: string): Promise<void> {
    const answer = await post(url, '/interactions', {
      kind: 'content',
      type: 'page_view',
      email: `reader${this.#sent % 50}@kill-company-${this.#sent % 7}.com`,
      source: 'kill-rounds',
      externalId,
    });
    if (answer.ok) this.acknowledged.add(externalId);
    await answer.arrayBuffer();
  }

  async #startImport(url: string): Promise<void> {
    if (this.#started) return;
    const file = Buffer.from(csvOf(this.#rows));
    if (this.#importId === null) {
      const made = await post(url, '/imports', {
        name: 'kill rounds',
        mapping,
        files: [{ name: 'people.csv', size: file.byteLength }],
      });
      if (!made.ok) throw new Error(`creating the import: ${made.status} ${await made.text()}`);
      this.#importId = textField(await made.json(), 'id');
    }
    const part = new FormData();
    part.set('offset', '0');
    part.set('data', new File([file], 'people.csv', { type: 'text/csv' }));
    const sent = await fetch(`${url}/api/v1/imports/${this.#importId}/files/0/parts/0`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${adminToken}` },
      body: part,
    });
    if (!sent.ok && sent.status !== 409)
      throw new Error(`sending the file: ${sent.status} ${await sent.text()}`);
    const begun = await post(url, `/imports/${this.#importId}/start`, {});
    if (!begun.ok && begun.status !== 409)
      throw new Error(`starting the import: ${begun.status} ${await begun.text()}`);
    this.#started = true;
  }

  /** Lets the import end and the projection catch up. */
  async finish(program: ProgramProcess): Promise<void> {
    await this.#startImport(program.url);
    await until(async () => {
      const state = await get(program.url, `/imports/${this.#importId}`);
      const status = textField(state, 'status');
      if (status === 'failed' || status === 'cancelled')
        throw new Error(`the import is ${status}: ${JSON.stringify(state)}`);
      return status === 'done';
    });
    await until(async () => {
      const projection = await get(program.url, '/projection');
      return numberField(projection, 'lagRows') === 0 && textField(projection, 'state') === 'following';
    });
  }

  async check(program: ProgramProcess): Promise<void> {
    const state = await get(program.url, `/imports/${this.#importId}`);
    const outcomes = fieldOf(state, 'outcomes');
    const counts = ['created', 'updated', 'unchanged', 'refused'].map((name) => numberField(outcomes, name));
    const rows = counts.reduce((sum, count) => sum + count, 0);
    if (rows !== this.#rows) throw new Error(`the import counts ${rows} rows, the file has ${this.#rows}`);
    const stored = await storedEvents(program.url);
    for (const id of this.acknowledged) {
      const times = stored.get(id) ?? 0;
      if (times !== 1) throw new Error(`acknowledged interaction ${id} is there ${times} times`);
    }
    for (const [id, times] of stored)
      if (times !== 1) throw new Error(`interaction ${id} is there ${times} times`);
    const people = await countContacts(program.url, 'imported');
    if (people !== this.#rows)
      throw new Error(`${people} imported people are there, the file has ${this.#rows}`);
    const weeks = await get(program.url, '/interactions/activity?weeks=1');
    const projected = activityTotal(weeks);
    if (projected !== stored.size)
      throw new Error(`the projection has ${projected} interactions, the log ${stored.size}`);
  }
}

const mapping = {
  name: 'kill rounds',
  system: 'kill-import',
  records: { contact: { id: 'id', fields: { email: 'email', name: 'name' }, stages: { mql: 'mql_on' } } },
};

function csvOf(rows: number): string {
  const lines = ['id,email,name,mql_on'];
  for (let row = 0; row < rows; row += 1) {
    lines.push(
      `k${row},person${row}@imported-${row % 97}.com,imported person ${row},2026-0${1 + (row % 9)}-11`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function storedEvents(url: string): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  let cursor: string | null = null;
  do {
    const page: unknown = await get(
      url,
      `/interactions?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    for (const item of itemsOf(page)) {
      const id = textField(item, 'externalId');
      stored.set(id, (stored.get(id) ?? 0) + 1);
    }
    cursor =
      typeof page === 'object' && page !== null && 'nextCursor' in page && typeof page.nextCursor === 'string'
        ? page.nextCursor
        : null;
  } while (cursor !== null);
  return stored;
}

async function countContacts(url: string, namePrefix: string): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: unknown = await get(
      url,
      `/contacts?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    count += itemsOf(page).filter((item) => textField(item, 'name').startsWith(namePrefix)).length;
    cursor =
      typeof page === 'object' && page !== null && 'nextCursor' in page && typeof page.nextCursor === 'string'
        ? page.nextCursor
        : null;
  } while (cursor !== null);
  return count;
}

function activityTotal(weeks: unknown): number {
  if (typeof weeks !== 'object' || weeks === null || !('weeks' in weeks) || !Array.isArray(weeks.weeks))
    return 0;
  return weeks.weeks.reduce((sum: number, week: unknown) => sum + numberField(week, 'count'), 0);
}

function itemsOf(page: unknown): unknown[] {
  return typeof page === 'object' && page !== null && 'items' in page && Array.isArray(page.items)
    ? page.items
    : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function textField(value: unknown, name: string): string {
  const field = fieldOf(value, name);
  if (typeof field !== 'string') throw new Error(`no ${name} in ${JSON.stringify(value)}`);
  return field;
}

function numberField(value: unknown, name: string): number {
  const field = fieldOf(value, name);
  if (typeof field !== 'number') throw new Error(`no ${name} in ${JSON.stringify(value)}`);
  return field;
}

function post(url: string, path: string, body: object): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function get(url: string, path: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${adminToken}` } });
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const settleWithinMs = 60_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + settleWithinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not so within ${settleWithinMs} ms: ${condition}`);
    await delay(50);
  }
}

/** A small seeded generator, so that a failing run can be repeated by its seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
