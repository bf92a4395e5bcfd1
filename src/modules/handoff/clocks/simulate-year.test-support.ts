import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import {
  type NewClock,
  type OnRing,
  pauseClocks,
  resumeClocks,
  ringDue,
  startClocks,
  stopClocks,
} from './index.ts';
import {
  answering,
  clocksPerHandoff,
  deciding,
  type HandoffEvent,
  planYear,
  type Random,
  seeded,
  slotOf,
  YearModel,
  yearEndMs,
  yearStartMs,
} from './year-model.test-support.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** By then everything that was started has had its time, pauses and closed days included. */
const lastMs = yearEndMs + 120 * dayMs;

export type YearReport = {
  clocks: number;
  rung: number;
  stopped: number;
  looks: number;
  /** Connections cut in the midst of a transaction that rang clocks. */
  cut: number;
  failed: number;
  clockSteps: number;
  /** Times in which nobody rang. */
  outages: number;
  /** Transactions done again because the database was away. */
  repeated: number;
  missed: number;
  twice: number;
  early: number;
  unexpected: number;
};

type Options = {
  services: Pick<Services, 'database' | 'log'>;
  workspaceId: string;
  handoffIds: readonly string[];
  seed: number;
  tickMinutes: number;
  /** Called before each step of the year: whatever it does to the database must end well. */
  onTick?: (nowMs: number) => Promise<void>;
};

/**
 * A year of hand-offs with a clock that is set: what happens is written by the functions that the program uses, in steps;
 * after each of them one to three ringers ring what is due, of whom some are killed in mid-transaction, fail or are away
 * for days. What rang is written by what the clock causes, in its transaction, and compared with a model in memory.
 */
export async function simulateYear(options: Options): Promise<YearReport> {
  const year = new Year(options);
  await year.prepare();
  const { tickMinutes, onTick } = options;
  for (let trueMs = yearStartMs; trueMs < lastMs; trueMs += tickMinutes * minuteMs) {
    await onTick?.(trueMs);
    await year.live(trueMs);
  }
  return year.close();
}

