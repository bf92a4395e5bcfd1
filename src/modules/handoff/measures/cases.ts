import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { businessSeconds, termsTable } from './business-clock.ts';
import { type KeyColumn, offeredIn, reachedAt, reachedIn, type SlaPlan, type Window } from './plan.ts';

/**
 * What is counted, one row a hand-off, with how it stands to each commitment: `kept`, `broken`, `waiting` (it cannot be
 * said yet) or null (the promise does not apply). Columns end in `_is`. Everything else reads from this alone.
 */
export type CasesOf = {
  /** By the day of the offer; `open`: what is open now, whenever it was offered. */
  window: Window | 'open';
  /** Columns by which to group, over `h`, `c` and `a`. */
  keys?: readonly KeyColumn[];
};

export function casesOf(plan: SlaPlan, options: CasesOf): SQL {
  const { held } = plan;
  const isHeld = ({ name, value }: KeyColumn) =>
    held?.keys.some((one) => one.name === name && one.value === value) ?? false;
  if (held && options.window === plan.window && (options.keys ?? []).every(isHeld)) return held.table;
  return plan.source === 'handoffs' ? ofHandoffs(plan, options) : ofLifecycle(plan, options);
}

const keyColumns = (keys: CasesOf['keys']): SQL =>
  keys && keys.length > 0
    ? sql`, ${sql.join(
        keys.map(({ name, value }) => sql`${value} as ${sql.identifier(name)}`),
        sql`, `,
      )}`
    : sql``;

function ofHandoffs(plan: SlaPlan, { window, keys }: CasesOf): SQL {
  const now = sql`${plan.now}::timestamptz`;
  const where = window === 'open' ? sql`h.closed_at is null and h.state <> 'withdrawn'` : offeredIn(window);
  const end = sql`coalesce(h.closed_at, ${now})`;
  const between = (from: SQL, to: SQL) => sql`(${businessSeconds(to)} - ${businessSeconds(from)})`;
  return sql`(
    select h.id, h.contact_id, coalesce(h.account_id, c.account_id) as account_id, h.owner_id,
      coalesce(h.campaign_id, c.campaign_id) as campaign_id, h.grade, h.state, h.round, h.offered_at,
      h.response_due_at, h.first_response_at, h.disposition_due_at, h.closed_at, h.reason, h.attempts,
      h.sla_version_id, h.packet_items, h.promised_items, m.decided_at, m.is_accepted, t.day_s, tries.spaced,
      case when h.first_response_at is not null
        then greatest(0, ${between(sql`h.offered_at`, sql`h.first_response_at`)} - paused.seconds) end as response_s,
      case when m.decided_at is not null
        then greatest(0, ${between(sql`h.offered_at`, sql`m.decided_at`)} - paused.seconds) end as decision_s,
      case when cardinality(h.promised_items) > 0 then (select count(*) from unnest(h.promised_items) as i(item)
        where i.item = any(h.packet_items))::float8 / cardinality(h.promised_items) end as completeness,
      'kept' as volume_is,
      case when cardinality(h.promised_items) = 0 then null
        when h.promised_items <@ h.packet_items then 'kept' else 'broken' end as completeness_is,
      case when m.is_accepted then 'kept' when h.state = 'offered' then 'waiting' else 'broken' end as acceptance_is,
      case when h.response_due_at is null then null
        when h.first_response_at <= h.response_due_at then 'kept'
        when h.response_due_at < least(${end}, coalesce(h.first_response_at, ${end})) then 'broken'
        when h.first_response_at is null and h.closed_at is null then 'waiting' end as response_is,
      case when t.at_least is null or m.is_accepted or h.closed_at is null then null
        when h.state <> 'expired' and (h.attempts = 0 or tries.reached) then null
        when tries.reached then null
        when tries.spaced >= t.at_least then 'kept' else 'broken' end as attempts_is,
      case when h.disposition_due_at is null then null
        when h.state = 'expired' then 'broken'
        when m.decided_at <= h.disposition_due_at then 'kept'
        when h.disposition_due_at < coalesce(m.decided_at, ${now}) then 'broken'
        when m.decided_at is null then 'waiting' end as disposition_is,
      case when h.state = 'expired' then 'broken' when h.state = 'offered' then 'waiting' else 'kept' end as expired_is,
      (h.closed_at is null and (h.state = 'offered' or h.first_response_at is null)) as owes_answer,
      (h.closed_at is null and ((h.first_response_at is null and h.response_due_at < ${now})
        or (h.state = 'offered' and h.disposition_due_at < ${now}))) as is_late${keyColumns(keys)}
    from handoff h
    left join contact c on c.id = h.contact_id
    left join account a on a.id = coalesce(h.account_id, c.account_id)
    left join (${termsTable(plan.terms, spanOf(plan))}) t
      on t.version_key = coalesce(h.sla_version_id::text, '') and t.calendar_key = coalesce(h.calendar_key, '')
    cross join lateral (
      select coalesce(min(e.at), case when h.state not in ('offered', 'expired') then h.decided_at end) as decided_at,
        coalesce(bool_or(e.what = 'accepted'), false) or h.state in ('accepted', 'returned', 'converted') as is_accepted
      from handoff_event e where e.workspace_id = h.workspace_id and e.handoff_id = h.id
        and e.what in ('accepted', 'rejected', 'recycled')) m
    cross join lateral (
      select count(*) filter (where gap_s is null or gap_s >= t.apart_s) as spaced,
        coalesce(bool_or(try.reached), false) as reached
      from (select x.reached, ${businessSeconds(sql`x.at`)} - lag(${businessSeconds(sql`x.at`)}) over (order by x.at) as gap_s
        from handoff_attempt x where x.workspace_id = h.workspace_id and x.handoff_id = h.id
          and x.at < h.offered_at + make_interval(days => coalesce(t.within_days, 3650))) try) tries
    cross join lateral (
      select coalesce(sum(${between(sql`p.at`, sql`p.until`)}), 0) as seconds
      from (select e.at, e.what, coalesce(lead(e.at) over (order by e.at), ${end}) as until
        from handoff_event e where e.workspace_id = h.workspace_id and e.handoff_id = h.id
          and e.what in ('paused', 'resumed')) p
      where p.what = 'paused' and p.at < coalesce(h.first_response_at, ${end})) paused
    where ${where} and ${plan.matches})`;
}

