-- Calendars that were uploaded or are subscribed to, and the meetings that were read in them.
create table calendar (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('upload', 'feed')),
  name text not null,
  teammate_id uuid references teammate on delete set null,
  -- Feed addresses often hold a secret; whoever reads the list sees the host only.
  url text,
  etag text,
  last_modified text,
  created_at timestamptz not null,
  created_by text not null,
  fetched_at timestamptz,
  succeeded_at timestamptz,
  last_error text,
  last_result jsonb,
  check ((kind = 'feed') = (url is not null))
);
create index calendar_of_workspace on calendar (workspace_id, created_at, id);
create unique index calendar_url on calendar (workspace_id, url) where url is not null;

create table calendar_meeting (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  uid text not null,
  -- When this one of a series was first meant to begin, in UTC; empty for a meeting that is no series.
  recurrence text not null default '',
  -- The newest edition wins, whichever calendar it came by.
  sequence integer not null default 0,
  stamped_at timestamptz,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  title text not null,
  place text,
  private boolean not null default false,
  cancelled boolean not null default false,
  organiser text,
  people jsonb not null default '[]',
  teammate_id uuid references teammate on delete set null,
  state text not null check (state in ('upcoming', 'logged', 'known', 'unknown_people', 'own', 'cancelled')),
  conversation_id uuid,
  -- The title, times and people that the log was told.
  logged_as text,
  logged_count integer not null default 0,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, uid, recurrence)
);
comment on column calendar_meeting.state is 'upcoming: has not ended; logged: in the interaction log; unknown_people: nobody there is known yet; own: only our own people; known: the log had it already';
create index calendar_meeting_due on calendar_meeting (workspace_id, state, ends_at);
create index calendar_meeting_recent on calendar_meeting (workspace_id, state, starts_at desc, id);

-- In which calendars a meeting stands, and which reading of the calendar found it last.
create table calendar_entry (
  workspace_id uuid not null references workspace on delete cascade,
  calendar_id uuid not null references calendar on delete cascade,
  meeting_id uuid not null,
  seen_at timestamptz not null,
  primary key (workspace_id, calendar_id, meeting_id),
  foreign key (workspace_id, meeting_id) references calendar_meeting (workspace_id, id) on delete cascade
);
create index calendar_entry_meeting on calendar_entry (workspace_id, meeting_id);
