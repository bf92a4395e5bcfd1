import { useSyncExternalStore } from 'react';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exactWithZone = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** `2 hr. ago`, `yesterday`, `in 3 days`; months and years for what is far. */
export function formatRelative(at: Date, now: Date): string {
  const apart = at.getTime() - now.getTime();
  const size = Math.abs(apart);
  if (size < 45 * second) return relative.format(0, 'second');
  if (size < hour) return relative.format(Math.round(apart / minute), 'minute');
  if (size < day) return relative.format(Math.round(apart / hour), 'hour');
  if (size < 45 * day) return relative.format(Math.round(apart / day), 'day');
  if (size < 545 * day) return relative.format(Math.round(apart / (30.44 * day)), 'month');
  return relative.format(Math.round(apart / (365.25 * day)), 'year');
}

export const formatDate = (at: string | Date): string => date.format(new Date(at));
export const formatExact = (at: string | Date): string => exact.format(new Date(at));

let now = new Date();
const tick = (listener: () => void) => {
  const timer = window.setInterval(() => {
    now = new Date();
    listener();
  }, 30 * second);
  return () => window.clearInterval(timer);
};

/** The time, renewed twice a minute. */
export function useNow(): Date {
  return useSyncExternalStore(tick, () => now);
}

type WhenProps = {
  /** ISO 8601 or a Date; null shows a dash. */
  at: string | Date | null;
  style?: 'relative' | 'date' | 'exact';
};

/** A time in the reader's zone, the exact one in its title. */
export function When({ at, style = 'relative' }: WhenProps) {
  const current = useNow();
  if (at === null) return <span className="mute">–</span>;
  const time = new Date(at);
  const text = {
    relative: () => formatRelative(time, current),
    date: () => formatDate(time),
    exact: () => formatExact(time),
  };
  return (
    <time dateTime={time.toISOString()} title={exactWithZone.format(time)} style={{ whiteSpace: 'nowrap' }}>
      {text[style]()}
    </time>
  );
}
