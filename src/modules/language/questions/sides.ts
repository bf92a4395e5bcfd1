import type { Tx } from '../../../platform/postgres/database.ts';
import { standingOf } from '../definitions/signing-policy.ts';
import type { Question } from './contract.ts';

export type QuestionSide = Question['side'];

/** For whom a person asks and answers: their own side, or the liaison between them; null for everybody else. */
export async function voiceOf(
  tx: Tx,
  userId: string | null,
): Promise<{ side: QuestionSide; maySpeakFor: (side: QuestionSide) => boolean }> {
  const { role, side, belongsTo } = await standingOf(tx, userId);
  const own = side ?? (role === 'liaison' ? 'liaison' : null);
  return { side: own, maySpeakFor: (wanted) => own === wanted || belongsTo.some((one) => one === wanted) };
}
