import { decodeCursor, encodeCursor } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import type { FunnelDeal, FunnelFilter } from './contract.ts';
import { stageOf, windowOf } from './list-funnel-people.ts';
import { holdSnapshot, literal, planFunnel } from './plan.ts';
import { accountRecord, ownerRecord, personName } from './queries/person-columns.ts';
import { dealDepth, dealsFrom, wonDuring } from './queries/sum-deals.ts';

type Row = FunnelDeal & { place: string };

/** The won deals behind a value, largest first; deals without an amount come last. */
export async function listFunnelDeals(options: {
  tx: Tx;
  recast?: Recast | null | undefined;
  now: Date;
  filter: FunnelFilter;
  stage?: string | undefined;
  before: boolean;
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: FunnelDeal[]; nextCursor: string | null }> {
  await holdSnapshot(options.tx);
  const plan = await planFunnel(options);
  const window = windowOf(plan, options.before);
  const counts =
    options.stage === undefined
      ? sql`true`
      : sql`${dealDepth(plan, window)} >= ${literal(stageOf(plan, options.stage).rank)}`;
  const [place, lastId] = options.cursor === undefined ? [] : decodeCursor(options.cursor, 2);
  const after =
    options.cursor === undefined
      ? sql`true`
      : sql`(coalesce(o.amount_minor, -1), o.id) < (${place}::bigint, ${lastId}::uuid)`;
  const rows = await plan.tx.rows<Row>(sql`
    select o.id, coalesce(nullif(o.name, ''), 'Unnamed') as name, o.closed_at as "closedAt",
      case when o.amount_minor is not null and o.currency is not null
        then json_build_object('amountMinor', o.amount_minor, 'currency', o.currency) end as value,
      case when c.id is not null then json_build_object('id', c.id, 'name', ${personName}) end as person,
      ${accountRecord} as account, ${ownerRecord} as owner, coalesce(o.amount_minor, -1)::text as place
    from ${dealsFrom(plan, true)}
    left join teammate owner on owner.id = o.owner_id
    where ${wonDuring(plan, window)} and ${counts} and ${plan.matches} and ${after}
    order by coalesce(o.amount_minor, -1) desc, o.id desc limit ${options.limit + 1}`);
  const items = rows.slice(0, options.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ place: _place, ...deal }) => deal),
    nextCursor: rows.length > options.limit && last ? encodeCursor([last.place, last.id]) : null,
  };
}
