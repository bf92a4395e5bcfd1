import { beginMove } from './begin-move.ts';
import { requireReason } from './reject-handoff.ts';
import { sendBack } from './send-back.ts';
import type { Step } from './step.ts';

/** Sales gives back a lead that it had accepted. */
export async function returnHandoff(
  step: Step,
  input: { id: string; revision: number; reasonKey?: string | undefined; reason: string },
): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'returned' });
  if (done) return;
  const { reason, reasonKey } = input;
  const label = reasonKey === undefined ? null : await requireReason(step, reasonKey);
  await sendBack(step, held, {
    what: 'returned',
    reasonKey: reasonKey ?? null,
    reason,
    details: { label },
    news: { what: 'was given back', text: `${step.actor.name}: ${reason}` },
  });
}
