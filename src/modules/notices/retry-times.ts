const minute = 60_000;
const hour = 60 * minute;

/** Waits between tries. Ten tries within about 75 hours, as Standard Webhooks advises. */
export const webhookWaitsMs = [
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** A notice that is a day late is no news: eight tries within some 22 hours. */
export const mailWaitsMs = [
  2 * minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
] as const;

const jitter = 0.1;

/**
 * How long until the next try after so many, give or take a tenth, so that what failed together does not come back
 * together; null where that was the last. While one is under way, this is also when it is taken to be lost.
 */
export function waitAfter(
  attempts: number,
  waitsMs: readonly number[],
  chance = Math.random(),
): number | null {
  const wait = waitsMs[attempts - 1];
  return wait === undefined ? null : Math.round(wait * (1 + jitter * (2 * chance - 1)));
}
