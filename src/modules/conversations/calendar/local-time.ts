/** A time as clocks on the wall show it. */
export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

const formats = new Map<string, Intl.DateTimeFormat | null>();
const maxFormats = 600;

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // Not a zone that is known here.
  }
  if (formats.size < maxFormats) formats.set(timeZone, made);
  return made;
}

export function isKnownZone(timeZone: string): boolean {
  return /^[A-Za-z]/.test(timeZone) && formatOf(timeZone) !== null;
}

/** How far a zone's clocks were ahead of UTC then, in minutes. */
export function zoneOffsetMinutes(at: Date, timeZone: string): number {
  const format = formatOf(timeZone);
  if (format === null) return 0;
  const shown: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((wall - Math.floor(at.getTime() / 1_000) * 1_000) / 60_000);
}

const minuteMs = 60_000;

/** The instant a wall time names in a zone. In the hour that clocks skip, the one after it; in the doubled one, the first. */
export function instantOf(wall: WallTime, timeZone: string): Date {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const dayMs = 86_400_000;
  const offsets = [
    zoneOffsetMinutes(new Date(asUtc - dayMs), timeZone),
    zoneOffsetMinutes(new Date(asUtc + dayMs), timeZone),
  ];
  for (const offset of offsets) {
    const at = new Date(asUtc - offset * minuteMs);
    if (zoneOffsetMinutes(at, timeZone) === offset) return at;
  }
  return new Date(asUtc - (offsets[0] ?? 0) * minuteMs);
}
