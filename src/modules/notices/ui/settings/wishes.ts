import type { NoticeWishes } from '../../contract.ts';

export type Wishes = NoticeWishes;

/** The part of the preferences that a person chooses. */
export function wishesOf(of: Wishes): Wishes {
  const { channels, digestOn, digestHour, quiet, quietWeekends, timeZone } = of;
  return { channels, digestOn, digestHour, quiet, quietWeekends, timeZone };
}

export const sameWishes = (a: Wishes, b: Wishes): boolean => text(a) === text(b);

function text({ channels, ...rest }: Wishes): string {
  return JSON.stringify([Object.entries(channels).sort(([a], [b]) => (a < b ? -1 : 1)), rest]);
}

/** Minutes after midnight as `07:30`, as fields for times write it. */
export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** And back; null where it is no time. */
export function minuteOf(text: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(text) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}
