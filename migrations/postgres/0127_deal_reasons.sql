-- Why deals were won or lost, as those who sold them say it.
create table deal_reason_choice (
  workspace_id uuid not null references workspace on delete cascade,
  outcome text not null check (outcome in ('won', 'lost')),
  key text not null check (key ~ '^[a-z0-9_]{1,60}$'),
  label text not null,
  position integer not null,
  retired boolean not null default false,
  updated_at timestamptz not null default now(),
  updated_by text,
  primary key (workspace_id, outcome, key)
);
comment on table deal_reason_choice is 'Reasons to choose from; a workspace without rows has the usual ones (reasons/usual-choices.ts)';

create table deal_reason (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  opportunity_id uuid not null references opportunity on delete cascade,
  version integer not null check (version > 0),
  outcome text not null check (outcome in ('won', 'lost')),
  reasons text[] not null check (cardinality(reasons) between 1 and 5),
  note text,
  said_at timestamptz not null,
  said_by text not null,
  user_id uuid,
  by_seller boolean not null,
  took_ms integer check (took_ms >= 0),
  unique (workspace_id, opportunity_id, version)
);
comment on table deal_reason is 'Append-only: the highest version of a deal stands, the others are what was said before';
comment on column deal_reason.by_seller is 'Whoever said it was who the deal belonged to then';
comment on column deal_reason.took_ms is 'From opening the question to saving the answer; null: nobody measured it';

-- What mattered, in the order in which it was named. The log is partitioned, so no key leads to it.
create table deal_reason_matter (
  workspace_id uuid not null references workspace on delete cascade,
  deal_reason_id uuid not null references deal_reason on delete cascade,
  position integer not null,
  kind text not null check (kind in ('asset', 'interaction', 'contact', 'teammate', 'competitor')),
  asset_id uuid references asset on delete cascade,
  interaction_id uuid,
  contact_id uuid references contact on delete cascade,
  teammate_id uuid references teammate on delete cascade,
  competitor text,
  primary key (workspace_id, deal_reason_id, position),
  check (num_nonnulls(asset_id, interaction_id, contact_id, teammate_id, competitor) = 1),
  check (case kind when 'asset' then asset_id is not null when 'interaction' then interaction_id is not null
    when 'contact' then contact_id is not null when 'teammate' then teammate_id is not null
    else competitor is not null end)
);

create function refuse_reason_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was said of a deal is append-only' using errcode = 'restrict_violation';
end $$;
create trigger refuse_reason_change before update on deal_reason for each row execute function refuse_reason_change();

-- Deals that have just been won or lost: their sellers are asked why. A queue; the job ask-why takes from it.
create table deal_reason_due (
  workspace_id uuid not null references workspace on delete cascade,
  opportunity_id uuid not null references opportunity on delete cascade,
  at timestamptz not null default now(),
  primary key (workspace_id, opportunity_id)
);

-- By whichever door the deal closed. What closed long ago comes from elsewhere with a past: nobody is asked of that.
create function ask_why() returns trigger language plpgsql as $$
begin
  if new.status = 'open' then
    delete from deal_reason_due where workspace_id = new.workspace_id and opportunity_id = new.id;
  elsif coalesce(new.closed_at, new.updated_at) >= new.updated_at - interval '14 days' then
    insert into deal_reason_due (workspace_id, opportunity_id, at) values (new.workspace_id, new.id, new.updated_at)
    on conflict do nothing;
  end if;
  return null;
end $$;
create trigger ask_why_of_new after insert on opportunity for each row when (new.status <> 'open')
  execute function ask_why();
create trigger ask_why after update of status on opportunity for each row when (old.status is distinct from new.status)
  execute function ask_why();
