import type { BusinessCalendar, Sla } from '../../../language/index.ts';
import type { SellerCapacity } from '../contract.ts';
import { calendarOf } from '../seats.ts';
import { type Handling, handlingOf, officeTime, usualHours } from './handling.ts';
import type { Work } from './read-work.ts';
import type { Week } from './weeks.ts';

type Measured = {
  work: Work;
  calendar: BusinessCalendar;
  heldMs: number;
  officeMs: number;
  dayMs: number;
};

export type TeamCapacity = {
  sellers: SellerCapacity[];
  /** Answers that sales can give between two moments; null: nobody's capacity is known. */
  between(fromMs: number, toMs: number): number | null;
};

const usualDayMs = 8 * 3_600_000;

/** What each seller can answer: their places, over the office time for which a lead takes one up, while they are there. */
export function teamCapacity(options: {
  work: readonly Work[];
  sla: Sla | null;
  zone: string;
  since: Date;
  now: Date;
  nextWeek: Week;
}): TeamCapacity {
  const { sla, zone, since, now, nextWeek } = options;
  const measured = options.work.map((work) => measure({ work, sla, zone, since, now }));
  const team = {
    heldMs: measured.reduce((sum, one) => sum + one.heldMs, 0),
    answered: measured.reduce((sum, { work }) => sum + work.answered, 0),
  };
  const all = measured.map((one) => {
    const { work, heldMs, dayMs } = one;
    const promisedMs = sla === null ? null : sla.policy.sales.dispositionDays * dayMs;
    const handling = handlingOf({ own: { heldMs, answered: work.answered }, team, promisedMs });
    return { ...one, handling };
  });
  const weeks = (now.getTime() - since.getTime()) / (7 * 86_400_000);
  return {
    sellers: all.map((one) => present(one, weeks, nextWeek)),
    between: (fromMs, toMs) => {
      const able = all.map((one) => canAnswer(one, fromMs, toMs)).filter((many) => many !== null);
      return able.length === 0 ? null : able.reduce((sum, many) => sum + many, 0);
    },
  };
}

function measure(options: { work: Work; sla: Sla | null; zone: string; since: Date; now: Date }): Measured {
  const { work, sla, zone, since, now } = options;
  const calendar = calendarOf(sla?.policy.calendars ?? [], work.calendarKey) ?? usualHours(zone);
  const [fromMs, toMs] = [since.getTime(), now.getTime()];
  const office = officeTime({ calendar, absences: work.absences, fromMs, toMs });
  const share = toMs > fromMs ? office.ms / (toMs - fromMs) : 0;
  const dayMs = office.days > 0 ? office.ms / office.days : usualDayMs;
  return { work, calendar, heldMs: work.heldSeconds * 1_000 * share, officeMs: office.ms, dayMs };
}

type Able = Measured & { handling: Handling | null };

function canAnswer({ work, calendar, officeMs, handling }: Able, fromMs: number, toMs: number) {
  if (!work.takesLeads) return null;
  const { ms } = officeTime({ calendar, absences: work.absences, fromMs, toMs });
  if (work.capacity !== null) return handling === null ? null : (work.capacity * ms) / handling.msPerLead;
  // Without a limit, what they did of late is what they can do.
  return handling?.basis === 'own' && officeMs > 0 ? (work.answered * ms) / officeMs : null;
}

function present(one: Able, weeks: number, nextWeek: Week): SellerCapacity {
  const { work, calendar, dayMs, handling } = one;
  const { fromMs, toMs } = nextWeek;
  const whole = officeTime({ calendar, absences: [], fromMs, toMs });
  const there = officeTime({ calendar, absences: work.absences, fromMs, toMs });
  const able = canAnswer(one, fromMs, toMs);
  return {
    teammate: { id: work.teammateId, name: work.name },
    capacity: work.capacity,
    open: work.open,
    waiting: work.waiting,
    answeredPerWeek: round(work.answered / weeks),
    daysPerLead: handling === null ? null : round(handling.msPerLead / dayMs),
    basis: handling?.basis ?? null,
    canAnswerNextWeek: able === null ? null : round(able),
    awayNextWeek: whole.ms === 0 ? 0 : round(1 - there.ms / whole.ms, 3),
  };
}

export const round = (value: number, places = 1): number => Math.round(value * 10 ** places) / 10 ** places;
