import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Question } from './contract.ts';
import { type QuestionRow, selectQuestion, withAnswers } from './load-questions.ts';

type ListQuestions = {
  tx: Tx;
  userId: string | null;
  open?: boolean | undefined;
  definitionId?: string | undefined;
  figureKey?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** What was asked: open ones first, the latest first in each half. */
export async function listQuestions(
  options: ListQuestions,
): Promise<{ items: Question[]; nextCursor: string | null; open: number }> {
  const { tx, userId, open, definitionId, figureKey, cursor, limit } = options;
  const about = sql`${definitionId === undefined ? sql`` : sql`and definition_id = ${definitionId}`}
    ${figureKey === undefined ? sql`` : sql`and figure_key = ${figureKey}`}`;
  const place = placeOf(cursor);
  const halves = (open === undefined ? [true, false] : [open]).filter((half) => !(place?.settled && half));
  const rows: QuestionRow[] = [];
  for (const half of halves) {
    const settled = half ? sql`settled_at is null` : sql`settled_at is not null`;
    const after = place !== null && place.settled === !half ? place.after : sql``;
    const more = limit + 1 - rows.length;
    if (more > 0)
      rows.push(
        ...(await tx.rows<QuestionRow>(
          sql`${selectQuestion(sql`select * from question where ${settled} ${about} ${after} order by at desc, id desc limit ${more}`)}
            order by q.at desc, q.id desc`,
        )),
      );
  }
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const count = await tx.first<{ open: number }>(
    sql`select count(*) as open from question where settled_at is null ${about}`,
  );
  return {
    items: await withAnswers(tx, shown, userId),
    nextCursor:
      last === undefined ? null : encodeCursor([last.settled_at === null ? 0 : 1, last.at_key, last.id]),
    open: count?.open ?? 0,
  };
}

function placeOf(cursor: string | undefined): { settled: boolean; after: SQL } | null {
  if (cursor === undefined) return null;
  const [half, at, id] = decodeCursor(cursor, 3);
  const fits = typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string' && isId(id);
  if (!fits)
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  return { settled: half === 1, after: sql`and (at, id) < (${at}::timestamptz, ${id}::uuid)` };
}
