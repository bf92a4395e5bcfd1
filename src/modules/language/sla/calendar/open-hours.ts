import { IANAZone } from 'luxon';
import { AppError } from '../../../../platform/errors.ts';
import type { BusinessCalendar } from '../policy.ts';
import { type Closure, closuresOf } from './holidays.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** No zone is further from UTC than this. */
const furthestOffsetMs = 15 * 60 * minuteMs;

/**
 * The open time of a calendar in one year of its place: when each span begins and ends, and how much was open in the year
 * before it. Spans that touch are one.
 */
export type YearTable = {
  firstMs: number;
  endMs: number;
  startsMs: Float64Array;
  endsMs: Float64Array;
  beforeMs: Float64Array;
  totalMs: number;
  /** Each day on which it opens at all, counted from 1970 on its wall, and when it closes for the day. */
  daysOpen: Float64Array;
  dayEndsMs: Float64Array;
};

/** Local time is UTC plus this, from one setting of the clocks to the next. */
type Segment = { fromMs: number; toMs: number; offsetMs: number };
type Span = { fromMs: number; toMs: number };

/**
 * A calendar made ready to count in. It is open at an instant when a clock on its wall shows office hours then; so an
 * hour that clocks repeat counts twice, one that they leave out not at all, and a day that a place never had is none.
 */
export class OpenHours {
  readonly #calendar: BusinessCalendar;
  readonly #zone: IANAZone;
  readonly #spansOfWeekday: readonly (readonly Span[])[];
  readonly #years = new Map<number, YearTable>();

  constructor(calendar: BusinessCalendar) {
    this.#calendar = calendar;
    this.#zone = IANAZone.create(calendar.timeZone);
    if (!this.#zone.isValid)
      throw new AppError(
        'invalid_input',
        `The calendar "${calendar.name}" has the time zone "${calendar.timeZone}", which nobody knows. Write it as Europe/Berlin.`,
      );
    this.#spansOfWeekday = Array.from({ length: 8 }, (_, weekday) => spansOf(calendar, weekday));
  }

  /** The table of the place's year in which an instant lies. */
  tableAt(atMs: number): YearTable {
    return this.table(this.yearAt(atMs));
  }

  /** The day on its wall, counted from 1970. */
  dayAt(atMs: number): number {
    return Math.floor((atMs + this.#zone.offset(atMs) * minuteMs) / dayMs);
  }

  yearAt(atMs: number): number {
    const year = new Date(atMs).getUTCFullYear();
    const { firstMs, endMs } = this.table(year);
    return atMs < firstMs ? year - 1 : atMs >= endMs ? year + 1 : year;
  }

  table(year: number): YearTable {
    let table = this.#years.get(year);
    if (!table) {
      table = this.#makeTable(year);
      this.#years.set(year, table);
    }
    return table;
  }

  #makeTable(year: number): YearTable {
    const firstDay = Date.UTC(year, 0, 1) / dayMs;
    const endDay = Date.UTC(year + 1, 0, 1) / dayMs;
    const closures = this.#closures(year);
    const spans: Span[] = [];
    const daysOpen: number[] = [];
    const dayEndsMs: number[] = [];
    let firstMs = Number.POSITIVE_INFINITY;
    let endMs = Number.NEGATIVE_INFINITY;
    for (const { fromMs, toMs, offsetMs } of segmentsOf(this.#zone, year)) {
      const wallFromMs = Math.max(fromMs + offsetMs, firstDay * dayMs);
      const wallToMs = Math.min(toMs + offsetMs, endDay * dayMs);
      if (wallFromMs >= wallToMs) continue;
      firstMs = Math.min(firstMs, wallFromMs - offsetMs);
      endMs = Math.max(endMs, wallToMs - offsetMs);
      const lastDay = Math.ceil(wallToMs / dayMs) - 1;
      for (let day = Math.floor(wallFromMs / dayMs); day <= lastDay; day++) {
        for (const open of this.#openOn(day, closures)) {
          const from = Math.max(open.fromMs, wallFromMs) - offsetMs;
          const to = Math.min(open.toMs, wallToMs) - offsetMs;
          if (from >= to) continue;
          const last = spans.at(-1);
          if (last && last.toMs === from) last.toMs = to;
          else spans.push({ fromMs: from, toMs: to });
          if (daysOpen.at(-1) !== day) daysOpen.push(day);
          dayEndsMs[daysOpen.length - 1] = to;
        }
      }
    }
    return {
      firstMs,
      endMs,
      ...asColumns(spans),
      daysOpen: Float64Array.from(daysOpen),
      dayEndsMs: Float64Array.from(dayEndsMs),
    };
  }

  #closures(year: number): Closure[] {
    const off = this.#calendar.daysOff.map((day) => {
      const fromMs = Date.parse(`${day}T00:00:00Z`);
      return { fromMs, toMs: fromMs + dayMs };
    });
    return this.#calendar.holidays ? [...off, ...closuresOf(this.#calendar.holidays, year)] : off;
  }

