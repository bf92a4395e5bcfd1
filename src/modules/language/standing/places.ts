import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { standsAsStated } from '../../people/index.ts';
import type { Place } from './decide-moves.ts';
import { uuids } from './queue.ts';

export type PlaceOf = Place & { contactId: string; sinceMs: number | null };

/** Where these leads are in the lifecycle, and which record put them there; also one of a record merged into them. */
export async function readPlaces(tx: Tx, contactIds: readonly string[]): Promise<Map<string, PlaceOf>> {
  const rows = await tx.rows<{
    id: string;
    stage: string | null;
    status: 'open' | 'left';
    since: Date | null;
    source: string | null;
    outcome: string | null;
  }>(sql`
    with recursive family as (
      select id as survivor_id, id as member_id from unnest(${uuids(contactIds)}) as given(id)
      union
      select f.survivor_id, m.id from family f
      cross join lateral (select c.id from contact c where c.merged_into_id = f.member_id offset 0) as m
    ), mover as (
      select distinct on (f.survivor_id) f.survivor_id, s.source, s.outcome
      from family f
      cross join lateral (select p.workspace_id, p.lifecycle_stage, p.lifecycle_since from contact p
        where p.id = f.survivor_id offset 0) as c
      cross join lateral (select source, outcome, recorded_at from stage_change x
        where x.workspace_id = c.workspace_id and x.contact_id = f.member_id and x.at = c.lifecycle_since
          and x.stage = c.lifecycle_stage and ${standsAsStated(sql`x`)} offset 0) as s
      order by f.survivor_id, s.recorded_at desc
    )
    select c.id, c.lifecycle_stage as stage, c.lifecycle_status as status, c.lifecycle_since as since, m.source, m.outcome
    from contact c left join mover m on m.survivor_id = c.id
    where c.id = any(${uuids(contactIds)}) and c.merged_into_id is null`);
  return new Map(
    rows.map(({ id, stage, status, since, source, outcome }) => {
      const byHand = source === 'hand';
      const held = byHand || outcome === 'returned' || status === 'left';
      const sinceMs = since?.getTime() ?? null;
      return [
        id,
        { contactId: id, stage, status, sinceMs, byHand, heldSinceMs: held ? (sinceMs ?? 0) : null },
      ];
    }),
  );
}

/** Waits for whoever is moving these contacts, so that no move is judged by a place that no longer holds. */
export async function lockPlaces(tx: Tx, contactIds: readonly string[]): Promise<void> {
  await tx.run(
    sql`select id from contact where id = any(${uuids(contactIds)}) order by id for no key update`,
  );
}

/** Each contact's own record, or the one that it was merged into; what is gone is left out. */
export async function survivorsOf(tx: Tx, contactIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; survivor_id: string }>(sql`
    select c.id, case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end as survivor_id
    from contact c where c.id = any(${uuids(contactIds)})`);
  return new Map(rows.map((row) => [row.id, row.survivor_id]));
}