/** From the earliest moment that may be asked for to the present, with a day to spare. */
function spanOf(plan: SlaPlan): { from: Date; to: Date } {
  const dayMs = 86_400_000;
  const earliestMs = plan.now.getTime() - mostYears * 366 * dayMs;
  const fromMs = Math.max(earliestMs, (plan.before?.from ?? plan.window.from)?.getTime() ?? earliestMs);
  const openMs = plan.now.getTime() - 366 * dayMs;
  return { from: new Date(Math.min(fromMs, openMs)), to: new Date(plan.now.getTime() + dayMs) };
}

/** Older hand-offs count with the first of these years as their beginning. */
const mostYears = 6;

/** Where no hand-offs are kept: the leads who reached the stage of the offer, and whether they reached the next. */
function ofLifecycle(plan: SlaPlan, { window, keys }: CasesOf): SQL {
  const { offered, accepted } = plan.ranks;
  const acceptedAt = sql`(select min(r) from unnest(c.reached_at[${sql.raw(String(accepted))}:]) as r where r is not null)`;
  const where = window === 'open' ? sql`false` : reachedIn(window, plan.ranks);
  const between = sql`(${businessSeconds(sql`h.accepted_at`)} - ${businessSeconds(sql`h.offered_at`)})`;
  return sql`(
    select h.id, h.id as contact_id, h.account_id, h.owner_id, h.campaign_id, h.grade, h.state, 1 as round, h.offered_at,
      null::timestamptz as response_due_at, null::timestamptz as first_response_at,
      null::timestamptz as disposition_due_at, null::timestamptz as closed_at, null::text as reason, 0 as attempts,
      null::uuid as sla_version_id, '{}'::text[] as packet_items, '{}'::text[] as promised_items,
      h.accepted_at as decided_at, h.accepted_at is not null as is_accepted, t.day_s, 0::bigint as spaced,
      null::float8 as response_s,
      case when h.accepted_at is not null then greatest(0, ${between}) end as decision_s,
      null::float8 as completeness, 'kept' as volume_is, null::text as completeness_is,
      case h.state when 'accepted' then 'kept' when 'offered' then 'waiting' else 'broken' end as acceptance_is,
      null::text as response_is, null::text as attempts_is, null::text as disposition_is, null::text as expired_is,
      false as owes_answer, false as is_late${keyColumns(keys)}
    from (select c.id, c.account_id, c.owner_id, c.campaign_id, null::text as grade, null::uuid as pool_id,
        null::uuid as marketer_id, ${reachedAt(offered)} as offered_at, ${acceptedAt} as accepted_at,
        case when ${acceptedAt} is not null then 'accepted'
          when c.lifecycle_status = 'left' then 'rejected' else 'offered' end as state
      from contact c where ${where}) h
    join contact c on c.id = h.id
    left join account a on a.id = c.account_id
    cross join (${termsTable(lifecycleTerms(plan), spanOf(plan))}) t
    where ${plan.matches})`;
}

const lifecycleTerms = ({ agreement }: SlaPlan) => [
  {
    versionId: null,
    calendarKey: null,
    sla: agreement,
    calendar: agreement?.policy.calendars[0] ?? null,
    handoffs: 0,
  },
];
