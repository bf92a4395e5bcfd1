import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { workspaceIs } from '../reading/scope.ts';

/**
 * Where each buyer was, from when until when: subquery `standing(key, stage, from_at, to_at)`. The key is a contact, a
 * deal or an account. A contact is where their own, their deals' and their account's changes said last; what is said of
 * a record holds for those merged into it and with it.
 */
export const standings: SQL[] = [
  sql`said as materialized (select b.id, b.contact_id, b.opportunity_id, b.account_id, b.stage, b.at
    from buying_stage_change b where ${workspaceIs(sql`b`)} and b.undone_at is null)`,
  sql`of_people as (
    select s.contact_id, s.id, s.stage, s.at from said s where s.contact_id is not null
    union all select g.contact_id, s.id, s.stage, s.at from said s join opportunity_contact g on g.opportunity_id = s.opportunity_id
    union all select c.id, s.id, s.stage, s.at from said s join contact c on c.account_id = s.account_id)`,
  sql`of_survivors as materialized (
    select distinct case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end as contact_id,
      p.id, p.stage, p.at
    from of_people p join contact c on c.id = p.contact_id)`,
  sql`same_person as (
    with recursive family as (
      select distinct contact_id as survivor, contact_id as member from of_survivors
      union select f.survivor, c.id from family f join contact c on c.merged_into_id = f.member
    ) select survivor, member from family)`,
  sql`standing as materialized (
    select key, stage, at as from_at, lead(at, 1, 'infinity') over (partition by key order by at, id) as to_at
    from (
      select m.member as key, p.id, p.stage, p.at from of_survivors p join same_person m on m.survivor = p.contact_id
      union all select opportunity_id, id, stage, at from said where opportunity_id is not null
      union all select account_id, id, stage, at from said where account_id is not null
    ) as each_key)`,
];

/** Joins the standing of a key at the time of row `i`. */
export const standingAt = (alias: SQL, key: SQL): SQL =>
  sql`left join standing ${alias} on ${alias}.key = ${key} and i.occurred_at >= ${alias}.from_at and i.occurred_at < ${alias}.to_at`;
