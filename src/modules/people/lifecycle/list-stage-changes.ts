import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { StageChange } from './contract.ts';

type Row = StageChange & { atText: string };

/** The stage history of a contact and of the records merged into it, latest first; undone records included. */
export async function listStageChanges(options: {
  tx: Tx;
  id: string;
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: StageChange[]; nextCursor: string | null }> {
  const { tx, id, limit } = options;
  if (!(await tx.first(sql`select id from contact where id = ${id}`))) throw notFound('contact');
  const [at, lastId] = options.cursor === undefined ? [] : decodeCursor(options.cursor, 2);
  const after =
    options.cursor === undefined ? sql`true` : sql`(h.at, h.id) < (${at}::timestamptz, ${lastId}::uuid)`;
  const rows = await tx.rows<Row>(sql`
    with recursive person as (
      select ${id}::uuid as id
      union
      select c.id from contact c join person on c.merged_into_id = person.id
    )
    select h.id, h.outcome, h.stage, coalesce(s.name, h.stage) as "stageName", h.at, h.recorded_at as "recordedAt",
      h.source, h.reason, h.actor_name as "actorName", case when h.evidence ? 'undoes' then null else h.superseded_at end as "undoneAt",
      (h.evidence ->> 'undoes')::uuid as undoes, h.at::text as "atText"
    from stage_change h
    join person on person.id = h.contact_id
    left join lifecycle_stage s on s.key = h.stage
    where ${after}
    order by h.at desc, h.id desc
    limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(({ atText: _atText, ...item }) => item);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.atText, last.id]) : null };
}
