import type { SQL } from 'drizzle-orm/sql/sql';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { FunnelPerson, PeopleState } from '../contract.ts';
import {
  contacts,
  currentRank,
  depth,
  type FunnelPlan,
  isLate,
  isLeft,
  isPerson,
  literal,
  mayCount,
  type PlanStage,
  peopleFrom,
  reachedAt,
  type Window,
} from '../plan.ts';
import { stepHours } from './measure-hours.ts';
import { accountRecord, dueAt, ownerRecord, personName } from './person-columns.ts';

export type PeopleSort = 'waiting' | 'recent' | 'value' | 'slowest';

/** Which of those who count for the stage: word for word the partition that the funnel's counts are made by. */
function inState(plan: FunnelPlan, stage: PlanStage, state: PeopleState, window: Window): SQL {
  const here = sql`c.lifecycle_stage = ${stage.key} and not ${isLeft}`;
  switch (state) {
    case 'reached':
      return sql`true`;
    case 'here':
      return here;
    case 'waiting':
      return sql`${here} and not ${isLate(plan)}`;
    case 'late':
      return sql`${here} and ${isLate(plan)}`;
    case 'goneOn':
      return sql`${currentRank(plan)} > ${literal(stage.rank)}`;
    case 'left':
      return sql`(${currentRank(plan)} < ${literal(stage.rank)} or (c.lifecycle_stage = ${stage.key} and ${isLeft}))`;
    case 'timed':
      return sql`${timeOf(plan, stage, window)} is not null`;
  }
}

/** Counts for the stage, and is in the state. */
function inGroup(plan: FunnelPlan, { stage, state }: PeopleGroup, window: Window): SQL {
  return sql`${inState(plan, stage, state, window)} and ${depth(plan, window)} >= ${literal(stage.rank)}`;
}

/** Of the last stage, the time is that of the whole way. */
function timeOf(plan: FunnelPlan, stage: PlanStage, window: Window): SQL {
  const last = plan.stages.length;
  const step = stage.rank === last ? { rank: 0, toRank: last } : { rank: stage.rank, toRank: stage.rank + 1 };
  return stepHours(plan, step, window);
}

type Order = { expression: SQL; cast: SQL; isDescending: boolean };

function orderOf(plan: FunnelPlan, stage: PlanStage, sort: PeopleSort, window: Window): Order {
  switch (sort) {
    case 'waiting':
      return { expression: sql`c.lifecycle_since`, cast: sql`timestamptz`, isDescending: false };
    case 'recent':
      return { expression: sql`c.lifecycle_since`, cast: sql`timestamptz`, isDescending: true };
    case 'value':
      return { expression: sql`coalesce(worth.amount, 0)`, cast: sql`numeric`, isDescending: true };
    case 'slowest':
      return { expression: timeOf(plan, stage, window), cast: sql`integer`, isDescending: true };
  }
}

/** Their open and won deals in the main currency, of whose buying group they are the primary contact. */
const worth = (plan: FunnelPlan): SQL => sql`left join (
  select member.contact_id, sum(o.amount_minor) as amount
  from opportunity o join opportunity_contact member on member.opportunity_id = o.id and member.is_primary
  where o.status in ('open', 'won') and o.currency = ${plan.currency}
  group by member.contact_id) worth on worth.contact_id = c.id`;

export type PeopleGroup = { stage: PlanStage; state: PeopleState };

type Options = PeopleGroup & {
  /** Only people who are in this group, too. */
  within: PeopleGroup | null;
  window: Window;
  sort: PeopleSort;
  limit: number;
  cursor?: string | undefined;
};

type Row = Omit<FunnelPerson, 'lastInteraction'> & {
  place: string;
  lastAt: Date | null;
  lastType: string | null;
  lastSubject: string | null;
};

function presentPerson({ place: _place, lastAt, lastType, lastSubject, ...person }: Row): FunnelPerson {
  const lastInteraction = lastAt === null ? null : { at: lastAt, type: lastType, subject: lastSubject };
  return { ...person, lastInteraction };
}

/** One page of the people behind a number. The page is found first, by id; only its rows are then filled in. */
export async function findPeople(
  plan: FunnelPlan,
  options: Options,
): Promise<{ items: FunnelPerson[]; nextCursor: string | null }> {
  const { stage, window, limit } = options;
  const order = orderOf(plan, stage, options.sort, window);
  const direction = order.isDescending ? sql`desc` : sql`asc`;
  const [place, lastId] = options.cursor === undefined ? [] : decodeCursor(options.cursor, 2);
  const compare = order.isDescending ? sql`<` : sql`>`;
  const after =
    options.cursor === undefined
      ? sql`true`
      : sql`(${order.expression}, c.id) ${compare} (${place}::${order.cast}, ${lastId}::uuid)`;
  const also = options.within ? inGroup(plan, options.within, window) : sql`true`;
  const joins = options.sort === 'value' ? sql`${peopleFrom(plan)} ${worth(plan)}` : peopleFrom(plan);
  const rows = await plan.tx.rows<Row>(sql`
    with page as materialized (
      select c.id, ${order.expression} as place from ${joins}
      where ${isPerson} and ${mayCount(plan, window)} and ${inGroup(plan, options, window)} and ${also}
        and ${order.expression} is not null
        and ${after} and ${plan.matches}
      order by 2 ${direction}, 1 ${direction} limit ${limit + 1})
    select ${personColumns(plan, stage, window)}, page.place::text as place
    from page
    join ${contacts(plan)} c on c.id = page.id
    left join account a on a.id = c.account_id
    left join teammate owner on owner.id = c.owner_id
    left join lateral (
      select i.occurred_at, i.type, i.subject from interaction i
      where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.verified
      order by i.occurred_at desc, i.id desc limit 1) latest on true
    left join lateral (
      select sum(o.amount_minor) as amount from opportunity_contact member
      join opportunity o on o.id = member.opportunity_id
      where member.workspace_id = c.workspace_id and member.contact_id = c.id and member.is_primary
        and o.status in ('open', 'won') and o.currency = ${plan.currency}) worth on true
    order by page.place ${direction}, page.id ${direction}`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(presentPerson),
    nextCursor: rows.length > limit && last ? encodeCursor([last.place, last.id]) : null,
  };
}

function personColumns(plan: FunnelPlan, stage: PlanStage, window: Window): SQL {
  const nextGate = plan.stages.slice(1).map((next) => sql`when ${literal(next.rank - 1)} then ${next.gate}`);
  const opensNext =
    nextGate.length === 0
      ? sql`null::text`
      : sql`case ${currentRank(plan)} ${sql.join(nextGate, sql` `)} end`;
  return sql`c.id, ${personName} as name, nullif(c.title, '') as title, nullif(c.email, '') as email,
    ${accountRecord} as account, ${ownerRecord} as owner, c.lifecycle_stage as stage, c.lifecycle_status as status,
    c.lifecycle_since as since, ${dueAt(plan)} as "dueAt", c.lifecycle_reason as reason,
    ${reachedAt(stage.rank)} as "reachedStageAt",
    round(${timeOf(plan, stage, window)} / 24.0, 2)::double precision as "daysToNext",
    coalesce(latest.occurred_at, c.last_interaction_at) as "lastAt", latest.type as "lastType", latest.subject as "lastSubject",
    ${opensNext} as "opensNext",
    case when worth.amount is not null then json_build_object('amountMinor', worth.amount, 'currency', ${plan.currency}::text)
    end as value`;
}