class Year {
  readonly #options: Options;
  readonly #random: Random;
  readonly #model = new YearModel();
  readonly #events: HandoffEvent[];
  readonly #placeOf = new Map<string, number>();
  /** Due in the model, not yet rung. */
  readonly #pending = new Set<number>();
  /** Until when what failed is not tried again. */
  readonly #failedUntilMs = new Map<number, number>();
  #nextEvent = 0;
  #nowMs = yearStartMs;
  #look = 0;
  #awayUntilMs = 0;
  #step = { offsetMs: 0, untilMs: 0 };
  #cutAfter = Number.POSITIVE_INFINITY;
  #report: YearReport = {
    clocks: 0,
    rung: 0,
    stopped: 0,
    looks: 0,
    cut: 0,
    failed: 0,
    clockSteps: 0,
    outages: 0,
    repeated: 0,
    missed: 0,
    twice: 0,
    early: 0,
    unexpected: 0,
  };

  constructor(options: Options) {
    this.#options = options;
    this.#random = seeded(options.seed);
    this.#events = planYear(options.handoffIds.length, this.#random);
    for (const [place, id] of options.handoffIds.entries()) this.#placeOf.set(id, place);
  }

  async prepare(): Promise<void> {
    const { pool } = this.#options.services.database;
    await pool.query('create table clock_year (look integer not null, place integer not null)');
    await pool.query('create index clock_year_look on clock_year (look)');
    await pool.query('grant insert on clock_year to liaison_app');
  }

  /** One step: what happened until then, then those who ring. */
  async live(trueMs: number): Promise<void> {
    this.#nowMs = trueMs + this.#wrongBy(trueMs);
    await this.#happen(trueMs);
    if (trueMs < this.#awayUntilMs) return;
    const isOver = trueMs > yearEndMs;
    if (!isOver && this.#random() < 0.004) {
      this.#awayUntilMs = trueMs + this.#random() * 3 * dayMs;
      this.#report.outages += 1;
      return;
    }
    await this.#ringAll();
    await this.#compare();
  }

  /** The house's clock is now and then wrong for a while, by up to three hours before or after. */
  #wrongBy(trueMs: number): number {
    if (trueMs < this.#step.untilMs) return this.#step.offsetMs;
    this.#step = { offsetMs: 0, untilMs: 0 };
    if (trueMs < yearEndMs && this.#random() < 0.01) {
      const offsetMs = Math.floor((this.#random() - 0.5) * 6 * 60 * minuteMs);
      this.#step = { offsetMs, untilMs: trueMs + this.#random() * dayMs };
      this.#report.clockSteps += 1;
    }
    return this.#step.offsetMs;
  }

  async #happen(trueMs: number): Promise<void> {
    const from = this.#nextEvent;
    while ((this.#events[this.#nextEvent]?.ms ?? Number.POSITIVE_INFINITY) <= trueMs) this.#nextEvent += 1;
    const events = this.#events.slice(from, this.#nextEvent);
    if (events.length === 0) return;
    const starts: NewClock[] = [];
    for (const event of events) this.#tellModel(event, starts);
    const { services, workspaceId } = this.#options;
    await this.#untilDone(() =>
      services.database.inWorkspace(workspaceId, async (tx) => {
        await startClocks(tx, starts);
        for (const event of events) await this.#tellDatabase(tx, event);
      }),
    );
  }

  #tellModel({ what, handoff }: HandoffEvent, starts: NewClock[]): void {
    const nowMs = this.#nowMs;
    const startedAt = new Date(nowMs);
    if (what === 'started') {
      const { workspaceId, handoffIds } = this.#options;
      const handoffId = handoffIds[handoff] ?? '';
      for (const { kind, step, calendar, allowedMs } of this.#model.start(handoff, nowMs)) {
        starts.push({ workspaceId, handoffId, kind, step, calendar, startedAt, allowedMs });
      }
      this.#report.clocks += clocksPerHandoff;
    }
    if (what === 'answered') this.#model.stop(handoff, answering);
    if (what === 'decided') this.#model.stop(handoff, deciding);
    if (what === 'paused') this.#model.pause(handoff, nowMs);
    if (what === 'resumed') this.#model.resume(handoff, nowMs);
  }

  async #tellDatabase(tx: Tx, { what, handoff }: HandoffEvent): Promise<void> {
    const handoffId = this.#options.handoffIds[handoff] ?? '';
    const now = new Date(this.#nowMs);
    if (what === 'answered') await stopClocks(tx, { handoffId, kinds: answering, now });
    if (what === 'decided') await stopClocks(tx, { handoffId, kinds: deciding, now });
    if (what === 'paused') await pauseClocks(tx, { handoffId, now });
    if (what === 'resumed') await resumeClocks(tx, { handoffId, now });
  }

  async #ringAll(): Promise<void> {
    this.#look += 1;
    this.#report.looks += 1;
    const { services } = this.#options;
    const now = new Date(this.#nowMs);
    const ringer = { ...services, now: () => now };
    const limit = this.#random() < 0.1 ? 7 : 500;
    const lanes = this.#random() < 0.1 ? 3 : 1;
    this.#cutAfter = this.#random() < 0.05 ? Math.floor(this.#random() * 20) : Number.POSITIVE_INFINITY;
    for (;;) {
      const rounds = await Promise.allSettled(
        Array.from({ length: lanes }, () => ringDue(ringer, { onRing: this.#onRing, limit })),
      );
      const isDone = rounds.some(
        (round) =>
          round.status === 'fulfilled' && (round.value.nextRingAt?.getTime() ?? lastMs * 2) > this.#nowMs,
      );
      if (isDone) return;
      if (rounds.some(({ status }) => status === 'rejected')) await this.#untilDone(async () => {});
    }
  }

  readonly #onRing: OnRing = async (tx, clock, now) => {
    const handoff = this.#placeOf.get(clock.handoffId) ?? -1;
    const place = handoff * clocksPerHandoff + slotOf(clock);
    if (clock.dueAt.getTime() > now.getTime()) this.#report.early += 1;
    await tx.run(sql`insert into clock_year (look, place) values (${this.#look}, ${place})`);
    if (place % 997 === 3 && !this.#failedUntilMs.has(place)) {
      this.#failedUntilMs.set(place, now.getTime() + 1_000);
      this.#report.failed += 1;
      throw new Error('what it causes failed');
    }
    this.#cutAfter -= 1;
    if (this.#cutAfter >= 0) return;
    this.#cutAfter = Number.POSITIVE_INFINITY;
    this.#report.cut += 1;
    await tx.client.query('set local role none; select pg_terminate_backend(pg_backend_pid())');
  };

  /** Everything due has rung, but for what failed in this look, which rings at the next; and nothing else has. */
  async #compare(): Promise<void> {
    for (const place of this.#model.takeDue(this.#nowMs)) this.#pending.add(place);
    const { pool } = this.#options.services.database;
    const { rows } = await pool.query<{ place: number }>('select place from clock_year where look = $1', [
      this.#look,
    ]);
    for (const { place } of rows) {
      const clock = this.#model.clocks.get(place);
      if (!this.#pending.delete(place) || clock?.state !== 'running') this.#report.unexpected += 1;
      if (clock) clock.state = 'rung';
    }
    for (const place of this.#pending) {
      if (this.#model.clocks.get(place)?.state !== 'running') this.#pending.delete(place);
      else if ((this.#failedUntilMs.get(place) ?? 0) <= this.#nowMs) this.#report.missed += 1;
    }
  }

  async #untilDone(work: () => Promise<void>): Promise<void> {
    const { pool } = this.#options.services.database;
    for (let tries = 0; tries < 600; tries++) {
      try {
        await work();
        await pool.query('select 1');
        return;
      } catch (error) {
        if (tries === 599) throw error;
        this.#report.repeated += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async close(): Promise<YearReport> {
    const { pool } = this.#options.services.database;
    const { rows: counts } = await pool.query<{ rung: number; places: number }>(
      'select count(*) as rung, count(distinct place) as places from clock_year',
    );
    const { rows: states } = await pool.query<{ state: string; count: number }>(
      'select state, count(*) as count from sla_clock where workspace_id = $1 group by state',
      [this.#options.workspaceId],
    );
    const countOf = (state: string) => states.find((row) => row.state === state)?.count ?? 0;
    const inModel = (state: string) =>
      [...this.#model.clocks.values()].filter((clock) => clock.state === state).length;
    const { rung = 0, places = 0 } = counts[0] ?? {};
    for (const state of ['running', 'paused', 'stopped', 'rung']) {
      if (countOf(state) !== inModel(state)) this.#report.unexpected += 1;
    }
    await pool.query('drop table clock_year');
    return { ...this.#report, rung, stopped: countOf('stopped'), twice: rung - places };
  }
}
