import { DateTime } from 'luxon';
import { AppError } from '../../../platform/errors.ts';

/** Days of the workspace, the last one inclusive, and the instants at which they begin and end. */
export type Period = { from: string; to: string; fromMs: number; untilMs: number };

/** The last four whole quarters and the running one, where nobody says otherwise. */
export function periodOf(
  asked: { from?: string | undefined; to?: string | undefined },
  { now, zone }: { now: Date; zone: string },
): Period {
  const today = DateTime.fromJSDate(now, { zone });
  const from = asked.from ?? today.startOf('quarter').minus({ quarters: 4 }).toISODate() ?? '';
  const to = asked.to ?? today.toISODate() ?? '';
  if (to < from) {
    throw new AppError(
      'invalid_input',
      `The period ends (${to}) before it starts (${from}). Swap the two days.`,
      {
        fields: [{ path: 'to', message: 'is before from' }],
      },
    );
  }
  return {
    from,
    to,
    fromMs: DateTime.fromISO(from, { zone }).toMillis(),
    untilMs: DateTime.fromISO(to, { zone }).plus({ days: 1 }).toMillis(),
  };
}
