import { stopClocks } from '../clocks/index.ts';
import { beginMove } from './begin-move.ts';
import type { HandoffRecord } from './handoff-record.ts';
import type { Step } from './step.ts';
import { tellHolder } from './tell-moves.ts';
import { writeMove } from './write-move.ts';

/** Marketing takes an offer back that sales has not answered. The lead stays in its stage, to be offered again. */
export async function withdrawHandoff(
  step: Step,
  input: { id: string; revision: number; reason: string },
): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'withdrawn' });
  if (!done) await withdrawHeld(step, held, input.reason);
}

/** Withdraws an offer that is held. */
export async function withdrawHeld(step: Step, held: HandoffRecord, reason: string): Promise<void> {
  const { tx, now } = step;
  await writeMove(step, held, {
    what: 'withdrawn',
    patch: { reason, closedAt: now, pausedAt: null },
    reason,
  });
  await stopClocks(tx, { handoffId: held.id, now });
  await tellHolder(step, held, {
    key: 'withdrawn',
    title: `The offer of ${held.contactName} was withdrawn`,
    text: `${step.actor.name}: ${reason}`,
  });
}
