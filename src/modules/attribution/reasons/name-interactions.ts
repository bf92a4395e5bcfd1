import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type NamedInteraction = {
  /** The row of the log that stands for it now. */
  id: string;
  label: string;
};

const asWord = (type: string) => {
  const word = type.replaceAll(/[_-]+/g, ' ');
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
};

/**
 * What interactions are called: “Call of 3 Jun 2026 with Ada Lovelace”. What was said in them is not in the name: it
 * may be private. A corrected row goes by the one that stands for it now.
 */
export async function nameInteractions(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, NamedInteraction>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{
    asked: string;
    id: string;
    type: string;
    day: string;
    contact: string | null;
  }>(sql`
    with recursive way as (
      select i.id as asked, i.id as now_id, 0 as steps from unnest(${sql.param([...new Set(ids)])}::uuid[]) as i(id)
      union all
      select way.asked, r.replaced_by, way.steps + 1
      from way join interaction_replacement r on r.interaction_id = way.now_id where way.steps < 100
    ), final as materialized (select distinct on (asked) asked, now_id from way order by asked, steps desc)
    select f.asked, i.id, i.type, to_char(i.occurred_at at time zone w.time_zone, 'FMDD Mon YYYY') as day,
      (select c.name from contact c where c.id = surviving_record('contact', i.contact_id)) as contact
    from final f join interaction i on i.id = f.now_id cross join workspace w`);
  return new Map(
    rows.map(({ asked, id, type, day, contact }) => {
      const withWhom = contact === null || contact === '' ? '' : ` with ${contact}`;
      return [asked, { id, label: `${asWord(type)} of ${day}${withWhom}` }];
    }),
  );
}
