import { AppError } from '../../../platform/errors.ts';
import { slaInForce } from '../../language/index.ts';
import { startClock } from '../clocks/index.ts';
import { beginMove } from './begin-move.ts';
import { openingOf, workspaceDay } from './days.ts';
import { calendarOf } from './promises.ts';
import { sendBack } from './send-back.ts';
import type { Step } from './step.ts';

const mostYears = 3;

/** Sales gives the lead back until a day, on which marketing is reminded of it. */
export async function recycleHandoff(
  step: Step,
  input: { id: string; revision: number; until: string; reason: string },
): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'recycled' });
  if (done) return;
  const { tx, workspaceId, actor, now } = step;
  const { until, reason } = input;
  const today = await workspaceDay(tx, now);
  requireLater(until, { today, mostYears });
  await sendBack(step, held, {
    what: 'recycled',
    reason,
    patch: {
      recycleOn: until,
      ...(held.decidedAt === null ? { decidedAt: now, decidedBy: actor.name } : {}),
    },
    details: { until },
    news: { what: `was recycled until ${until}`, text: `${actor.name}: ${reason}` },
  });
  const sla = await slaInForce(tx);
  const calendar = sla === null ? null : calendarOf(sla.policy, null);
  if (calendar === null) return;
  await startClock(tx, {
    workspaceId,
    handoffId: held.id,
    kind: 'recycle',
    calendar,
    startedAt: now,
    dueAt: openingOf(calendar, until),
  });
}

/** Refuses a day that has come already, or that is so far away that nobody will remember. */
export function requireLater(
  until: string,
  { today, mostYears }: { today: string; mostYears: number },
): void {
  const last = `${Number(today.slice(0, 4)) + mostYears}${today.slice(4)}`;
  if (until > today && until <= last) return;
  throw new AppError(
    'invalid_input',
    until <= today
      ? `${until} is not after today. Give a day that is still to come.`
      : `${until} is more than ${mostYears} years away, and nobody plans that far.`,
    { fields: [{ path: 'until', message: `a day after ${today}` }] },
  );
}
