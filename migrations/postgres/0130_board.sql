-- What the head says about a quarter. Earlier words stay; the latest revision holds.
create table board_note (
  workspace_id uuid not null references workspace on delete cascade,
  quarter text not null check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  revision integer not null check (revision > 0),
  text text not null,
  written_at timestamptz not null,
  written_by text not null,
  primary key (workspace_id, quarter, revision)
);
-- A page as it was kept or sent, with the figures it was made of: from them the same PDF is made again.
create table board_report (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  quarter text not null,
  cause text not null check (cause in ('kept', 'sent', 'test')),
  paper text not null check (paper in ('a4', 'letter')),
  figures jsonb not null,
  note_text text not null,
  figures_hash text not null,
  pdf_hash text not null,
  made_at timestamptz not null,
  made_by text not null
);
create index board_report_recent on board_report (workspace_id, id desc);
create function refuse_board_report_change() returns trigger language plpgsql as $$
begin
  raise exception 'a kept page of the board does not change' using errcode = 'restrict_violation';
end $$;
create trigger refuse_board_report_change before update on board_report for each row
  execute function refuse_board_report_change();

-- Somebody outside the workspace; nothing goes there before an administrator confirmed it.
create table board_address (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  address text not null,
  added_at timestamptz not null,
  added_by text not null,
  confirmed_at timestamptz,
  confirmed_by text,
  stopped_at timestamptz,
  removed_at timestamptz,
  removed_by text
);
create unique index board_address_once on board_address (workspace_id, lower(address)) where removed_at is null;

create table board_schedule (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  cadence text not null check (cadence in ('weekly', 'monthly', 'quarterly')),
  weekday integer not null check (weekday between 1 and 7),
  day_of_month integer not null check (day_of_month between 1 and 28),
  hour integer not null check (hour between 0 and 23),
  about text not null check (about in ('running', 'last')),
  paper text not null check (paper in ('a4', 'letter')),
  is_on boolean not null,
  member_ids uuid[] not null default '{}',
  address_ids uuid[] not null default '{}',
  next_at timestamptz,
  last_at timestamptz,
  -- Why the page that was due last could not be made; null: it could.
  last_error text,
  created_at timestamptz not null,
  created_by text not null,
  removed_at timestamptz
);
create index board_schedule_due on board_schedule (next_at) where is_on and removed_at is null;

-- A mail to one reader. One row of it a schedule, time and address, so that a page goes out once.
create table board_sending (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  report_id uuid not null references board_report on delete cascade,
  schedule_id uuid references board_schedule on delete set null,
  user_id uuid,
  address_id uuid references board_address on delete set null,
  name text not null,
  address text not null,
  cause text not null check (cause in ('sent', 'test')),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  error text,
  made_at timestamptz not null,
  sent_at timestamptz
);
create index board_sending_recent on board_sending (workspace_id, id desc);
create index board_sending_due on board_sending (due_at) where state = 'waiting';
create index board_sending_of on board_sending (report_id);
