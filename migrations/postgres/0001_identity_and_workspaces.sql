-- Who may sign in (auth_*), and the workspaces, members and keys that bind them to one company's data.
-- Application queries run as liaison_app: a role that cannot log in and cannot bypass row-level security.
do $$
begin
  if not exists (select from pg_roles where rolname = 'liaison_app') then
    create role liaison_app nologin;
  end if;
  execute format('grant liaison_app to %I', current_user);
end $$;

create extension if not exists pg_trgm;

create table auth_user (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table workspace (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  logo text,
  metadata text,
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now()
);

create table auth_session (
  id uuid primary key,
  token text not null unique,
  user_id uuid not null references auth_user on delete cascade,
  active_workspace_id uuid references workspace on delete set null,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_session_user on auth_session (user_id);

create table auth_account (
  id uuid primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references auth_user on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_account_user on auth_account (user_id);

create table auth_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_verification_identifier on auth_verification (identifier);

create table member (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  user_id uuid not null references auth_user on delete cascade,
  role text not null check (role in ('admin', 'marketing', 'sales', 'liaison', 'viewer')),
  created_at timestamptz not null default now(),
  unique (workspace_id, user_id)
);
create index member_user on member (user_id);

create table invitation (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  email text not null,
  role text not null check (role in ('admin', 'marketing', 'sales', 'liaison', 'viewer')),
  status text not null default 'pending',
  inviter_id uuid not null references auth_user on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index invitation_workspace on invitation (workspace_id);

-- API tokens. Managed by the API-key plugin; reference_id is the workspace (see workspace_id).
create table api_token (
  id uuid primary key,
  config_id text not null default 'default',
  name text,
  start text,
  prefix text,
  key text not null unique,
  reference_id uuid not null references workspace on delete cascade,
  workspace_id uuid generated always as (reference_id) stored,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean not null default true,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window integer,
  rate_limit_max integer,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  permissions text,
  metadata text
);
create index api_token_reference on api_token (reference_id);

-- A tracking key may only write interactions; it is public by nature (it stands in web pages).
create table write_key (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  key text not null unique,
  created_by text,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index write_key_workspace on write_key (workspace_id);

-- Who changed what. actor_kind: member, token, write_key, automation (LIAISON_ADMIN_TOKEN, command line), system.
create table audit_entry (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  at timestamptz not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  record_type text not null,
  record_id uuid,
  record_label text,
  changes jsonb not null default '{}',
  reason text
);
create index audit_entry_recent on audit_entry (workspace_id, at desc, id desc);
create index audit_entry_record on audit_entry (workspace_id, record_type, record_id, at desc);

-- Result of a creation by Idempotency-Key, committed together with what it created.
create table idempotent_request (
  workspace_id uuid not null references workspace on delete cascade,
  key text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, key)
);
