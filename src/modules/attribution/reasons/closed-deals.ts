import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { joinSurvivor } from '../../people/index.ts';
import type { Outcome, ReasonDeal } from './contract.ts';

/** When the deal `o` closed; where nobody wrote the day, when that was noted. As journeys have it. */
export const closedAt: SQL = sql`coalesce(o.closed_at,
  (select max(s.at) from opportunity_stage_change s
    where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.status = o.status),
  greatest(o.opened_at, o.created_at))`;

/** Where the deal `o` stood before it closed. */
const stageBefore: SQL = sql`coalesce(
  (select s.stage from opportunity_stage_change s
    where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.status = 'open' and s.stage is not null
    order by s.at desc, s.recorded_at desc, s.id desc limit 1), o.stage)`;

/** Of the deal `o`; `withNames` joins what they need. */
export const dealColumns: SQL = sql`o.id as deal_id, o.name as deal_name, o.status as deal_outcome,
  a.id as account_id, a.name as account_name, w.id as owner_id, w.name as owner_name, ${stageBefore} as deal_stage,
  o.amount_minor, o.currency, ${closedAt} as deal_closed_at`;

export const withNames: SQL = sql`${joinSurvivor('account', sql`o.account_id`, sql`a`)}
  left join teammate w on w.id = o.owner_id`;

export type DealColumns = {
  deal_id: string;
  deal_name: string;
  deal_outcome: Outcome;
  account_id: string | null;
  account_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  deal_stage: string | null;
  amount_minor: number | null;
  currency: string | null;
  deal_closed_at: Date;
};

const namedOf = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

export function dealOf(row: DealColumns): ReasonDeal {
  return {
    id: row.deal_id,
    name: row.deal_name,
    account: namedOf(row.account_id, row.account_name),
    owner: namedOf(row.owner_id, row.owner_name),
    outcome: row.deal_outcome,
    stage: row.deal_stage,
    amountMinor: row.amount_minor,
    currency: row.currency,
    closedAt: row.deal_closed_at.toISOString(),
  };
}
