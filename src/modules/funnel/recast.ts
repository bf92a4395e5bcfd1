import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import type { PlanStage } from './plan.ts';

const literal = (rank: number): SQL => sql.raw(String(Math.trunc(rank)));

/**
 * The table of contacts with one stage read under a version of its definition. Who came in when, and all other stages, stay
 * as recorded. When the stage was reached is when the version would have let them in; who it lets in stands there in place
 * of an earlier stage, and who stands there and would not have been let in stands in the one before. All figures and lists
 * read these columns by the same names, and so stay one.
 */
export function recastContacts(stages: readonly PlanStage[], recast: Recast): SQL {
  const stage = stages.find((one) => one.key === recast.stageKey);
  if (!stage) return sql`contact`;
  const before = stages[stage.rank - 2] ?? null;
  const reachedAt = stages.map((one) =>
    one === stage ? sql`r.reached_at` : sql`p.reached_at[${literal(one.rank)}]`,
  );
  const earlier = stages.filter((one) => one.rank < stage.rank).map((one) => one.key);
  const isEarlier = sql`(p.lifecycle_stage is null or p.lifecycle_stage = any(${sql.param(earlier)}::text[]))`;
  const comes = sql`r.contact_id is not null and p.lifecycle_status = 'open' and ${isEarlier}`;
  const falls = sql`r.contact_id is null and p.lifecycle_stage = ${stage.key}`;
  const sinceBefore =
    before === null ? sql`p.entered_at` : sql`coalesce(p.reached_at[${literal(before.rank)}], p.entered_at)`;
  return sql`(select p.id, p.workspace_id, p.merged_into_id, p.account_id, p.email, p.name, p.title, p.city, p.country,
      p.persona, p.buying_role, p.channel, p.campaign_id, p.owner_id, p.custom, p.lifecycle_status, p.lifecycle_reason,
      p.last_interaction_at, p.entered_at, greatest(p.moved_at, r.reached_at) as moved_at,
      array[${sql.join(reachedAt, sql`, `)}]::timestamptz[] as reached_at,
      case when ${comes} then ${stage.key} when ${falls} then ${before?.key ?? null}::text
        else p.lifecycle_stage end as lifecycle_stage,
      case when ${comes} or (p.lifecycle_status = 'open' and p.lifecycle_stage = ${stage.key} and r.contact_id is not null)
        then r.reached_at when ${falls} then ${sinceBefore} else p.lifecycle_since end as lifecycle_since
    from contact p
    left join (select t.contact_id, to_timestamp(t.ms / 1000.0) as reached_at
      from recast_part part cross join lateral unnest(part.contact_ids, part.reached_ms) as t(contact_id, ms)
      where part.recast_id = ${recast.recastId}) r on r.contact_id = p.id)`;
}
