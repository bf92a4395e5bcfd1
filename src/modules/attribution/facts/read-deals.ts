import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';

/** A row of `journey_deal`, as ClickHouse reads it. */
export type JourneyDeal = {
  id: string;
  name: string;
  account_id: string;
  primary_id: string;
  group_ids: string[];
  owner_id: string;
  campaign_id: string;
  status: 'open' | 'won' | 'lost';
  stage: string;
  product: string;
  opened_ms: number;
  closed_ms: number | null;
  amount_minor: number | null;
  currency: string;
  custom: Record<string, string>;
};

const nobody = sql`'00000000-0000-0000-0000-000000000000'::uuid`;
const msOf = (at: SQL): SQL => sql`floor(extract(epoch from ${at}) * 1000)::bigint`;
const survivor = (kind: 'contact' | 'account', row: SQL): SQL =>
  sql`case when ${row}.merged_into_id is null then ${row}.id else surviving_record(${kind}, ${row}.id) end`;

/**
 * The next deals by id, with whose interactions may have earned them. Who is primary: whoever was named so, else who
 * joined first. A deal that is over without a day on which it closed closed when that was noted.
 */
export function readDeals(tx: Tx, options: { afterId: string; limit: number }): Promise<JourneyDeal[]> {
  return tx.rows<JourneyDeal>(sql`
    with deals as materialized (
      select * from opportunity where id > ${options.afterId}::uuid order by id limit ${options.limit})
    select o.id, o.name, coalesce(${survivor('account', sql`a`)}, ${nobody}) as account_id,
      coalesce(m.ids[1], ${nobody}) as primary_id, coalesce(m.ids, '{}') as group_ids,
      coalesce(o.owner_id, ${nobody}) as owner_id, coalesce(o.campaign_id, ${nobody}) as campaign_id, o.status,
      coalesce(o.stage, '') as stage, coalesce(o.product, '') as product, ${msOf(sql`t.opened_at`)} as opened_ms,
      case when o.status <> 'open'
        then ${msOf(sql`coalesce(o.closed_at, noted.at, greatest(t.opened_at, o.created_at))`)} end as closed_ms,
      o.amount_minor, coalesce(o.currency, '') as currency,
      coalesce((select jsonb_object_agg(key, value) from jsonb_each_text(o.custom) where value is not null), '{}') as custom
    from deals o
    cross join lateral (select coalesce(o.opened_at, least(o.created_at, o.closed_at)) as opened_at) t
    left join account a on a.id = o.account_id
    left join lateral (
      select array_agg(g.id order by g.is_primary desc, g.joined, g.id) as ids from (
        select ${survivor('contact', sql`c`)} as id, bool_or(g.is_primary) as is_primary,
          min(coalesce(g.joined_at, g.created_at)) as joined
        from opportunity_contact g join contact c on c.id = g.contact_id
        where g.workspace_id = o.workspace_id and g.opportunity_id = o.id group by 1) as g) as m on true
    left join lateral (
      select max(s.at) as at from opportunity_stage_change s
      where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.status = o.status) as noted on true
    order by o.id`);
}

/** A row of `journey_said`. */
export type Said = { record_id: string; at_ms: number; stage: string };

/** Everything said of where buyers are in their purchase, by who they are now. */
export function readSaid(tx: Tx): Promise<Said[]> {
  return tx.rows<Said>(sql`
    select coalesce(${survivor('contact', sql`c`)}, ${survivor('account', sql`a`)}, s.opportunity_id) as record_id,
      ${msOf(sql`s.at`)} as at_ms, s.stage
    from buying_stage_change s left join contact c on c.id = s.contact_id left join account a on a.id = s.account_id
    where s.undone_at is null and coalesce(c.id, a.id, s.opportunity_id) is not null
    order by s.at, s.id`);
}
