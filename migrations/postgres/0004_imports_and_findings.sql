create table import (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  preset text,
  mapping jsonb,
  dry_run boolean not null default false,
  status text not null default 'uploading' check (status in ('uploading', 'ready', 'queued', 'running', 'done', 'cancelled', 'failed')),
  files jsonb not null default '[]',
  cursor jsonb not null default '{}',
  total_bytes bigint not null default 0,
  done_bytes bigint not null default 0,
  rows_read bigint not null default 0,
  created_count bigint not null default 0,
  updated_count bigint not null default 0,
  unchanged_count bigint not null default 0,
  refused_count bigint not null default 0,
  by_record jsonb not null default '{}',
  error text,
  created_by text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index import_recent on import (workspace_id, created_at desc);

create table import_refusal (
  workspace_id uuid not null references workspace on delete cascade,
  import_id uuid not null references import on delete cascade,
  file_index integer not null,
  row_number bigint not null,
  reason_code text not null,
  reason text not null,
  column_name text,
  cells jsonb not null,
  primary key (import_id, file_index, row_number)
);

-- Something doubtful in the data: kept, shown with the records behind it, closed when the data no longer says so.
create table data_finding (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  code text not null,
  record_type text not null,
  record_id uuid not null,
  detail jsonb not null default '{}',
  found_at timestamptz not null default now(),
  dismissed_at timestamptz,
  dismissed_by text,
  dismissed_reason text,
  unique (workspace_id, code, record_type, record_id)
);
create index data_finding_code on data_finding (workspace_id, code, found_at desc);
