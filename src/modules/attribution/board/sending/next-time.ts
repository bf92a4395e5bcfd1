import { DateTime } from 'luxon';
import type { ScheduleInput } from '../contract.ts';
import { type Quarter, quarterAt, quartersBefore } from '../quarters.ts';

export type Times = Pick<ScheduleInput, 'cadence' | 'weekday' | 'dayOfMonth' | 'hour'>;

/** The first time after a moment, on the wall of the workspace. */
export function nextTime({ cadence, weekday, dayOfMonth, hour }: Times, after: Date, zone: string): Date {
  const now = DateTime.fromJSDate(after, { zone });
  const clock = { hour, minute: 0, second: 0, millisecond: 0 };
  const step = cadence === 'weekly' ? { weeks: 1 } : { months: cadence === 'monthly' ? 1 : 3 };
  const first =
    cadence === 'weekly'
      ? now.startOf('week').plus({ days: weekday - 1 })
      : now.startOf(cadence === 'monthly' ? 'month' : 'quarter').plus({ days: dayOfMonth - 1 });
  const candidate = first.set(clock);
  const next = candidate > now ? candidate : first.plus(step).set(clock);
  return next.toJSDate();
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Every Monday at 8:00, about the running quarter`. */
export function scheduleWords({
  cadence,
  weekday,
  dayOfMonth,
  hour,
  about,
}: Times & Pick<ScheduleInput, 'about'>): string {
  const days: Record<Times['cadence'], string> = {
    weekly: `Every ${weekdays[weekday - 1] ?? 'week'}`,
    monthly: `On day ${dayOfMonth} of every month`,
    quarterly: `On day ${dayOfMonth} of every quarter`,
  };
  return `${days[cadence]} at ${hour}:00, about the ${about === 'running' ? 'running quarter' : 'quarter before'}`;
}

/** Which quarter a page that goes out now is about. */
export function quarterAbout(about: ScheduleInput['about'], now: Date, zone: string): Quarter {
  const running = quarterAt(now, zone);
  return about === 'running' ? running : quartersBefore(running, 1, zone);
}
