-- Where the buyer is in their purchase, beside where we say the lead is (lifecycle_stage).
create table buying_stage (
  workspace_id uuid not null references workspace on delete cascade,
  key text not null,
  position integer not null,
  name text not null,
  steps text[] not null default '{}',
  primary key (workspace_id, key),
  unique (workspace_id, position)
);
comment on column buying_stage.steps is 'What the buyer does in it, in order, in a few words each';

-- Nothing is overwritten: a change that was a mistake is marked as undone and counts no longer.
create table buying_stage_change (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid references contact on delete cascade,
  account_id uuid references account on delete cascade,
  opportunity_id uuid references opportunity on delete cascade,
  stage text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  source text not null check (source in ('hand', 'import', 'interaction', 'sample')),
  source_key text,
  reason text,
  actor_name text,
  undone_at timestamptz,
  undone_by text,
  undone_reason text,
  check (num_nonnulls(contact_id, account_id, opportunity_id) = 1),
  foreign key (workspace_id, stage) references buying_stage (workspace_id, key) on delete cascade
);
comment on column buying_stage_change.at is 'When the buyer came there';
comment on column buying_stage_change.source_key is 'names the fact this row states, so that stating it again changes nothing';
create index buying_stage_change_contact on buying_stage_change (workspace_id, contact_id, at desc, id desc) where contact_id is not null;
create index buying_stage_change_account on buying_stage_change (workspace_id, account_id, at desc, id desc) where account_id is not null;
create index buying_stage_change_opportunity on buying_stage_change (workspace_id, opportunity_id, at desc, id desc) where opportunity_id is not null;
create index buying_stage_change_recent on buying_stage_change (workspace_id, at desc, id desc) where undone_at is null;
create unique index buying_stage_change_fact on buying_stage_change (workspace_id, source, source_key) where source_key is not null;

-- Every workspace has the stages from its first moment on.
create function give_buying_stages() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into buying_stage (workspace_id, key, position, name, steps) values
    (new.id, 'education', 1, 'Education', '{Loosening the status quo,Committing to change}'),
    (new.id, 'solution', 2, 'Solution', '{Exploring solutions,Committing to a solution}'),
    (new.id, 'selection', 3, 'Selection', '{Justifying the decision,Making the selection}')
  on conflict do nothing;
  return null;
end $$;
create trigger give_buying_stages after insert on workspace for each row execute function give_buying_stages();
insert into buying_stage (workspace_id, key, position, name, steps)
  select w.id, s.key, s.position, s.name, s.steps
  from workspace w cross join (values
    ('education', 1, 'Education', '{Loosening the status quo,Committing to change}'::text[]),
    ('solution', 2, 'Solution', '{Exploring solutions,Committing to a solution}'),
    ('selection', 3, 'Selection', '{Justifying the decision,Making the selection}')
  ) as s(key, position, name, steps);

-- Whoever watches a timeline hears of changes of stage and owner, whichever way they came.
create function notify_timeline_marks() returns trigger language plpgsql as $$
begin
  perform pg_notify('timeline_marks', workspace_id::text) from (select distinct workspace_id from changed) as c;
  return null;
end $$;
create trigger notify_marks_added after insert on stage_change
  referencing new table as changed for each statement execute function notify_timeline_marks();
create trigger notify_marks_changed after update on stage_change
  referencing new table as changed for each statement execute function notify_timeline_marks();
create trigger notify_marks_added after insert on opportunity_stage_change
  referencing new table as changed for each statement execute function notify_timeline_marks();
create trigger notify_marks_added after insert on buying_stage_change
  referencing new table as changed for each statement execute function notify_timeline_marks();
create trigger notify_marks_changed after update on buying_stage_change
  referencing new table as changed for each statement execute function notify_timeline_marks();

create function notify_owner_marks() returns trigger language plpgsql as $$
begin
  perform pg_notify('timeline_marks', workspace_id::text)
    from (select distinct workspace_id from changed where changes ? 'ownerId') as c;
  return null;
end $$;
create trigger notify_marks_added after insert on audit_entry
  referencing new table as changed for each statement execute function notify_owner_marks();

-- The marks of a whole workspace, latest first.
create index stage_change_recent on stage_change (workspace_id, at desc, id desc) where superseded_at is null;
create index opportunity_stage_change_recent on opportunity_stage_change (workspace_id, at desc, id desc);
create index audit_entry_owner on audit_entry (workspace_id, at desc, id desc) where changes ? 'ownerId';
