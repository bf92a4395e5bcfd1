import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import { type Money, worthSql } from '../../settings/money.ts';
import { type LeadsOptions, leadsSql, namesSql, quoted } from '../leads-sql.ts';
import type { ValuePlan } from '../plan.ts';

export type Revenue = {
  /** Minor units by `row:<key>`, `marketing`, `baseline`. */
  byName: Map<string, number>;
  dealsWithoutRate: number;
  dealsWithoutPeople: number;
};

/** What a lead gets of a deal: an even share by largest remainder, whose odd units go to the first of the group. */
const shareSql = `sign(worth) * (intDiv(abs(worth), deal.people) + (deal.nth <= abs(worth) % deal.people))`;

/**
 * Won deals up to now, each shared evenly among the people of its buying group by largest remainder; who came in during
 * the period brings their part to their row.
 */
export async function readRevenue(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  plan: ValuePlan,
  options: LeadsOptions & { money: Money },
): Promise<Revenue> {
  const ofWorkspace = `workspace_id = toUUID(${quoted(plan.workspaceId)})`;
  const worth = worthSql(options.money, {
    amount: 'deal.amount_minor',
    currency: 'deal.currency',
    ms: 'deal.closed_ms',
  });
  const [sums, alone] = await Promise.all([
    rowsOf<{ name: string; minor: number; withoutRate: string[] }>(
      clickhouse,
      `select name, sum(ifNull(${shareSql}, 0)) as minor, groupUniqArrayIf(deal.deal_id, worth is null) as withoutRate
      from (
        select ${namesSql} as name, deal, ${worth} as worth from (
          select key, is_marketing, is_baseline, arrayJoin(won) as deal from (${leadsSql(plan, options)})))
      group by name`,
    ),
    rowsOf<{ deals: number }>(
      clickhouse,
      `select count() as deals from journey_deal where ${ofWorkspace} and status = 'won' and empty(group_ids)
        and closed_ms >= ${plan.range.fromMs} and closed_ms < ${plan.range.toMs}`,
    ),
  ]);
  return {
    byName: new Map(sums.map(({ name, minor }) => [name, minor])),
    dealsWithoutRate: new Set(sums.flatMap(({ withoutRate }) => withoutRate)).size,
    dealsWithoutPeople: alone[0]?.deals ?? 0,
  };
}
