import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import { listDimensions } from '../dimensions.ts';
import type { SlaPlan } from '../plan.ts';

export type Owed = { answers: number; late: number; thin: number; returned: number };

/** What each side owes the other now. */
export async function countOwed(plan: SlaPlan): Promise<Owed> {
  const row = await plan.tx.first<Owed>(sql`
    select count(*) filter (where owes_answer) as answers, count(*) filter (where is_late) as late,
      count(*) filter (where completeness_is = 'broken' and state = 'offered') as thin,
      (select count(*) from handoff where follow_up = 'open') as returned
    from ${casesOf(plan, { window: 'open' })} k`);
  return row ?? { answers: 0, late: 0, thin: 0, returned: 0 };
}

export type LateAt = { dimension: string; key: string; late: number };

/** Where the late ones are: by region (or country) and by owner. */
export async function countLateByPlace(plan: SlaPlan): Promise<LateAt[]> {
  const dimensions = await listDimensions(plan.tx);
  const places = dimensions.filter(({ key }) => key === 'region' || key === 'country' || key === 'owner');
  const place = places.find(({ key }) => key === 'region') ?? places.find(({ key }) => key === 'country');
  const owner = places.find(({ key }) => key === 'owner');
  if (!place || !owner) return [];
  const keys = [
    { name: 'place_key', value: place.value },
    { name: 'owner_key', value: owner.value },
  ];
  return plan.tx.rows<LateAt>(sql`
    select case when grouping(place_key) = 0 then ${place.key} else 'owner' end as dimension,
      coalesce(place_key, owner_key) as key, count(*) as late
    from ${casesOf(plan, { window: 'open', keys })} k where is_late
    group by grouping sets ((place_key), (owner_key)) order by 3 desc, 2`);
}
