import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { companyDomainOf } from '../../people/index.ts';

// Addresses that many people of many companies have, such as info@; they say nothing about who somebody is.
const mostPeopleOfLocalPart = 20;
const leastLocalPartLength = 4;
const leastPhoneDigits = 7;
// Trigram likeness above which two names are one name, typed twice.
const leastNameLikeness = 0.5;

/**
 * People who may be here twice: the same name in the same account; the same name and phone number; a like name and the
 * same e-mail address before the @, unless each is known to be in another company; a user of a tracker who gave the
 * addresses of both, or whose id the other carries; or an address that a source said of one and that belongs to
 * another (which ingest wrote down, for the data itself no longer shows it). Each pair is told once, of the younger
 * record.
 */
export const duplicatePeople: SQL = sql`
  with person as materialized (
    select c.id, c.account_id, c.name, lower(regexp_replace(c.name, '[^[:alnum:]]+', '', 'g')) as plain_name,
      regexp_replace(c.phone, '[^0-9]+', '', 'g') as digits, lower(split_part(c.email, '@', 1)) as local_part
    from contact c where c.merged_into_id is null
  ),
  pair as (
    select id, first_value(id) over (partition by plain_name, account_id order by id) as other_id, 'same_account' as why
    from person where plain_name <> '' and account_id is not null
    union all
    select id, first_value(id) over (partition by plain_name, digits order by id), 'same_phone'
    from person where plain_name <> '' and length(digits) >= ${leastPhoneDigits}
    union all
    select p.id, o.id, 'same_address' from person p
    join person o on o.local_part = p.local_part and o.id < p.id and similarity(o.name, p.name) >= ${leastNameLikeness}
      and (o.account_id = p.account_id or o.account_id is null or p.account_id is null)
    where length(p.local_part) >= ${leastLocalPartLength} and p.local_part in (
      select local_part from person where local_part is not null
      group by local_part having count(*) between 2 and ${mostPeopleOfLocalPart})
    union all
    select f.record_id, o.id, 'said_email' from data_finding f
    join contact c on c.id = f.record_id and c.merged_into_id is null
    join contact o on o.id = (f.detail -> 'otherIds' ->> 0)::uuid and o.merged_into_id is null
    where f.code = 'duplicate_people' and f.detail ->> 'why' = 'said_email' and lower(o.email) = f.detail ->> 'email'
    union all
    select greatest(c.id, o.id), least(c.id, o.id), 'same_user' from identity_user u
    cross join lateral unnest(u.emails[2:]) as other(email)
    join contact c on lower(c.email) = u.emails[1] and c.merged_into_id is null
    join contact o on lower(o.email) = other.email and o.merged_into_id is null
    where cardinality(u.emails) > 1
    union all
    select greatest(h.id, c.id), least(h.id, c.id), 'same_user' from identity_user u
    join identity_person p on p.person_key = u.person_key
    join contact pc on pc.id = p.contact_id
    join contact c on c.id = coalesce(pc.merged_into_id, pc.id) and c.merged_into_id is null
    join external_id e on e.record_type = 'contact' and e.system = 'tracking' and e.external_id = u.user_id
    join contact h on h.id = e.record_id and h.merged_into_id is null and h.id <> c.id
  ),
  found as (select distinct on (id) id, other_id, why from pair where id <> other_id order by id, (why <> 'said_email'), why)
  select 'contact' as record_type, found.id as record_id,
    jsonb_build_object('why', found.why, 'otherIds', jsonb_build_array(found.other_id))
      || case when found.why = 'said_email' then (select jsonb_build_object('email', f.detail -> 'email') from data_finding f
        where f.code = 'duplicate_people' and f.record_type = 'contact' and f.record_id = found.id) else '{}' end as detail
  from found`;

/** People with a company's address and no account; which domains are companies' is not the database's to say. */
export async function contactWithoutAccount(tx: Tx): Promise<SQL> {
  const domains = await tx.rows<{ domain: string }>(sql`
    select distinct lower(split_part(c.email, '@', 2)) as domain from contact c
    where c.account_id is null and c.merged_into_id is null and c.email is not null`);
  const ofCompanies = domains
    .map((row) => row.domain)
    .filter((domain) => companyDomainOf(`x@${domain}`) !== null);
  return sql`
    select 'contact' as record_type, c.id as record_id, jsonb_build_object('email', c.email) as detail from contact c
    where c.account_id is null and c.merged_into_id is null and c.account_source is distinct from 'hand'
      and lower(split_part(c.email, '@', 2)) = any(${sql.param(ofCompanies)}::text[])`;
}
