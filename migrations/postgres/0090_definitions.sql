-- What words mean: versions that never change, signed by both sides.
create table definition (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('term', 'stage', 'scoring', 'test', 'reject_reasons', 'persona')),
  key text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  unique (workspace_id, key)
);

create table definition_version (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  definition_id uuid not null references definition on delete cascade,
  number integer not null,
  status text not null check (status in ('draft', 'proposed', 'signed', 'in_force', 'superseded', 'withdrawn')),
  body jsonb not null,
  hash text not null,
  note text,
  side text check (side in ('marketing', 'sales')),
  answers_id uuid references definition_version,
  created_at timestamptz not null default now(),
  created_by text not null,
  created_by_user_id uuid references auth_user on delete set null,
  proposed_at timestamptz,
  wanted_from date,
  signed_at timestamptz,
  in_force_from timestamptz,
  in_force_to timestamptz,
  came_with_workspace boolean not null default false,
  backtest jsonb,
  backtest_at timestamptz,
  backtest_problem text,
  unique (definition_id, number)
);
comment on column definition_version.hash is 'SHA-256 of the text; what a signature is given for';
comment on column definition_version.came_with_workspace is 'in force without signatures: a start, and said to be one';
create index definition_version_workspace on definition_version (workspace_id, status);
create unique index definition_version_in_force on definition_version (definition_id) where status = 'in_force';

-- Once proposed, a text stays as it is for good.
create function refuse_definition_change() returns trigger language plpgsql as $$
begin
  raise exception 'a definition''s text does not change once it was proposed' using errcode = 'restrict_violation';
end $$;
create trigger refuse_definition_change before update on definition_version for each row
  when (old.status <> 'draft' and (old.body is distinct from new.body or old.hash is distinct from new.hash or old.number <> new.number))
  execute function refuse_definition_change();

create table definition_signature (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  version_id uuid not null references definition_version on delete cascade,
  side text not null check (side in ('marketing', 'sales')),
  user_id uuid not null,
  name text not null,
  at timestamptz not null default now(),
  hash text not null,
  unique (version_id, user_id)
);
comment on column definition_signature.user_id is 'no reference: a signature outlives the person''s account';
create index definition_signature_workspace on definition_signature (workspace_id, version_id);

create table definition_objection (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  version_id uuid not null references definition_version on delete cascade,
  side text not null check (side in ('marketing', 'sales')),
  user_id uuid not null,
  name text not null,
  at timestamptz not null default now(),
  reason text not null,
  settled_at timestamptz
);
create index definition_objection_version on definition_objection (workspace_id, version_id);

create table definition_event (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  definition_id uuid not null references definition on delete cascade,
  at timestamptz not null default now(),
  what text not null,
  version_number integer,
  side text,
  name text not null,
  text text
);
create index definition_event_recent on definition_event (workspace_id, definition_id, at desc, id desc);

create table signing_rule (
  workspace_id uuid not null references workspace on delete cascade,
  side text not null check (side in ('marketing', 'sales')),
  roles text[] not null,
  quorum integer not null check (quorum >= 1),
  primary key (workspace_id, side)
);

create table question (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  definition_id uuid references definition on delete cascade,
  version_id uuid references definition_version on delete cascade,
  figure_key text,
  figure_label text,
  figure_href text,
  quote text,
  text text not null,
  user_id uuid not null,
  name text not null,
  side text,
  at timestamptz not null default now(),
  settled_at timestamptz,
  check (definition_id is not null or figure_key is not null)
);
create index question_open on question (workspace_id, at desc, id desc) where settled_at is null;
create index question_recent on question (workspace_id, at desc, id desc);
create index question_definition on question (workspace_id, definition_id, at desc) where definition_id is not null;

create table question_answer (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  question_id uuid not null references question on delete cascade,
  text text not null,
  user_id uuid not null,
  name text not null,
  side text,
  at timestamptz not null default now()
);
create index question_answer_question on question_answer (workspace_id, question_id, at);

-- How many qualified leads sales can work in a month, as they say themselves.
create table sales_capacity (
  workspace_id uuid primary key references workspace on delete cascade,
  leads_per_month integer not null check (leads_per_month > 0),
  changed_at timestamptz not null default now(),
  changed_by text not null
);
