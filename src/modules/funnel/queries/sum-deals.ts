import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import {
  contacts,
  depth,
  enteredAt,
  type FunnelPlan,
  type PeopleSource,
  type Window,
  within,
} from '../plan.ts';

export type DealGroup = {
  hasPerson: boolean;
  depth: number;
  currency: string | null;
  deals: number;
  amountMinor: number;
};

/**
 * A deal belongs to one person of its buying group: the primary contact, else the one who was in it first. Its account
 * is its own, else that person's. Aliases: `o` the deal, `c` the person, `a` the account.
 */
export function dealsFrom(plan: PeopleSource & Pick<FunnelPlan, 'readsAccount'>, alsoAccount = false): SQL {
  const people = sql`opportunity o
    left join lateral (
      select member.contact_id from opportunity_contact member
      where member.workspace_id = o.workspace_id and member.opportunity_id = o.id
      order by member.is_primary desc, member.created_at, member.contact_id limit 1) main on true
    left join ${contacts(plan)} c on c.id = main.contact_id`;
  if (!plan.readsAccount && !alsoAccount) return people;
  return sql`${people} left join account a on a.id = coalesce(o.account_id, c.account_id)`;
}

/** cohort: won with someone who came in during the window. period: won during it. No window: every won deal. */
export function wonDuring(plan: FunnelPlan, window: Window): SQL {
  if (!window.from && !window.to) return sql`o.status = 'won'`;
  const moment = plan.range.mode === 'period' ? sql`o.closed_at` : enteredAt;
  return sql`o.status = 'won' and ${within(moment, window)}`;
}

/** The stages for which a deal's person counts; 0 where it has none. */
export const dealDepth = (plan: FunnelPlan, window: Window): SQL =>
  sql`case when c.id is null then 0 else ${depth(plan, window)} end`;

/** The won deals of the window, each once. */
export async function sumDeals(plan: FunnelPlan, window: Window): Promise<DealGroup[]> {
  return plan.tx.rows<DealGroup>(sql`
    select c.id is not null as "hasPerson", ${dealDepth(plan, window)} as depth, o.currency,
      count(*) as deals, coalesce(sum(o.amount_minor), 0) as "amountMinor"
    from ${dealsFrom(plan)}
    where ${wonDuring(plan, window)} and ${plan.matches}
    group by 1, 2, 3`);
}
