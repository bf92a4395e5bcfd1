import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Letter } from '../scoring/model.ts';
import { accountScore, methodWords } from './account-score.ts';
import { loadMeaning, type ModelInForce } from './meaning.ts';
import { pointsOf } from './read-standing.ts';

/** So many people of one company are listed; all of them count. */
const mostListed = 50;

type Row = {
  contact_id: string;
  name: string;
  definition_id: string;
  fit_milli: number;
  engagement_milli: number;
  letter: Letter;
  level: number;
};

/** A company's scores, from its people's. */
export async function readAccountScores(options: { tx: Tx; workspaceId: string; id: string }) {
  const { tx, workspaceId } = options;
  const account = await tx.first<{ id: string }>(sql`
    select case when merged_into_id is null then id else surviving_record('account', id) end as id
    from account where id = ${options.id}`);
  if (!account) throw notFound('account');
  const meaning = await loadMeaning(tx, workspaceId);
  const rows = await tx.rows<Row>(sql`
    select s.contact_id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name, s.definition_id, s.fit_milli,
      s.engagement_milli, s.letter, s.level
    from contact c cross join lateral (select x.* from lead_score x
      where x.workspace_id = ${workspaceId} and x.contact_id = c.id offset 0) as s
    where c.workspace_id = ${workspaceId} and c.account_id = ${account.id} and c.merged_into_id is null`);
  const byModel = Map.groupBy(rows, (row) => row.definition_id);
  return {
    accountId: account.id,
    scores: meaning.models.flatMap((model) => present(model, byModel.get(model.definitionId) ?? [])),
  };
}

function present({ model, definitionId, key, word }: ModelInForce, rows: readonly Row[]) {
  const people = rows.map((row) => ({
    contactId: row.contact_id,
    fitMilli: row.fit_milli,
    engagementMilli: row.engagement_milli,
    letter: row.letter,
  }));
  const score = accountScore(model, people);
  if (score === null) return [];
  const listed = rows.toSorted(
    (left, right) => right.engagement_milli - left.engagement_milli || left.name.localeCompare(right.name),
  );
  return [
    {
      definitionId,
      key,
      word,
      points: pointsOf(score.fitMilli + score.engagementMilli),
      fit: pointsOf(score.fitMilli),
      engagement: pointsOf(score.engagementMilli),
      grade: `${score.letter}${score.level}`,
      people: listed.slice(0, mostListed).map((row) => ({
        id: row.contact_id,
        name: row.name,
        points: pointsOf(row.fit_milli + row.engagement_milli),
        engagement: pointsOf(row.engagement_milli),
        grade: `${row.letter}${row.level}`,
        counts: pointsOf(score.counts.get(row.contact_id) ?? 0),
      })),
      method: methodWords(model),
    },
  ];
}
