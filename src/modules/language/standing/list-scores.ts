import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { grades } from '../scoring/model.ts';
import { loadMeaning, type ModelInForce } from './meaning.ts';
import { pointsOf } from './read-standing.ts';

type Row = {
  contact_id: string;
  name: string;
  account_id: string | null;
  account_name: string | null;
  points_milli: number;
  fit_milli: number;
  engagement_milli: number;
  letter: string;
  level: number;
  stage: string | null;
  at: Date;
};

/** Up to here those who wait are counted one by one. */
const mostCounted = 100_000;

/** Open leads by a score, highest first, with how many there are of each grade. */
export async function listScores(options: {
  tx: Tx;
  workspaceId: string;
  model?: string | undefined;
  grade?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}) {
  const { tx, workspaceId, limit } = options;
  const { models } = await loadMeaning(tx, workspaceId);
  const waiting = await countWaiting(tx);
  const model = findModel(models, options.model);
  const grade = gradeCondition(options.grade);
  const after = options.cursor === undefined ? sql`` : afterCursor(options.cursor);
  if (model === null) return { items: [], nextCursor: null, matrix: [], waiting, model: null };
  const mine = sql`s.workspace_id = ${workspaceId} and s.definition_id = ${model.definitionId} and s.is_open`;
  const rows = await tx.rows<Row>(sql`
    select s.contact_id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name, a.id as account_id, a.name as account_name,
      s.points_milli, s.fit_milli, s.engagement_milli, s.letter, s.level, c.lifecycle_stage as stage, s.at
    from (select * from lead_score s where ${mine} ${grade} ${after}
      order by s.points_milli desc, s.contact_id limit ${limit + 1}) as s
    cross join lateral (select name, email, account_id, lifecycle_stage from contact x where x.id = s.contact_id offset 0) as c
    left join lateral (select id, name from account y where y.id = c.account_id offset 0) as a on true
    order by s.points_milli desc, s.contact_id`);
  const counted = await tx.rows<{ grade: string; leads: number }>(sql`
    select letter || level::text as grade, count(*) as leads from lead_score s where ${mine} group by letter, level`);
  const leads = new Map(counted.map((row) => [row.grade, row.leads]));
  return {
    ...toPage({ rows, limit, item: present, cursor: (row) => [row.points_milli, row.contact_id] }),
    matrix: grades.map((one) => ({ grade: one, leads: leads.get(one) ?? 0 })),
    waiting,
    model: {
      key: model.key,
      word: model.word,
      definitionId: model.definitionId,
      versionNumber: model.versionNumber,
      unsigned: model.unsigned,
    },
  };
}

const present = (row: Row) => ({
  contact: { id: row.contact_id, name: row.name },
  account:
    row.account_id === null || row.account_name === null
      ? null
      : { id: row.account_id, name: row.account_name },
  points: pointsOf(row.points_milli),
  fit: pointsOf(row.fit_milli),
  engagement: pointsOf(row.engagement_milli),
  grade: `${row.letter}${row.level}`,
  stage: row.stage,
  at: row.at.toISOString(),
});

function findModel(models: readonly ModelInForce[], key: string | undefined): ModelInForce | null {
  if (key === undefined) return models[0] ?? null;
  const found = models.find((model) => model.key === key);
  if (found) return found;
  const known = models.map((model) => model.key).join(', ') || 'none yet';
  throw new AppError('not_found', `No scoring model "${key}" is in force. In force: ${known}.`);
}

/** `A1,B`: whole letters and single fields of the matrix. */
function gradeCondition(text: string | undefined): SQL {
  if (text === undefined || text.trim() === '') return sql``;
  const parts = text.split(',').map((part) => part.trim().toUpperCase());
  const wrong = parts.find((part) => !/^[A-D][1-4]?$/.test(part));
  if (wrong !== undefined) {
    throw new AppError('invalid_input', `"${wrong}" is no grade. Grades are A to D and A1 to D4.`, {
      fields: [{ path: 'grade', message: 'A to D, or A1 to D4, several by comma' }],
    });
  }
  const conditions = parts.map((part) => {
    const [letter, level] = part;
    return level === undefined
      ? sql`s.letter = ${letter}`
      : sql`(s.letter = ${letter} and s.level = ${Number(level)}::smallint)`;
  });
  return sql`and (${sql.join(conditions, sql` or `)})`;
}

function afterCursor(cursor: string): SQL {
  const [points, id] = decodeCursor(cursor, 2);
  if (typeof points !== 'number' || typeof id !== 'string' || !isId(id)) {
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  }
  return sql`and (s.points_milli < ${points} or (s.points_milli = ${points} and s.contact_id > ${id}))`;
}

/** Leads still to be looked at: in the queue, and behind the sweep that a change of meaning has begun. */
async function countWaiting(tx: Tx): Promise<number> {
  const row = await tx.first<{ queued: number; behind: number | null }>(sql`select
    (select count(*) from (select from standing_change limit ${mostCounted}) as c) as queued,
    (select sum(greatest(leads - looked_at, 0)) from standing_sweep where finished_at is null) as behind`);
  return (row?.queued ?? 0) + (row?.behind ?? 0);
}
