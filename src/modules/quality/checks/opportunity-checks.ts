import { type SQL, sql } from '../../../platform/postgres/database.ts';

/** Each check selects record_type, record_id and detail of what is doubtful now. */

/**
 * Deals won before anybody of their buying group was first heard of, and people who were customers before anything
 * else is known of them. When a contact was created counts only where a source said it: else it is merely when it was
 * imported.
 */
export const wonBeforeFirstContact: SQL = sql`
  select 'opportunity' as record_type, o.id as record_id,
    jsonb_build_object('wonAt', o.closed_at, 'firstContactAt', f.at, 'otherIds', f.contact_ids) as detail
  from opportunity o
  cross join lateral (
    select min(s.at) as at, jsonb_agg(distinct g.contact_id) as contact_ids
    from opportunity_contact g
    join contact c on c.id = g.contact_id
    cross join lateral (
      select least(
        (select min(s.at) from stage_change s
          where s.contact_id = c.id and s.superseded_at is null and s.source <> 'opportunity' and s.stage <> 'customer'),
        (select min(i.occurred_at) from interaction i where i.contact_id = c.id and i.verified),
        c.known_since) as at
    ) s
    where g.opportunity_id = o.id
  ) f
  where o.status = 'won' and o.closed_at < f.at
  union all
  select 'contact', c.id, jsonb_build_object('wonAt', w.at, 'firstContactAt', f.at)
  from contact c
  cross join lateral (select min(s.at) as at from stage_change s
    where s.contact_id = c.id and s.superseded_at is null and s.stage = 'customer' and s.outcome = 'reached') w
  cross join lateral (
    select least(
      (select min(s.at) from stage_change s
        where s.contact_id = c.id and s.superseded_at is null and s.source <> 'opportunity' and s.stage <> 'customer'),
      (select min(i.occurred_at) from interaction i where i.contact_id = c.id and i.verified),
      c.known_since) as at
  ) f
  where c.merged_into_id is null and c.lifecycle_stage = 'customer' and w.at < f.at
    and not exists (select from opportunity_contact g join opportunity o on o.id = g.opportunity_id
      where g.contact_id = c.id and o.status = 'won')`;

export const wonWithoutCloseDate: SQL = sql`
  select 'opportunity' as record_type, o.id as record_id, '{}'::jsonb as detail
  from opportunity o where o.status = 'won' and o.closed_at is null`;

export const closedWithoutAmount: SQL = sql`
  select 'opportunity' as record_type, o.id as record_id, jsonb_build_object('wonAt', o.closed_at) as detail
  from opportunity o where o.status = 'won' and o.amount_minor is null`;

export const opportunityWithoutAccount: SQL = sql`
  select 'opportunity' as record_type, o.id as record_id, jsonb_build_object('stage', coalesce(o.stage, o.status)) as detail
  from opportunity o where o.account_id is null`;

export const opportunityWithoutPeople: SQL = sql`
  select 'opportunity' as record_type, o.id as record_id, jsonb_build_object('stage', coalesce(o.stage, o.status)) as detail
  from opportunity o where not exists (select from opportunity_contact g where g.opportunity_id = o.id)`;

// Below this likeness a product's name is another name, not another spelling.
const leastLikeness = 0.3;

/** Each distinct text is compared once, however many deals carry it. */
export const unknownProduct: SQL = sql`
  with text as (select distinct o.product from opportunity o where o.product is not null),
    unknown as (select t.product, likely.name from text t
      left join lateral (select p.name from product p where similarity(p.name, t.product) >= ${leastLikeness}
        order by similarity(p.name, t.product) desc, p.name limit 1) likely on true
      where exists (select from product) and not exists (select from product p where lower(p.name) = lower(trim(t.product))))
  select 'opportunity' as record_type, o.id as record_id,
    jsonb_build_object('product', o.product, 'likely', u.name) as detail
  from opportunity o join unknown u on u.product = o.product`;
