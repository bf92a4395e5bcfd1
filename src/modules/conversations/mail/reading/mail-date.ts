import { instantOf, isKnownZone, zoneOffsetMinutes } from '../../calendar/local-time.ts';

const monthNames: readonly (readonly string[])[] = [
  ['jan', 'january', 'januar', 'jänner', 'janv', 'janvier', 'enero', 'januari', 'gennaio'],
  ['feb', 'february', 'februar', 'févr', 'février', 'fevrier', 'febrero', 'februari', 'febbraio'],
  ['mar', 'march', 'mär', 'märz', 'mrz', 'mars', 'marzo', 'maart'],
  ['apr', 'april', 'avr', 'avril', 'abril', 'aprile'],
  ['may', 'mai', 'mayo', 'mei', 'maggio'],
  ['jun', 'june', 'juni', 'juin', 'junio', 'giugno'],
  ['jul', 'july', 'juli', 'juil', 'juillet', 'julio', 'luglio'],
  ['aug', 'august', 'août', 'aout', 'agosto', 'augustus'],
  ['sep', 'sept', 'september', 'septembre', 'septiembre', 'settembre'],
  ['oct', 'october', 'okt', 'oktober', 'octobre', 'octubre', 'ottobre'],
  ['nov', 'november', 'novembre', 'noviembre'],
  ['dec', 'december', 'dez', 'dezember', 'déc', 'décembre', 'decembre', 'diciembre', 'dicembre'],
];
const monthOf = new Map(monthNames.flatMap((names, index) => names.map((name) => [name, index + 1])));

const zoneMinutes = new Map([
  ['utc', 0],
  ['gmt', 0],
  ['z', 0],
  ['wet', 0],
  ['bst', 60],
  ['cet', 60],
  ['mez', 60],
  ['cest', 120],
  ['mesz', 120],
  ['eet', 120],
  ['eest', 180],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
]);

type Day = { year: number; month: number; day: number };

/**
 * The time in a forwarded mail's date line, as mail programs write it in several languages. Where it names no zone it
 * is read as `timeZone`'s, or with `offsetMinutes` where the forwarder's clock was not that zone's.
 */
export function readMailDate(
  text: string,
  options: { timeZone: string; offsetMinutes: number | null; sentAt: Date },
): Date | null {
  const line = text
    .normalize('NFC')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .toLowerCase();
  const time = timeIn(line);
  const day = time && dayIn(line, time.meridiem);
  if (!day || !time) return null;
  const wall = { ...day, hour: time.hour, minute: time.minute, second: time.second };
  if (wall.month > 12 || wall.day > 31 || wall.hour > 23 || wall.minute > 59) return null;
  const zone = offsetIn(line.slice(time.end));
  const offset = zone ?? strangeOffset(options);
  if (offset === null) return instantOf(wall, isKnownZone(options.timeZone) ? options.timeZone : 'UTC');
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return new Date(asUtc - offset * 60_000);
}

/** The forwarder's own offset, where their clock did not show the workspace's time. */
function strangeOffset(options: {
  timeZone: string;
  offsetMinutes: number | null;
  sentAt: Date;
}): number | null {
  const { offsetMinutes, timeZone, sentAt } = options;
  // Mail servers write +0000 for whoever they send for.
  if (offsetMinutes === null || offsetMinutes === 0) return null;
  return zoneOffsetMinutes(sentAt, timeZone) === offsetMinutes ? null : offsetMinutes;
}

function timeIn(line: string) {
  const found = /\b(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?/.exec(line);
  if (!found) return null;
  const [whole, hours, minutes, seconds, half] = found;
  const twelve = Number(hours) % 12;
  const hour = half === undefined ? Number(hours) : half === 'p' ? twelve + 12 : twelve;
  return {
    hour,
    minute: Number(minutes),
    second: Number(seconds ?? 0),
    meridiem: half !== undefined,
    end: found.index + whole.length,
  };
}

function dayIn(line: string, meridiem: boolean): Day | null {
  const [, isoYear, isoMonth, isoDay] = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(line) ?? [];
  if (isoYear) return { year: Number(isoYear), month: Number(isoMonth), day: Number(isoDay) };
  const [, first, mark, second, year] = /\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b/.exec(line) ?? [];
  if (year) {
    const [a, b] = [Number(first), Number(second)];
    // Month first is written in America only, where the day has two halves of twelve hours.
    const monthFirst = b > 12 || (mark === '/' && meridiem && a <= 12);
    return { year: Number(year), month: monthFirst ? a : b, day: monthFirst ? b : a };
  }
  return namedDay(line);
}

function namedDay(line: string): Day | null {
  const words = line.match(/\p{L}+|\d+/gu) ?? [];
  const at = words.findIndex((word, index) => monthOf.has(word) && hasDayBeside(words, index));
  const month = monthOf.get(words[at] ?? '');
  const year = words.slice(at + 1).find((word) => /^(19|20)\d{2}$/.test(word));
  if (month === undefined || year === undefined) return null;
  const before = dayNumber(words[at - 1]);
  // Spanish and Italian put a word between: `3 de marzo`.
  const day = before ?? dayNumber(words[at + 1]) ?? dayNumber(words[at - 2]);
  return day === null ? null : { year: Number(year), month, day };
}

function hasDayBeside(words: readonly string[], index: number): boolean {
  return [words[index - 2], words[index - 1], words[index + 1]].some((word) => dayNumber(word) !== null);
}

function dayNumber(word: string | undefined): number | null {
  const day = /^\d{1,2}$/.test(word ?? '') ? Number(word) : 0;
  return day >= 1 && day <= 31 ? day : null;
}

function offsetIn(rest: string): number | null {
  const [, sign, hours, minutes] = /(?:\b(?:utc|gmt)\s?)?([+-−])(\d{1,2}):?(\d{2})?\b/.exec(rest) ?? [];
  if (sign !== undefined && hours !== undefined) {
    return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes ?? 0));
  }
  for (const word of rest.match(/[a-z]+/g) ?? []) {
    const offset = zoneMinutes.get(word);
    if (offset !== undefined) return offset;
  }
  return null;
}
