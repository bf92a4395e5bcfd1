-- The loading of the sample company: its place is kept with what was loaded, so that it goes on after a stop.
create table sample_load (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  seed integer not null,
  scale double precision not null,
  end_at timestamptz not null,
  status text not null default 'running' check (status in ('running', 'done', 'failed')),
  next_story integer not null default 0,
  story_count integer not null,
  contact_count bigint not null default 0,
  interaction_count bigint not null default 0,
  error text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (workspace_id, seed, scale, end_at)
);
