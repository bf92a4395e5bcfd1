import { type SQL, sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { SlaPlan } from '../plan.ts';

export type RevenueGroup = { isAccepted: boolean; leads: number; won: number };
export type RevenueMoney = {
  isAccepted: boolean;
  currency: string | null;
  deals: number;
  amountMinor: number;
};

/**
 * Won deals, each under one hand-off: that of its primary contact (else of who was in it first) that was the latest when
 * the deal was opened. So a deal counts once, also where a lead was offered twice.
 */
export function wonDealsOf(plan: SlaPlan): SQL {
  const latest =
    plan.source === 'handoffs'
      ? sql`select h.id from handoff h where h.workspace_id = o.workspace_id and h.contact_id = main.contact_id
          and h.state <> 'withdrawn' and h.offered_at <= o.closed_at
        order by h.offered_at <= coalesce(o.opened_at, o.closed_at) desc, h.offered_at desc, h.id limit 1`
      : sql`select main.contact_id as id`;
  return sql`(
    select o.id, o.currency, o.amount_minor, o.closed_at, latest.id as case_id
    from opportunity o
    cross join lateral (
      select member.contact_id from opportunity_contact member
      where member.workspace_id = o.workspace_id and member.opportunity_id = o.id
      order by member.is_primary desc, member.created_at, member.contact_id limit 1) main
    cross join lateral (${latest}) latest
    where o.status = 'won')`;
}

/** How many leads that sales took, and how many it did not, became customers since. Those without an answer are in neither. */
export async function countWonLeads(plan: SlaPlan): Promise<RevenueGroup[]> {
  return plan.tx.rows<RevenueGroup>(sql`
    select k.acceptance_is = 'kept' as "isAccepted", count(*) as leads, count(d.case_id) as won
    from ${casesOf(plan, { window: plan.window })} k
    left join (select distinct case_id from ${wonDealsOf(plan)} d) d on d.case_id = k.id
    where k.acceptance_is <> 'waiting' group by 1`);
}

/** The won deals of leads that sales took, and of those it did not. */
export async function sumRevenue(plan: SlaPlan): Promise<RevenueMoney[]> {
  return plan.tx.rows<RevenueMoney>(sql`
    select k.acceptance_is = 'kept' as "isAccepted", d.currency, count(*) as deals,
      coalesce(sum(d.amount_minor), 0) as "amountMinor"
    from ${casesOf(plan, { window: plan.window })} k join ${wonDealsOf(plan)} d on d.case_id = k.id
    where k.acceptance_is <> 'waiting' group by 1, 2`);
}
