import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { ownTeammate } from '../people/index.ts';
import { recordAudit } from '../workspace/index.ts';
import type { LedgerQuestion } from './contract.ts';
import { type Context, cleanText } from './conversation.ts';
import { type ItemRow, loadItems, questionEntryOf } from './ledger-items.ts';
import { noSuchQuestion } from './resolve-exchanged.ts';

/** Answers an open question outside of any conversation: the answer was found, or given in passing. */
export async function answerQuestion(
  context: Context & { questionId: string; text?: string | null | undefined },
): Promise<LedgerQuestion> {
  const { tx, workspaceId, actor, now, userId, questionId } = context;
  const question = await holdQuestion(context);
  if (question.answer_id !== null) {
    throw new AppError('conflict', 'This question is answered already. Load it again to see by whom.');
  }
  const teammateId = userId === null ? null : await ownTeammate({ ...context, userId });
  await tx.run(sql`insert into exchanged_item
      (id, workspace_id, what, direction, text, answers_id, at, given_by, given_by_teammate_id, created_at)
    values (${newId()}, ${workspaceId}, 'answer', ${question.direction === 'from_us' ? 'from_them' : 'from_us'},
      ${cleanText(context.text)}, ${questionId}, ${now}, ${actor.name}, ${teammateId}, ${now})`);
  await audit(context, question, 'conversation.question_answered');
  return questionEntryOf(await readQuestion(context));
}

/** Takes back an answer given in place; one that was given in a conversation is corrected there. */
export async function withdrawAnswer(context: Context & { questionId: string }): Promise<LedgerQuestion> {
  const { tx, questionId } = context;
  const question = await holdQuestion(context);
  const gone = await tx.run(
    sql`delete from exchanged_item where answers_id = ${questionId} and conversation_id is null`,
  );
  if (gone > 0) await audit(context, question, 'conversation.answer_withdrawn');
  else if (question.answer_id !== null) {
    throw new AppError(
      'conflict',
      'This question was answered in a conversation. Correct that conversation.',
    );
  }
  return questionEntryOf(await readQuestion(context));
}

type Options = Context & { questionId: string };

async function holdQuestion(options: Options): Promise<ItemRow> {
  const { tx, questionId } = options;
  await tx.run(sql`select 1 from exchanged_item where id = ${questionId} for update`);
  return readQuestion(options);
}

async function readQuestion({ tx, userId, questionId }: Options): Promise<ItemRow> {
  const where = sql`i.id = ${questionId} and i.what = 'question'`;
  const [row] = await loadItems(tx, { userId, where, limit: 1 });
  if (!row) throw noSuchQuestion(questionId);
  return row;
}

async function audit(
  { tx, workspaceId, actor, questionId }: Options,
  question: ItemRow,
  action: string,
): Promise<void> {
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'conversation',
    recordId: question.conversation_id,
    recordLabel: 'question',
    changes: { question: { from: null, to: questionId } },
  });
}
