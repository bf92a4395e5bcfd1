import type { BusinessCalendar } from '../../language/contract.ts';
import { addBusinessMs, businessMsBetween } from '../../language/index.ts';
import type { ClockKind } from './clock.ts';
import { always, berlin, hourMs, newYork } from './clocks.test-support.ts';

/** What happens to hand-offs in a year, decided beforehand by a seed, and which clocks must ring then: in plain memory. */
const dayMs = 24 * hourMs;
export const yearStartMs = Date.parse('2026-01-01T00:00:00Z');
export const yearEndMs = Date.parse('2027-01-01T00:00:00Z');

const kolkata: BusinessCalendar = {
  ...berlin,
  key: 'kolkata',
  name: 'Kolkata',
  timeZone: 'Asia/Kolkata',
  holidays: { country: 'IN', state: null, region: null },
};
/** Open when clocks are set. */
const nights: BusinessCalendar = {
  ...always,
  key: 'nights',
  name: 'Night watch',
  timeZone: 'America/Santiago',
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '04:00' })),
};
const calendars = [berlin, newYork, always, kolkata, nights];

/** The clocks of each hand-off. */
const slots: readonly { kind: ClockKind; step: number; hours: number }[] = [
  { kind: 'first_response', step: 0, hours: 4 },
  { kind: 'escalation', step: 0, hours: 3 },
  { kind: 'escalation', step: 1, hours: 12 },
  { kind: 'disposition', step: 0, hours: 40 },
  { kind: 'expiry', step: 0, hours: 160 },
];
export const clocksPerHandoff = slots.length;
export const slotOf = (clock: { kind: ClockKind; step: number }) =>
  slots.findIndex(({ kind, step }) => kind === clock.kind && step === clock.step);
export const answering: readonly ClockKind[] = ['first_response', 'escalation'];
export const deciding: readonly ClockKind[] = ['disposition', 'expiry'];

export type HandoffEvent = {
  ms: number;
  handoff: number;
  what: 'started' | 'answered' | 'decided' | 'paused' | 'resumed';
};

export type ModelClock = {
  place: number;
  kind: ClockKind;
  step: number;
  calendar: BusinessCalendar;
  startedMs: number;
  allowedMs: number;
  usedMs: number;
  sinceMs: number;
  dueMs: number;
  state: 'running' | 'paused' | 'stopped' | 'rung';
};

export type Random = () => number;

/** mulberry32: small, and the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What happens to so many hand-offs, in order. */
export function planYear(handoffs: number, random: Random): HandoffEvent[] {
  const events: HandoffEvent[] = [];
  for (let handoff = 0; handoff < handoffs; handoff++) {
    const ms = Math.floor(yearStartMs + random() * (yearEndMs - yearStartMs));
    events.push({ ms, handoff, what: 'started' });
    const later = (days: number) => Math.floor(ms + random() * days * dayMs);
    if (random() < 0.45) events.push({ ms: later(2), handoff, what: 'answered' });
    if (random() < 0.5) events.push({ ms: later(9), handoff, what: 'decided' });
    if (random() < 0.12) {
      const pausedMs = later(6);
      events.push({ ms: pausedMs, handoff, what: 'paused' });
      events.push({ ms: Math.floor(pausedMs + random() * 8 * dayMs), handoff, what: 'resumed' });
    }
  }
  return events.sort((left, right) => left.ms - right.ms);
}

export class YearModel {
  readonly clocks = new Map<number, ModelClock>();
  readonly #running = new DueHeap();

  /** A hand-off's clocks as they are to be started. */
  start(handoff: number, nowMs: number): ModelClock[] {
    const calendar = calendars[handoff % calendars.length] ?? berlin;
    return slots.map(({ kind, step, hours }, slot) => {
      const place = handoff * clocksPerHandoff + slot;
      const allowedMs = hours * hourMs;
      const dueMs = addBusinessMs(calendar, nowMs, allowedMs);
      const clock: ModelClock = {
        place,
        kind,
        step,
        calendar,
        startedMs: nowMs,
        allowedMs,
        usedMs: 0,
        sinceMs: nowMs,
        dueMs,
        state: 'running',
      };
      this.clocks.set(place, clock);
      this.#running.push(clock);
      return clock;
    });
  }

  stop(handoff: number, kinds: readonly ClockKind[]): void {
    for (const clock of this.#open(handoff)) if (kinds.includes(clock.kind)) clock.state = 'stopped';
  }

  pause(handoff: number, nowMs: number): void {
    for (const clock of this.#open(handoff)) {
      if (clock.state !== 'running' || clock.dueMs <= nowMs) continue;
      const countedMs = Math.max(0, businessMsBetween(clock.calendar, clock.sinceMs, nowMs));
      clock.usedMs = Math.min(clock.allowedMs, clock.usedMs + countedMs);
      clock.state = 'paused';
    }
  }

  resume(handoff: number, nowMs: number): void {
    for (const clock of this.#open(handoff)) {
      if (clock.state !== 'paused') continue;
      const countedMs = addBusinessMs(clock.calendar, nowMs, clock.allowedMs - clock.usedMs);
      clock.dueMs = Math.max(clock.dueMs, countedMs);
      clock.sinceMs = nowMs;
      clock.state = 'running';
      this.#running.push(clock);
    }
  }

  /** The places of what must ring at this moment and has not. */
  takeDue(nowMs: number): number[] {
    const due: number[] = [];
    for (let next = this.#running.popUntil(nowMs); next; next = this.#running.popUntil(nowMs)) {
      if (next.clock.state === 'running' && next.clock.dueMs === next.dueMs) due.push(next.clock.place);
    }
    return due;
  }

  #open(handoff: number): ModelClock[] {
    return slots.flatMap((_, slot) => {
      const clock = this.clocks.get(handoff * clocksPerHandoff + slot);
      return clock && (clock.state === 'running' || clock.state === 'paused') ? [clock] : [];
    });
  }
}

type Entry = { dueMs: number; clock: ModelClock };

/** The earliest first; what changed meanwhile is left in and told apart when it comes out. */
class DueHeap {
  readonly #entries: Entry[] = [];

  push(clock: ModelClock): void {
    const entries = this.#entries;
    entries.push({ dueMs: clock.dueMs, clock });
    for (let at = entries.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfEarlier(at, parent)) break;
      at = parent;
    }
  }

  popUntil(nowMs: number): Entry | null {
    const entries = this.#entries;
    const [first] = entries;
    if (!first || first.dueMs > nowMs) return null;
    const last = entries.pop();
    if (last && entries.length > 0) {
      entries[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const lesser = this.#dueAt(right) < this.#dueAt(left) ? right : left;
        if (!this.#swapIfEarlier(lesser, at)) break;
        at = lesser;
      }
    }
    return first;
  }

  #dueAt(at: number): number {
    return this.#entries[at]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const [below, above] = [this.#entries[child], this.#entries[parent]];
    if (!below || !above || below.dueMs >= above.dueMs) return false;
    this.#entries[child] = above;
    this.#entries[parent] = below;
    return true;
  }
}
