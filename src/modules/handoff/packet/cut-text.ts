/** Shortens what people wrote, so that a packet stays a page. */
export function cutText(text: string, length = 300): string {
  const one = text.replaceAll(/\s+/g, ' ').trim();
  if (one.length <= length) return one;
  return `${one
    .slice(0, length - 1)
    .toWellFormed()
    .trimEnd()}…`;
}

/** `3 June`, and with the year where it is not this one, in the workspace's time zone. */
export function dayWords(at: Date, { now, timeZone }: { now: Date; timeZone: string }): string {
  const year = (date: Date) => new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone }).format(date);
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(year(at) === year(now) ? {} : { year: 'numeric' }),
    timeZone,
  }).format(at);
}

export function timesWords(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}
