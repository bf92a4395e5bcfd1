-- Where leads stand: their scores as of the latest look, and who has to be looked at again, because something happened
-- or because time passes.
create table lead_score (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  definition_id uuid not null references definition on delete cascade,
  version_id uuid not null references definition_version on delete cascade,
  fit_milli bigint not null,
  engagement_milli bigint not null,
  points_milli bigint not null generated always as (fit_milli + engagement_milli) stored,
  letter text not null check (letter in ('A', 'B', 'C', 'D')),
  level smallint not null check (level between 1 and 4),
  is_open boolean not null,
  at timestamptz not null,
  next_change_at timestamptz,
  primary key (workspace_id, contact_id, definition_id)
);
comment on column lead_score.is_open is 'Still on the way: has neither left nor come to the last stage';
comment on column lead_score.at is 'As of when it was worked out; it holds until next_change_at, unless something happens';
create index lead_score_highest on lead_score (workspace_id, definition_id, points_milli desc, contact_id) where is_open;
create index lead_score_grade on lead_score (workspace_id, definition_id, letter, level, points_milli desc, contact_id) where is_open;
create index lead_score_version on lead_score (version_id);

-- When each lead is to be looked at although nothing happens. One row a lead, written by whoever looked at it.
create table standing_due (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  due_at timestamptz not null,
  attempts integer not null default 0,
  error text,
  primary key (workspace_id, contact_id)
);
create index standing_due_next on standing_due (workspace_id, due_at);
comment on column standing_due.error is 'Why the latest look failed; it is tried again at due_at';

-- What has to be looked at because something changed. A queue, not a log: whoever takes an entry reads the records as
-- they are then, so entries need no order, and taking one twice changes nothing. No foreign key: a workspace may go
-- while it waits. Urgency 0 goes before 1, which is what came in bulk.
create table standing_change (
  id bigint generated always as identity,
  workspace_id uuid not null,
  urgency smallint not null,
  kind text not null check (kind in ('contact', 'account', 'opportunity')),
  record_id uuid not null,
  since timestamptz not null default now(),
  primary key (workspace_id, urgency, id)
);

-- Up to where the log was followed; written in the transaction that queues whom its rows concern.
create table standing_progress (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into standing_progress (position) select coalesce(max(position), 0) from interaction;

-- Everybody is looked at again where what the words mean has changed: by id, behind all that is urgent.
create table standing_sweep (
  workspace_id uuid primary key references workspace on delete cascade,
  meaning text not null,
  after_id uuid,
  started_at timestamptz not null,
  finished_at timestamptz,
  leads bigint not null default 0,
  looked_at bigint not null default 0
);
comment on column standing_sweep.meaning is 'Fingerprint of all that scores and gates rest on besides the leads';

-- More rows than that at once are an import, behind which what people do now must not wait.
create function standing_urgency(rows_changed bigint) returns smallint language sql immutable as $$
  select case when rows_changed > 50 or coalesce(current_setting('liaison.backfill', true), '') not in ('', 'off') then 1 else 0 end::smallint
$$;

create function queue_added_contacts() returns trigger language plpgsql as $$
begin
  insert into standing_change (workspace_id, urgency, kind, record_id)
  select workspace_id, standing_urgency((select count(*) from changed)), 'contact', id from changed;
  return null;
end $$;
create trigger queue_standing_added after insert on contact referencing new table as changed
  for each statement execute function queue_added_contacts();

-- Row by row with a condition: most updates change nothing that a rule could ask, and cost a comparison then.
create function queue_changed_record() returns trigger language plpgsql as $$
begin
  insert into standing_change (workspace_id, urgency, kind, record_id)
  values (new.workspace_id, standing_urgency(1), tg_argv[0], new.id);
  return null;
end $$;
create trigger queue_standing_changed after update on contact for each row
  when ((old.name, old.email, old.title, old.phone, old.city, old.country, old.persona, old.buying_role, old.channel,
      old.campaign_id, old.owner_id, old.account_id, old.custom, old.lifecycle_stage, old.lifecycle_status,
      old.lifecycle_since, old.reached_at, old.merged_into_id)
    is distinct from (new.name, new.email, new.title, new.phone, new.city, new.country, new.persona, new.buying_role,
      new.channel, new.campaign_id, new.owner_id, new.account_id, new.custom, new.lifecycle_stage, new.lifecycle_status,
      new.lifecycle_since, new.reached_at, new.merged_into_id))
  execute function queue_changed_record('contact');
create trigger queue_standing_changed after update on account for each row
  when ((old.name, old.domain, old.industry, old.segment, old.country, old.city, old.employee_count,
      old.annual_revenue_minor, old.currency, old.owner_id, old.custom, old.merged_into_id)
    is distinct from (new.name, new.domain, new.industry, new.segment, new.country, new.city, new.employee_count,
      new.annual_revenue_minor, new.currency, new.owner_id, new.custom, new.merged_into_id))
  execute function queue_changed_record('account');
create trigger queue_standing_changed after update on opportunity for each row
  when ((old.name, old.product, old.amount_minor, old.currency, old.stage, old.status, old.opened_at, old.closed_at,
      old.expected_close_on, old.campaign_id, old.owner_id, old.account_id, old.custom)
    is distinct from (new.name, new.product, new.amount_minor, new.currency, new.stage, new.status, new.opened_at,
      new.closed_at, new.expected_close_on, new.campaign_id, new.owner_id, new.account_id, new.custom))
  execute function queue_changed_record('opportunity');

-- Whose a device is, and who has a part in a deal: both tables name the contact.
create function queue_contacts_of_rows() returns trigger language plpgsql as $$
begin
  insert into standing_change (workspace_id, urgency, kind, record_id)
  select workspace_id, standing_urgency((select count(*) from changed)), 'contact', contact_id
  from (select distinct workspace_id, contact_id from changed) as c;
  return null;
end $$;
create function queue_contacts_of_both() returns trigger language plpgsql as $$
begin
  insert into standing_change (workspace_id, urgency, kind, record_id)
  select workspace_id, standing_urgency((select count(*) from changed)), 'contact', contact_id
  from (select workspace_id, contact_id from changed union select workspace_id, contact_id from was) as c;
  return null;
end $$;
create trigger queue_standing_added after insert on profile_binding referencing new table as changed
  for each statement execute function queue_contacts_of_rows();
create trigger queue_standing_changed after update on profile_binding referencing new table as changed old table as was
  for each statement execute function queue_contacts_of_both();
create trigger queue_standing_removed after delete on profile_binding referencing old table as changed
  for each statement execute function queue_contacts_of_rows();
create trigger queue_standing_added after insert on opportunity_contact referencing new table as changed
  for each statement execute function queue_contacts_of_rows();
create trigger queue_standing_changed after update on opportunity_contact referencing new table as changed old table as was
  for each statement execute function queue_contacts_of_both();
create trigger queue_standing_removed after delete on opportunity_contact referencing old table as changed
  for each statement execute function queue_contacts_of_rows();
