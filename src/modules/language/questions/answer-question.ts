import { notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Step } from '../definitions/step.ts';
import { recordTold, requirePerson } from './ask-question.ts';
import type { Question } from './contract.ts';
import { loadQuestion } from './load-questions.ts';
import { type QuestionSide, voiceOf } from './sides.ts';

type Asked = { user_id: string; side: QuestionSide; settled_at: Date | null };

/**
 * Adds an answer. The question is settled by somebody else than who asked; where marketing or sales asked, by the
 * other side.
 */
export async function answerQuestion(options: Step & { id: string; text: string }): Promise<Question> {
  const { tx, workspaceId, actor, userId, now, id, text } = options;
  const asked = await tx.first<Asked>(
    sql`select user_id, side, settled_at from question where id = ${id} for no key update`,
  );
  if (asked === null) throw notFound('question');
  const answerer = requirePerson(userId, 'answers');
  const { side, maySpeakFor } = await voiceOf(tx, userId);
  const wanted = otherSide(asked.side);
  const settles =
    asked.settled_at === null && asked.user_id !== answerer && (wanted === null || maySpeakFor(wanted));
  await tx.run(sql`insert into question_answer (id, workspace_id, question_id, text, user_id, name, side, at)
    values (${newId()}, ${workspaceId}, ${id}, ${text}, ${answerer}, ${actor.name}, ${settles ? (side ?? wanted) : side}, ${now})`);
  if (settles) await tx.run(sql`update question set settled_at = ${now} where id = ${id}`);
  const question = await loadQuestion(tx, id, userId);
  await recordTold(options, { question, what: 'answered', text });
  return question;
}

function otherSide(side: QuestionSide): 'marketing' | 'sales' | null {
  if (side === 'marketing') return 'sales';
  return side === 'sales' ? 'marketing' : null;
}
