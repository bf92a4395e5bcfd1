import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import { splitExactly } from '../../models/split-exactly.ts';
import type { Exchange } from '../costs/exchange.ts';
import { type LeadsOptions, leadsSql, namesSql, quoted } from '../leads-sql.ts';
import type { ValuePlan } from '../plan.ts';

export type Revenue = {
  /** Minor units by `row:<key>`, `marketing`, `baseline`. */
  byName: Map<string, number>;
  dealsWithoutRate: number;
  dealsWithoutPeople: number;
};

type Part = {
  dealId: string;
  amountMinor: number;
  currency: string;
  closedMs: number;
  people: number;
  nth: number;
  name: string;
};

/**
 * Won deals up to now, each shared evenly among the people of its buying group by largest remainder; who came in during
 * the period brings their part to their row.
 */
export async function readRevenue(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  plan: ValuePlan,
  options: LeadsOptions & { exchange: Exchange },
): Promise<Revenue> {
  const ofWorkspace = `workspace_id = toUUID(${quoted(plan.workspaceId)})`;
  const parts = await rowsOf<Part>(
    clickhouse,
    `select toString(deal_id) as dealId, amount as amountMinor, currency, closed_ms as closedMs, people, nth, name
    from (
      select id as deal_id, amount_minor as amount, currency, closed_ms, length(group_ids) as people, member.1 as id,
        member.2 as nth
      from journey_deal array join arrayZip(group_ids, arrayEnumerate(group_ids)) as member
      where ${ofWorkspace} and status = 'won' and amount_minor is not null) as part
    inner join (select id, ${namesSql} as name from (${leadsSql(plan, options)})) as lead using (id)
    order by dealId, nth`,
  );
  const [alone] = await rowsOf<{ deals: number }>(
    clickhouse,
    `select count() as deals from journey_deal where ${ofWorkspace} and status = 'won' and empty(group_ids)
      and closed_ms >= ${plan.range.fromMs} and closed_ms < ${plan.range.toMs}`,
  );
  return { ...shareOut(parts, options.exchange), dealsWithoutPeople: alone?.deals ?? 0 };
}

function shareOut(parts: readonly Part[], exchange: Exchange) {
  const byName = new Map<string, number>();
  const withoutRate = new Set<string>();
  const pieces = new Map<string, number[] | null>();
  for (const part of parts) {
    let shares = pieces.get(part.dealId);
    if (shares === undefined) {
      const amount = exchange(part.amountMinor, part.currency, part.closedMs);
      shares = amount === null ? null : splitExactly(amount, new Array<number>(part.people).fill(1));
      pieces.set(part.dealId, shares);
    }
    if (shares === null) withoutRate.add(part.dealId);
    else byName.set(part.name, (byName.get(part.name) ?? 0) + (shares[part.nth - 1] ?? 0));
  }
  return { byName, dealsWithoutRate: withoutRate.size };
}
