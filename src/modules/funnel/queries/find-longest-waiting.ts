import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import type { FunnelStage } from '../contract.ts';
import {
  contacts,
  currentRank,
  depth,
  type FunnelPlan,
  isLeft,
  isPerson,
  literal,
  mayCount,
  type PlanStage,
  peopleFrom,
} from '../plan.ts';
import { accountRecord, dueAt, ownerRecord, personName } from './person-columns.ts';

export type LongestWaiting = FunnelStage['longest'][number] & { stage: string };

const namesAStage = 3;
/** Up to so many people who wait in all, sorting them beats walking the order of the index past all others. */
const sortedUpTo = 100_000;

/** Of those who count for their present stage and are open in it, the few who wait longest, stage by stage. */
export async function findLongestWaiting(
  plan: FunnelPlan,
  options: { waitingPeople: number },
): Promise<LongestWaiting[]> {
  const isFew = options.waitingPeople <= sortedUpTo;
  const longest = isFew
    ? bySorting(plan)
    : sql.join(
        plan.stages.map((stage) => byIndex(plan, stage)),
        sql` union all `,
      );
  return plan.tx.rows<LongestWaiting>(sql`
    select c.lifecycle_stage as stage, c.id, ${personName} as name, nullif(c.title, '') as title,
      ${accountRecord} as account, ${ownerRecord} as owner, c.lifecycle_since as since, ${dueAt(plan)} as "dueAt"
    from (${longest}) longest
    join ${contacts(plan)} c on c.id = longest.id
    left join account a on a.id = c.account_id
    left join teammate owner on owner.id = c.owner_id
    order by c.lifecycle_since, c.id`);
}

function byIndex(plan: FunnelPlan, stage: PlanStage): SQL {
  return sql`(select c.id from ${peopleFrom(plan)}
    where ${isPerson} and c.lifecycle_stage = ${stage.key} and c.lifecycle_status = 'open'
      and ${mayCount(plan, plan.window)} and ${depth(plan, plan.window)} >= ${literal(stage.rank)} and ${plan.matches}
    order by c.lifecycle_since, c.id limit ${namesAStage})`;
}

/**
 * Materialized, and with conditions that no index answers: the planner takes these for rare, and would walk the index of
 * all who wait, row by random row, where one read of everybody is quicker.
 */
function bySorting(plan: FunnelPlan): SQL {
  return sql`with here as materialized (
      select c.id, c.lifecycle_stage as stage, c.lifecycle_since as since
      from ${peopleFrom(plan)}
      where ${isPerson} and not ${isLeft} and ${mayCount(plan, plan.window)} and ${plan.matches}
        and ${depth(plan, plan.window)} >= nullif(${currentRank(plan)}, 0))
    select w.id
    from (select here.id, row_number() over (partition by here.stage order by here.since, here.id) as place from here) w
    where w.place <= ${namesAStage}`;
}
