import { sql, type Tx } from '../../../../platform/postgres/database.ts';

/** What one seller held and answered from `since` to now. */
export type Work = {
  teammateId: string;
  name: string;
  takesLeads: boolean;
  capacity: number | null;
  calendarKey: string | null;
  open: number;
  waiting: number;
  answered: number;
  /** Seconds of the clock on the wall for which places were taken, summed over hand-offs. */
  heldSeconds: number;
  absences: { from: string; to: string }[];
};

/** How sellers worked of late: their open hand-offs, their answers, and for how long their places were taken. */
export async function readWork(tx: Tx, options: { since: Date; now: Date }): Promise<Work[]> {
  const { since, now } = options;
  return tx.rows<Work>(sql`with work as (
      select owner_id, count(*) filter (where closed_at is null)::int as open,
        count(*) filter (where state = 'offered')::int as waiting,
        count(*) filter (where decided_at >= ${since} and state not in ('expired', 'withdrawn'))::int as answered,
        sum(greatest(0, extract(epoch from
          least(coalesce(closed_at, ${now}), ${now}) - greatest(offered_at, ${since}))))::float8 as held
      from handoff
      where owner_id is not null and offered_at <= ${now} and (closed_at is null or closed_at >= ${since})
      group by owner_id)
    select t.id as "teammateId", t.name, s.takes_leads as "takesLeads", s.capacity, s.calendar_key as "calendarKey",
      coalesce(w.open, 0) as open, coalesce(w.waiting, 0) as waiting, coalesce(w.answered, 0) as answered,
      coalesce(w.held, 0) as "heldSeconds",
      coalesce((select json_agg(json_build_object('from', a.from_day::text, 'to', a.to_day::text))
        from routing_absence a where a.teammate_id = t.id and a.to_day >= ${since}::date), '[]') as absences
    from routing_seller s join teammate t on t.id = s.teammate_id left join work w on w.owner_id = t.id
    where s.takes_leads or coalesce(w.open, 0) > 0
    order by lower(t.name), t.id`);
}
