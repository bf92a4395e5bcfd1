-- A profile's one contact becomes a fact and a binding.
insert into identity_fact (id, workspace_id, kind, at, received_at, profile_id, contact_id, source, settled_at)
select uuidv7(), workspace_id, 'import', first_seen_at, coalesce(bound_at, created_at), id, contact_id,
  coalesce(bound_by, 'import'), now()
from profile where contact_id is not null;
insert into identity_person (workspace_id, person_key, contact_id, made)
select distinct workspace_id, 'contact:' || contact_id, contact_id, false from profile where contact_id is not null;
insert into profile_binding (id, workspace_id, profile_id, contact_id, fact_id, bound_at, person_key)
select uuidv7(), workspace_id, profile_id, contact_id, id, received_at, 'contact:' || contact_id
from identity_fact where kind = 'import';
alter table profile drop column contact_id, drop column bound_at, drop column bound_by;
