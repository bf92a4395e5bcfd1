import { DateTime } from 'luxon';
import { type BusinessCalendar, openSpans } from '../../../language/index.ts';

/** Office time of somebody between two moments, without the days on which they are away. */
export type OfficeTime = { ms: number; days: number };

export function officeTime(options: {
  calendar: BusinessCalendar;
  absences: readonly { from: string; to: string }[];
  fromMs: number;
  toMs: number;
}): OfficeTime {
  const { calendar, absences, fromMs, toMs } = options;
  let ms = 0;
  const days = new Set<string>();
  for (const span of openSpans(calendar, fromMs, toMs)) {
    const day = DateTime.fromMillis(span.fromMs, { zone: calendar.timeZone }).toISODate() ?? '';
    if (absences.some(({ from, to }) => from <= day && day <= to)) continue;
    ms += span.toMs - span.fromMs;
    days.add(day);
  }
  return { ms, days: days.size };
}

/** Office hours where no agreement gives any. */
export const usualHours = (timeZone: string): BusinessCalendar => ({
  key: 'usual',
  name: 'Monday to Friday, 9 to 17',
  timeZone,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  holidays: null,
  daysOff: [],
});

/** From so few answers on, somebody's own handling time is taken for theirs. */
const fewestAnswers = 5;
/** Nobody deals with a lead in less than an hour of work, however quickly they click. */
const leastMs = 3_600_000;

export type Handling = {
  /** Office time for which one lead takes up one place, from the offer until it is nobody's open work. */
  msPerLead: number;
  basis: 'own' | 'team' | 'promise';
};

/**
 * For how long a lead takes up a place: all the time that places were taken, over the leads answered meanwhile (Little's
 * law), so that those which stay open for weeks count as what they are.
 */
export function handlingOf(options: {
  own: { heldMs: number; answered: number };
  team: { heldMs: number; answered: number };
  promisedMs: number | null;
}): Handling | null {
  const { own, team, promisedMs } = options;
  const of = ({ heldMs, answered }: { heldMs: number; answered: number }) =>
    Math.max(leastMs, heldMs / answered);
  if (own.answered >= fewestAnswers) return { msPerLead: of(own), basis: 'own' };
  if (team.answered >= fewestAnswers) return { msPerLead: of(team), basis: 'team' };
  return promisedMs === null ? null : { msPerLead: Math.max(leastMs, promisedMs), basis: 'promise' };
}
