import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import type { FunnelPlan } from '../plan.ts';

/** What to call a person: their name, else their address, else what another system calls them. */
export const personName: SQL = sql`coalesce(nullif(c.name, ''), nullif(c.email, ''),
  (select x.external_id from external_id x where x.workspace_id = c.workspace_id and x.record_type = 'contact'
    and x.record_id = c.id order by x.system, x.external_id limit 1), 'Unnamed')`;

export const accountRecord: SQL = sql`case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end`;

export const ownerRecord: SQL = sql`case when owner.id is not null then json_build_object('id', owner.id, 'name', owner.name) end`;

/** When the time allowed in their present stage ends; null for who left and where there is no limit. */
export function dueAt(plan: FunnelPlan): SQL {
  const limited = plan.stages.filter((stage) => stage.allowedHours !== null);
  if (limited.length === 0) return sql`null::timestamptz`;
  const cases = limited.map(
    (stage) => sql`when ${stage.key} then make_interval(hours => ${stage.allowedHours})`,
  );
  return sql`case when c.lifecycle_status = 'open'
    then c.lifecycle_since + case c.lifecycle_stage ${sql.join(cases, sql` `)} end end`;
}
