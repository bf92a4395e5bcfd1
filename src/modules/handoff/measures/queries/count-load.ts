import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { SlaPlan } from '../plan.ts';

export type LoadRow = {
  ownerId: string | null;
  name: string | null;
  open: number;
  late: number;
  capacity: number | null;
};

/** Open hand-offs of each seller beside what they may hold, and of those nobody has taken yet. */
export async function countLoad(plan: SlaPlan): Promise<LoadRow[]> {
  return plan.tx.rows<LoadRow>(sql`
    with held as (
      select k.owner_id, count(*) as open, count(*) filter (where k.is_late) as late
      from ${casesOf(plan, { window: 'open' })} k group by 1)
    select coalesce(held.owner_id, s.teammate_id) as "ownerId", m.name, coalesce(held.open, 0) as open,
      coalesce(held.late, 0) as late, s.capacity
    from held full join (select * from routing_seller where takes_leads) s on s.teammate_id = held.owner_id
    left join teammate m on m.id = coalesce(held.owner_id, s.teammate_id)
    order by coalesce(held.open, 0)::float8 / nullif(s.capacity, 0) desc nulls last, coalesce(held.open, 0) desc, m.name`);
}