  /** Office hours of a day on its wall, less what is closed. */
  #openOn(day: number, closures: readonly Closure[]): readonly Span[] {
    const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
    let open = (this.#spansOfWeekday[weekday] ?? []).map(({ fromMs, toMs }) => ({
      fromMs: day * dayMs + fromMs,
      toMs: day * dayMs + toMs,
    }));
    for (const closed of closures) {
      if (closed.toMs <= day * dayMs || closed.fromMs >= (day + 1) * dayMs) continue;
      open = open.flatMap(({ fromMs, toMs }) =>
        [
          { fromMs, toMs: Math.min(toMs, closed.fromMs) },
          { fromMs: Math.max(fromMs, closed.toMs), toMs },
        ].filter((left) => left.fromMs < left.toMs),
      );
    }
    return open;
  }
}

/** A weekday's office hours in milliseconds since midnight, in order, none over another. */
function spansOf({ hours }: BusinessCalendar, weekday: number): Span[] {
  const sorted = hours
    .filter((span) => span.weekday === weekday)
    .map(({ from, to }) => ({ fromMs: timeMs(from), toMs: timeMs(to) }))
    .sort((left, right) => left.fromMs - right.fromMs);
  const spans: Span[] = [];
  for (const span of sorted) {
    const last = spans.at(-1);
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else spans.push(span);
  }
  return spans;
}

const timeMs = (time: string) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * minuteMs;

function asColumns(spans: readonly Span[]) {
  const beforeMs = new Float64Array(spans.length);
  let totalMs = 0;
  for (const [at, { fromMs, toMs }] of spans.entries()) {
    beforeMs[at] = totalMs;
    totalMs += toMs - fromMs;
  }
  return {
    startsMs: Float64Array.from(spans, ({ fromMs }) => fromMs),
    endsMs: Float64Array.from(spans, ({ toMs }) => toMs),
    beforeMs,
    totalMs,
  };
}

/** Every setting of a zone's clocks around a year. Clocks are nowhere set and set back within a day. */
function segmentsOf(zone: IANAZone, year: number): Segment[] {
  const fromMs = Date.UTC(year, 0, 1) - furthestOffsetMs;
  const toMs = Date.UTC(year + 1, 0, 1) + furthestOffsetMs;
  const offsetAt = (ms: number) => zone.offset(ms) * minuteMs;
  const segments: Segment[] = [];
  let current: Segment = { fromMs, toMs, offsetMs: offsetAt(fromMs) };
  for (let ms = fromMs; ms < toMs; ms += dayMs) {
    const nextMs = Math.min(ms + dayMs, toMs);
    const offsetMs = offsetAt(nextMs);
    if (offsetMs === current.offsetMs) continue;
    let before = ms;
    let after = nextMs;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === current.offsetMs) before = middle;
      else after = middle;
    }
    segments.push({ ...current, toMs: after });
    current = { fromMs: after, toMs, offsetMs };
  }
  segments.push(current);
  return segments;
}
