import { IANAZone } from 'luxon';
import type { BusinessCalendar } from '../policy.ts';
import { addBusinessMs } from './business-time.ts';
import { holidayCountries, holidayRegions, holidayStates } from './holidays.ts';

const weekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What is wrong with a calendar, each with what to do; nothing: it can be counted in, from a moment on. */
export function validateCalendar(calendar: BusinessCalendar, fromMs: number): string[] {
  const problems = [...zoneProblems(calendar), ...hourProblems(calendar), ...holidayProblems(calendar)];
  if (problems.length > 0) return problems;
  try {
    addBusinessMs(calendar, fromMs, 1);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function zoneProblems({ name, timeZone }: BusinessCalendar): string[] {
  if (IANAZone.isValidZone(timeZone)) return [];
  return [
    `The calendar "${name}" has the time zone "${timeZone}", which nobody knows. Write it as Europe/Berlin.`,
  ];
}

function hourProblems({ name, hours }: BusinessCalendar): string[] {
  if (hours.length === 0) return [`The calendar "${name}" has no office hours. Give it at least one day.`];
  return weekdays.flatMap((weekday, number) => {
    const spans = hours
      .filter((span) => span.weekday === number)
      .sort((left, right) => (left.from < right.from ? -1 : 1));
    const backwards = spans
      .filter(({ from, to }) => from >= to)
      .map(
        ({ from, to }) =>
          `In the calendar "${name}", ${weekday} ends at ${to}, before it begins at ${from}. Over midnight, give each day its part.`,
      );
    const overlapping = spans.flatMap((span, at) => {
      const before = spans[at - 1];
      if (!before || before.to <= span.from) return [];
      return [
        `In the calendar "${name}", ${weekday} has ${before.from}–${before.to} and ${span.from}–${span.to}, which overlap. Make one of the two.`,
      ];
    });
    return [...backwards, ...overlapping];
  });
}

function holidayProblems({ name, holidays }: BusinessCalendar): string[] {
  if (!holidays) return [];
  const { country, state, region } = holidays;
  const has = (list: readonly { key: string }[], key: string) => list.some((entry) => entry.key === key);
  if (!has(holidayCountries(), country))
    return [
      `The calendar "${name}" asks for the public holidays of "${country}", which are not known. Choose another country, or none and name the days off.`,
    ];
  if (region && !state)
    return [`The calendar "${name}" names a region for its holidays but no state. Choose the state first.`];
  if (state && !has(holidayStates(country), state))
    return [
      `The calendar "${name}" asks for the holidays of the state "${state}", which ${country} does not have. Choose one of its states, or none.`,
    ];
  if (state && region && !has(holidayRegions(country, state), region))
    return [
      `The calendar "${name}" asks for the holidays of the region "${region}", which ${country}-${state} does not have. Choose one of its regions, or none.`,
    ];
  return [];
}
