import { notFound } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Question } from './contract.ts';
import type { QuestionSide } from './sides.ts';

export type QuestionRow = {
  id: string;
  definition_id: string | null;
  version_id: string | null;
  figure_key: string | null;
  figure_label: string | null;
  figure_href: string | null;
  quote: string | null;
  text: string;
  user_id: string;
  name: string;
  side: QuestionSide;
  at: Date;
  at_key: string;
  settled_at: Date | null;
  key: string | null;
  word: string | null;
};

type AnswerRow = {
  id: string;
  question_id: string;
  text: string;
  name: string;
  side: QuestionSide;
  at: Date;
};

/** Rows with the word that was asked about, as it reads now. */
export const selectQuestion = (
  which: SQL,
) => sql`select q.id, q.definition_id, q.version_id, q.figure_key, q.figure_label,
    q.figure_href, q.quote, q.text, q.user_id, q.name, q.side, q.at, q.at::text as at_key, q.settled_at, d.key,
    (select v.body->>'word' from definition_version v where v.definition_id = d.id
      order by (v.status = 'in_force') desc, v.number desc limit 1) as word
  from (${which}) q left join definition d on d.id = q.definition_id`;

export async function loadQuestion(tx: Tx, id: string, userId: string | null): Promise<Question> {
  const rows = await tx.rows<QuestionRow>(selectQuestion(sql`select * from question where id = ${id}`));
  const [question] = await withAnswers(tx, rows, userId);
  if (question === undefined) throw notFound('question');
  return question;
}

export async function withAnswers(
  tx: Tx,
  rows: readonly QuestionRow[],
  userId: string | null,
): Promise<Question[]> {
  const answers =
    await tx.rows<AnswerRow>(sql`select id, question_id, text, name, side, at from question_answer
    where question_id = any(${sql.param(rows.map((row) => row.id))}::uuid[]) order by at, id`);
  return rows.map((row) => ({
    id: row.id,
    about: row.definition_id === null ? 'figure' : 'definition',
    definitionId: row.definition_id,
    versionId: row.version_id,
    definition: row.key === null ? null : { key: row.key, word: row.word ?? row.key },
    figure:
      row.figure_key === null
        ? null
        : { key: row.figure_key, label: row.figure_label ?? row.figure_key, href: row.figure_href ?? '/' },
    quote: row.quote,
    text: row.text,
    askedBy: row.name,
    askedByMe: row.user_id === userId,
    side: row.side,
    at: row.at.toISOString(),
    answers: answers
      .filter((answer) => answer.question_id === row.id)
      .map(({ id, text, name, side, at }) => ({ id, text, name, side, at: at.toISOString() })),
    settledAt: row.settled_at?.toISOString() ?? null,
  }));
}
