import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { keyOf } from './places.ts';

export type WaitingDeal = {
  id: string;
  amountMinor: number | null;
  currency: string | null;
  /** Where its buyer is; null: nobody said. */
  stage: string | null;
  since: Date | null;
  /** Keys of the personas in its group. */
  personas: string[];
};

/**
 * Open deals, with who is in their group and where the buyer is in the purchase: what was last said of the deal, of one
 * of its people or of their company.
 */
export async function readWaitingDeals(tx: Tx): Promise<WaitingDeal[]> {
  const rows = await tx.rows<Omit<WaitingDeal, 'personas'> & { personas: string[] | null }>(sql`
    with open as materialized (
      select o.id, o.amount_minor, o.currency, surviving_record('account', o.account_id) as account_id
      from opportunity o where o.status = 'open'),
    -- Materialized: a function in the condition of a join keeps row-level security from any index of the people.
    members as materialized (
      select g.opportunity_id,
        case when m.merged_into_id is null then m.id else surviving_record('contact', m.id) end as contact_id
      from open o join opportunity_contact g on g.opportunity_id = o.id join contact m on m.id = g.contact_id),
    people as materialized (
      select m.opportunity_id, c.id as contact_id, c.persona from members m join contact c on c.id = m.contact_id),
    said as (
      select o.id as deal_id, s.stage, s.at, s.id from open o
      join buying_stage_change s on s.opportunity_id = o.id and s.undone_at is null
      union all
      select p.opportunity_id, s.stage, s.at, s.id from people p
      join buying_stage_change s on s.contact_id = p.contact_id and s.undone_at is null
      union all
      select o.id, s.stage, s.at, s.id from open o
      join buying_stage_change s on s.account_id = o.account_id and s.undone_at is null),
    latest as (select distinct on (deal_id) deal_id, stage, at from said order by deal_id, at desc, id desc)
    select o.id, o.amount_minor as "amountMinor", o.currency, l.stage, l.at as since,
      (select array_agg(distinct p.persona) from people p where p.opportunity_id = o.id and p.persona <> '') as personas
    from open o left join latest l on l.deal_id = o.id`);
  return rows.map((row) => ({ ...row, personas: [...new Set((row.personas ?? []).map(keyOf))] }));
}

export type OpenRequest = { id: string; persona: string; buyingStage: string };

/** Open requests that say for whom and when. */
export async function readOpenRequests(tx: Tx): Promise<OpenRequest[]> {
  const rows =
    await tx.rows<OpenRequest>(sql`select id, persona, buying_stage as "buyingStage" from content_request
    where closed_at is null and persona is not null and buying_stage is not null`);
  return rows.map((row) => ({ ...row, persona: keyOf(row.persona) }));
}
