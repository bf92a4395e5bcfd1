import type { PictureWeek } from './api-types.ts';

/** Of figures that are worked out, whole ones are enough. */
export const about = (value: number): number => Math.round(value);

const dayOf = (day: string) => new Date(`${day}T00:00:00Z`);
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'UTC' });

/** "16–22 Nov", "30 Nov – 6 Dec". */
export function daysOf({ from, to }: Pick<PictureWeek, 'from' | 'to'>): string {
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return sameMonth
    ? `${dayOnly.format(dayOf(from))}–${dayMonth.format(dayOf(to))}`
    : `${dayMonth.format(dayOf(from))} – ${dayMonth.format(dayOf(to))}`;
}

export const beginOf = ({ from }: Pick<PictureWeek, 'from'>): string => dayMonth.format(dayOf(from));

/** "W47" of "2026-W47". */
export const weekName = (week: string): string => week.slice(5);

/** "grows to 29", "falls to 3", "stays at 12", "is worked off". */
export function moveOf(before: number, after: number): string {
  const [from, to] = [about(before), about(after)];
  if (to === from) return `stays at ${to}`;
  if (to === 0) return 'is worked off';
  return to > from ? `grows to ${to}` : `falls to ${to}`;
}
