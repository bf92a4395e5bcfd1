-- Who is who: what settling identity facts keeps, and what tells the projection that somebody is somebody else now.

-- A fact that cannot be worked out waits by itself and is tried again; others go on.
alter table identity_fact
  add column attempts integer not null default 0,
  add column error text,
  add column retry_at timestamptz not null default '-infinity';
drop index identity_fact_waiting;
create index identity_fact_waiting on identity_fact (workspace_id, retry_at, id) where settled_at is null;
create index identity_fact_alias on identity_fact (workspace_id, user_id) where previous_user_id is not null;
create index identity_fact_group on identity_fact (workspace_id, group_id) where group_id is not null;
create index identity_fact_group_user on identity_fact (workspace_id, user_id) where group_id is not null;
create index identity_fact_group_profile on identity_fact (workspace_id, profile_id) where group_id is not null;

-- An alias may name a profile before there is one. Touching the alias makes it wait again, also where it is being
-- settled this moment. By index, whatever the statistics say: doors make thousands of profiles a second.
create function note_aliased_profiles() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  update identity_fact f set settled_at = null from added p
  where f.workspace_id = p.workspace_id and f.previous_user_id = p.anonymous_id;
  return null;
end $$;
create trigger note_aliased_profiles after insert on profile referencing new table as added
  for each statement execute function note_aliased_profiles();

-- Who each user is found to be, by the facts settled so far.
create table identity_user (
  workspace_id uuid not null references workspace on delete cascade,
  user_id text not null,
  person_key text not null,
  emails text[] not null default '{}',
  contact_id uuid,
  primary key (workspace_id, user_id)
);
comment on column identity_user.emails is 'All addresses the user gave, the earliest first';
comment on column identity_user.contact_id is 'The contact that carries the user''s id, where it was given it here';
create index identity_user_person on identity_user (workspace_id, person_key);
create index identity_user_addresses on identity_user (workspace_id) where cardinality(emails) > 1;

-- Which contact a person is. Stays as it is when contacts are merged: whoever reads it follows merges, so that undoing
-- one is enough.
create table identity_person (
  workspace_id uuid not null references workspace on delete cascade,
  person_key text not null,
  contact_id uuid not null references contact on delete cascade,
  made boolean not null,
  primary key (workspace_id, person_key)
);
comment on column identity_person.made is 'The contact was made for this person; else it was there before';
create index identity_person_contact on identity_person (workspace_id, contact_id);

-- What trackers wrote into records, to tell it from what people and other systems said.
create table identity_trait (
  workspace_id uuid not null references workspace on delete cascade,
  record_id uuid not null,
  field text not null,
  value text not null,
  at timestamptz not null,
  primary key (workspace_id, record_id, field)
);

alter table profile_binding add column person_key text not null default '';
alter table identity_withdrawal add column person_keys text[] not null default '{}';
comment on column identity_withdrawal.person_keys is 'All keys by which facts on the profile named this person';

-- What the projection has still to be told. A queue, not a log: whoever takes an entry reads the record as it is then,
-- so entries need no order, and taking one twice changes nothing. No foreign key: a workspace may go while it waits.
create table identity_change (
  id bigint generated always as identity primary key,
  workspace_id uuid not null,
  kind text not null check (kind in ('profile', 'contact', 'account')),
  record_id uuid not null
);

-- How often the projection was told. ClickHouse keeps the same number in what it was told: where it knows less than
-- this, it has lost something and is told everything again.
create table identity_projection (
  only_row boolean primary key default true check (only_row),
  version bigint not null
);
insert into identity_projection (version) values (1);

create function note_bound_profiles() returns trigger language plpgsql as $$
begin
  insert into identity_change (workspace_id, kind, record_id)
  select distinct workspace_id, 'profile', profile_id from changed;
  return null;
end $$;
create trigger note_bound after insert on profile_binding referencing new table as changed
  for each statement execute function note_bound_profiles();
create trigger note_rebound after update on profile_binding referencing new table as changed
  for each statement execute function note_bound_profiles();
create trigger note_unbound after delete on profile_binding referencing old table as changed
  for each statement execute function note_bound_profiles();

create function note_new_contacts() returns trigger language plpgsql as $$
begin
  insert into identity_change (workspace_id, kind, record_id) select workspace_id, 'contact', id from changed;
  return null;
end $$;
create trigger note_new_contacts after insert on contact referencing new table as changed
  for each statement execute function note_new_contacts();

create function note_changed_record() returns trigger language plpgsql as $$
begin
  insert into identity_change (workspace_id, kind, record_id) values (new.workspace_id, tg_argv[0], new.id);
  return null;
end $$;
create trigger note_changed_contact after update on contact for each row
  when (old.merged_into_id is distinct from new.merged_into_id or old.account_id is distinct from new.account_id)
  execute function note_changed_record('contact');
create trigger note_changed_account after update on account for each row
  when (old.merged_into_id is distinct from new.merged_into_id)
  execute function note_changed_record('account');
create trigger note_changed_profile after update on profile for each row
  when (old.account_id is distinct from new.account_id)
  execute function note_changed_record('profile');
