import type { Random } from './random.ts';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const WINDOW_MONTHS = 18;
const OPENING_HOUR = 8;
const CLOSING_HOUR = 18;
const BUSINESS_DAY_MS = (CLOSING_HOUR - OPENING_HOUR) * HOUR_MS;

/** Interest by month, January first: quiet in July, August and December, busy in spring and autumn. */
const SEASON = [0.95, 1.06, 1.12, 1.05, 1.0, 0.98, 0.78, 0.66, 1.18, 1.22, 1.15, 0.7];
/** Growth of interest over the whole window. */
const TREND = 0.45;
const WEEKDAY = [0.18, 1.1, 1.25, 1.2, 1.1, 0.85, 0.15];

/** The eighteen months, their seasons and their office hours (Central European time, with its summer time). */
export class Calendar {
  readonly startMs: number;
  readonly endMs: number;
  readonly #cumulative: Float64Array;
  readonly #summers: readonly { fromMs: number; toMs: number }[];

  constructor(endAt: Date) {
    const start = new Date(endAt);
    start.setUTCMonth(start.getUTCMonth() - WINDOW_MONTHS);
    this.startMs = start.getTime();
    this.endMs = endAt.getTime();
    const years = [-1, 0, 1, 2, 3].map((offset) => start.getUTCFullYear() + offset);
    this.#summers = years.map((year) => ({ fromMs: lastSundayMs(year, 2), toMs: lastSundayMs(year, 9) }));
    this.#cumulative = this.#arrivals();
  }

  /** An instant drawn from the season, trend and weekday of interest. */
  arrival(random: Random): number {
    const last = this.#cumulative.length - 1;
    const wanted = random.next() * (this.#cumulative[last] ?? 0);
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cumulative[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return this.browsing(random, this.startMs + low * DAY_MS);
  }

  /** A moment of that day when people read: mostly office hours, with an evening tail. */
  browsing(random: Random, dayMs: number): number {
    const midnight = this.#localMidnight(dayMs);
    const hour = random.chance(0.86) ? 7.5 + 10.5 * random.next() : 18 + 5 * random.next();
    return Math.floor(midnight + hour * HOUR_MS);
  }

  /** The same instant if the office is open, else within some hours (at most ten) after the next opening. */
  officeTime(random: Random, atMs: number, withinHours = 1.5): number {
    const midnight = this.#localMidnight(atMs);
    const hour = (atMs - midnight) / HOUR_MS;
    const weekday = new Date(midnight + 12 * HOUR_MS).getUTCDay();
    const isWorkday = weekday >= 1 && weekday <= 5;
    if (isWorkday && hour >= OPENING_HOUR && hour < CLOSING_HOUR) return Math.floor(atMs);
    if (isWorkday && hour < OPENING_HOUR)
      return Math.floor(midnight + (OPENING_HOUR + withinHours * random.next()) * HOUR_MS);
    return Math.floor(this.#nextOpening(midnight) + withinHours * random.next() * HOUR_MS);
  }

  /** The instant this much office time later. */
  addOfficeMs(atMs: number, officeMs: number): number {
    let midnight = this.#localMidnight(atMs);
    let cursor = this.#clampToOffice(atMs, midnight);
    midnight = this.#localMidnight(cursor);
    let rest = officeMs;
    // Bounded: no delay here is longer than a few hundred working days.
    for (let day = 0; day < 800; day++) {
      const left = midnight + CLOSING_HOUR * HOUR_MS - cursor;
      if (rest <= left) return Math.floor(cursor + rest);
      rest -= left;
      cursor = this.#nextOpening(midnight);
      midnight = this.#localMidnight(cursor);
    }
    return Math.floor(cursor);
  }

  addOfficeDays(atMs: number, days: number): number {
    return this.addOfficeMs(atMs, days * BUSINESS_DAY_MS);
  }

  #clampToOffice(atMs: number, midnight: number): number {
    const weekday = new Date(midnight + 12 * HOUR_MS).getUTCDay();
    if (weekday === 0 || weekday === 6) return this.#nextOpening(midnight);
    const opening = midnight + OPENING_HOUR * HOUR_MS;
    if (atMs < opening) return opening;
    return atMs < midnight + CLOSING_HOUR * HOUR_MS ? atMs : this.#nextOpening(midnight);
  }

  #nextOpening(midnight: number): number {
    const weekday = new Date(midnight + 12 * HOUR_MS).getUTCDay();
    const days = weekday === 5 ? 3 : weekday === 6 ? 2 : 1;
    // Noon of the day, then back to its own midnight: right over a change of clocks too.
    return this.#localMidnight(midnight + days * DAY_MS + 12 * HOUR_MS) + OPENING_HOUR * HOUR_MS;
  }

  #localMidnight(atMs: number): number {
    const offset = this.#offsetMs(atMs);
    return Math.floor((atMs + offset) / DAY_MS) * DAY_MS - offset;
  }

  #offsetMs(atMs: number): number {
    for (const summer of this.#summers) {
      if (atMs >= summer.fromMs && atMs < summer.toMs) return 2 * HOUR_MS;
    }
    return HOUR_MS;
  }

  #arrivals(): Float64Array {
    const days = Math.round((this.endMs - this.startMs) / DAY_MS);
    const cumulative = new Float64Array(days);
    let sum = 0;
    for (let day = 0; day < days; day++) {
      const date = new Date(this.startMs + day * DAY_MS);
      const trend = 1 + TREND * (day / days);
      sum += trend * (SEASON[date.getUTCMonth()] ?? 1) * (WEEKDAY[date.getUTCDay()] ?? 1);
      cumulative[day] = sum;
    }
    return cumulative;
  }
}

/** 01:00 UTC on the last Sunday of the month, when Europe changes its clocks. */
function lastSundayMs(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, lastDay.getUTCDate() - lastDay.getUTCDay(), 1);
}
