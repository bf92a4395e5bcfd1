import { DateTime } from 'luxon';
import type { Preferences } from './preferences.ts';

type Wishes = Pick<Preferences, 'quiet' | 'quietWeekends' | 'digestHour'>;

const isWeekend = (local: DateTime) => local.weekday >= 6;
const minuteOf = (local: DateTime) => local.hour * 60 + local.minute;

/**
 * When mail may go out that is ready at this moment: at once, or at the end of the quiet hours it falls into. All is
 * told by the clock on the person's wall, so it holds also on days of 23 and 25 hours.
 */
export function nextLoudMoment(options: { wishes: Wishes; zone: string; at: Date }): Date {
  const { wishes, zone, at } = options;
  let local: DateTime = DateTime.fromJSDate(at, { zone });
  // A weekend may end in the quiet hours of its last night, and those in no other: a few steps find the end.
  for (let step = 0; step < 8; step += 1) {
    const end = quietEnd(wishes, local);
    if (end === null) break;
    // Where a clock is set back, the wall shows the end of the quiet hours twice; the second counts.
    local = end > local ? end : local.plus({ minutes: 30 });
  }
  return local.toJSDate();
}

/** When the quiet that it falls into ends; null where it is not quiet. */
function quietEnd({ quiet, quietWeekends }: Wishes, local: DateTime): DateTime | null {
  if (quietWeekends && isWeekend(local)) return local.startOf('week').plus({ weeks: 1 });
  if (quiet === null || quiet.fromMinute === quiet.toMinute) return null;
  const { fromMinute, toMinute } = quiet;
  const minute = minuteOf(local);
  const overMidnight = fromMinute > toMinute;
  const isQuiet = overMidnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return null;
  const day = overMidnight && minute >= fromMinute ? local.plus({ days: 1 }) : local;
  return day.startOf('day').set({ hour: Math.floor(toMinute / 60), minute: toMinute % 60 });
}

/** When the next digest goes out: at the person's hour of a day, later than this moment, and not in quiet hours. */
export function nextDigest(options: { wishes: Wishes; zone: string; at: Date }): Date {
  const { wishes, zone, at } = options;
  const local = DateTime.fromJSDate(at, { zone });
  const onDay = (days: number) =>
    local.plus({ days }).startOf('day').set({ hour: wishes.digestHour }).toJSDate();
  const today = onDay(0);
  return nextLoudMoment({ wishes, zone, at: today > at ? today : onDay(1) });
}
