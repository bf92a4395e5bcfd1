const earliest = Date.parse('2000-01-01T00:00:00Z');

/**
 * When it happened by our clock. The client says by its own when it happened and when it sent it; however wrong that
 * clock is, what lies between the two is right. Without sentAt its clock is believed. Nothing happens later than it
 * is received; null: before the year 2000, which no clock that tells anything says.
 */
export function correctTime(options: {
  receivedAt: Date;
  saidAt: Date | null;
  sentAt: Date | null;
}): Date | null {
  const { receivedAt, saidAt, sentAt } = options;
  if (saidAt === null) return receivedAt;
  const ms =
    sentAt === null ? saidAt.getTime() : receivedAt.getTime() - (sentAt.getTime() - saidAt.getTime());
  if (ms > receivedAt.getTime()) return receivedAt;
  return ms < earliest ? null : new Date(ms);
}

const iso = /^[+-]?\d{4,6}-\d{2}(?:-\d{2})?(?:[T ]|$)/;

/** ISO 8601, or milliseconds since 1970; null where it is neither. */
export function readTime(value: unknown): Date | null {
  if (typeof value !== 'number' && !(typeof value === 'string' && iso.test(value))) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
