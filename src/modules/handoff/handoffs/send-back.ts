import { stopClocks } from '../clocks/index.ts';
import type { HandoffRecord } from './handoff-record.ts';
import { moveLead } from './move-lead.ts';
import { readStages } from './promises.ts';
import type { Step } from './step.ts';
import { tellCameBack } from './tell-moves.ts';
import { type Patch, writeMove } from './write-move.ts';

type SendBack = {
  what: 'rejected' | 'recycled' | 'expired' | 'returned';
  at?: Date;
  reasonKey?: string | null;
  reason: string | null;
  patch?: Patch;
  details?: Record<string, unknown>;
  /** What marketing is told. */
  news: { what: string; text: string };
};

/** The lead comes back to marketing, with its reason, and is followed until it is offered again or laid to rest. */
export async function sendBack(step: Step, held: HandoffRecord, back: SendBack): Promise<void> {
  const { tx, now } = step;
  const { what, reason, reasonKey = null, patch = {}, details = {} } = back;
  await writeMove(step, held, {
    what,
    ...(back.at ? { at: back.at } : {}),
    patch: { ...patch, reasonKey, reason, closedAt: back.at ?? now, pausedAt: null, followUp: 'open' },
    reasonKey,
    reason,
    details,
  });
  await stopClocks(tx, { handoffId: held.id, now });
  const { returnStage } = await readStages(tx);
  await moveLead(step, {
    contactId: held.contactId,
    handoffId: held.id,
    outcome: 'returned',
    stage: returnStage,
    reason: reason ?? back.news.what,
  });
  await tellCameBack(step, held, back.news);
}
