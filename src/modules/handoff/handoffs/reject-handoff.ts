import { AppError } from '../../../platform/errors.ts';
import { rejectReasonsInForce } from '../../language/index.ts';
import { beginMove } from './begin-move.ts';
import { sendBack } from './send-back.ts';
import type { Step } from './step.ts';

type Reject = {
  id: string;
  revision: number;
  reasonKey: string;
  reason?: string | undefined;
  wouldAcceptIf: string;
};

/** Sales does not take the lead: for an agreed reason, with what would have made it acceptable. */
export async function rejectHandoff(step: Step, input: Reject): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'rejected' });
  if (done) return;
  const { reasonKey, wouldAcceptIf } = input;
  const label = await requireReason(step, reasonKey);
  const reason = input.reason ? input.reason : label;
  await sendBack(step, held, {
    what: 'rejected',
    reasonKey,
    reason,
    patch: { wouldAcceptIf, decidedAt: step.now, decidedBy: step.actor.name },
    details: { label, wouldAcceptIf },
    news: {
      what: `was rejected: ${label}`,
      text: `${step.actor.name}: ${reason === label ? '' : `${reason} `}They would accept it if: ${wouldAcceptIf}`,
    },
  });
}

/** The label of one of the reasons that both sides agreed on. */
export async function requireReason({ tx }: Step, key: string): Promise<string> {
  const agreed = await rejectReasonsInForce(tx);
  const reasons = agreed?.reasons ?? [];
  const found = reasons.find((one) => one.key === key);
  if (found) return found.label;
  const known = reasons.map((one) => `${one.key} (${one.label})`).join(', ');
  throw new AppError(
    'invalid_input',
    known === ''
      ? 'No reject reasons are in force, so none can be given. Agree on some under Definitions first.'
      : `"${key}" is none of the agreed reject reasons. They are: ${known}.`,
    { fields: [{ path: 'reasonKey', message: 'not one of the reasons in force' }] },
  );
}
