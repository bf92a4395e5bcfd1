import { AppError } from '../../../platform/errors.ts';
import { slaInForce } from '../../language/index.ts';
import { type ClockKind, pauseClocks, resumeClocks, startClock, stopClocks } from '../clocks/index.ts';
import { beginMove } from './begin-move.ts';
import { openingOf, workspaceDay } from './days.ts';
import type { HandoffRecord } from './handoff-record.ts';
import { calendarOf } from './promises.ts';
import { requireLater } from './recycle-handoff.ts';
import type { Step } from './step.ts';
import { writeMove } from './write-move.ts';

/** The clocks of what sales has promised; the one that ends a pause is none of them. */
const promised: readonly ClockKind[] = ['first_response', 'disposition', 'expiry', 'escalation'];
const mostYears = 1;

/** Lets the clocks stand still, with a reason: until a day, or until somebody lets them run again. */
export async function pauseHandoff(
  step: Step,
  input: { id: string; revision: number; until?: string | null | undefined; reason: string },
): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'paused' });
  if (done) return;
  if (held.pausedAt !== null)
    throw new AppError('conflict', 'The clocks of this hand-off stand still already.');
  const { tx, workspaceId, now } = step;
  const { until = null, reason } = input;
  if (until !== null) requireLater(until, { today: await workspaceDay(tx, now), mostYears });
  await writeMove(step, held, { what: 'paused', patch: { pausedAt: now }, reason, details: { until } });
  await pauseClocks(tx, { handoffId: held.id, kinds: promised, now });
  const sla = until === null ? null : await slaInForce(tx);
  const calendar = sla === null ? null : calendarOf(sla.policy, held.calendarKey);
  if (until === null || calendar === null) return;
  await startClock(tx, {
    workspaceId,
    handoffId: held.id,
    kind: 'resume',
    calendar,
    startedAt: now,
    dueAt: openingOf(calendar, until),
  });
}

/** Lets the clocks run again, each with what was left to it. */
export async function resumeHandoff(step: Step, input: { id: string; revision: number }): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'resumed' });
  if (done) return;
  if (held.pausedAt === null) throw new AppError('conflict', 'The clocks of this hand-off are running.');
  await resumeHeld(step, held);
}

/** Ends the pause of a hand-off that is held. */
export async function resumeHeld(step: Step, held: HandoffRecord): Promise<void> {
  const { tx, now } = step;
  await stopClocks(tx, { handoffId: held.id, kinds: ['resume'], now });
  const resumed = await resumeClocks(tx, { handoffId: held.id, kinds: promised, now });
  const dueOf = (kind: ClockKind) => resumed.find((one) => one.kind === kind)?.dueAt;
  await writeMove(step, held, {
    what: 'resumed',
    patch: {
      pausedAt: null,
      responseDueAt: dueOf('first_response') ?? held.responseDueAt,
      dispositionDueAt: dueOf('disposition') ?? held.dispositionDueAt,
      expiresAt: dueOf('expiry') ?? held.expiresAt,
    },
  });
}
