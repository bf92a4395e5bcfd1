-- An old cohort read under another version of a definition: whom it lets in, and when. Worked out in ClickHouse when it is
-- asked for, kept for a while in a few rows of many people each, and joined only by who asks for it.
create table recast (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  version_id uuid not null references definition_version on delete cascade,
  stage_key text not null,
  made_at timestamptz not null,
  step text not null,
  leads integer not null
);
comment on column recast.leads is 'How many leads the version lets in up to made_at';
create index recast_version on recast (workspace_id, version_id, made_at desc);

create table recast_part (
  workspace_id uuid not null references workspace on delete cascade,
  recast_id uuid not null references recast on delete cascade,
  part integer not null,
  contact_ids uuid[] not null,
  reached_ms bigint[] not null,
  primary key (recast_id, part)
);
comment on column recast_part.reached_ms is 'When each of contact_ids came to hold, in milliseconds since 1970';
alter table recast_part alter column contact_ids set storage external, alter column reached_ms set storage external;
