const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const counted = (count: number, unit: string) =>
  `${numbers[count] ?? count} ${unit}${count === 1 ? '' : 's'} ago`;

/** How long ago something was, as one says it: "just now", "two minutes ago", "on 2026-03-01". */
export function agoWords(at: Date, now: Date): string {
  const ms = Math.max(0, now.getTime() - at.getTime());
  if (ms < minuteMs) return 'just now';
  if (ms < hourMs) return counted(Math.floor(ms / minuteMs), 'minute');
  if (ms < dayMs) return counted(Math.floor(ms / hourMs), 'hour');
  if (ms < 7 * dayMs) return counted(Math.floor(ms / dayMs), 'day');
  return `on ${at.toISOString().slice(0, 10)}`;
}
