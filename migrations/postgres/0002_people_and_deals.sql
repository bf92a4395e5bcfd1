-- Accounts, contacts, profiles and opportunities, with what other systems call them.
create table teammate (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  email text,
  side text check (side in ('marketing', 'sales', 'liaison')),
  team text,
  user_id uuid references auth_user on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table teammate is 'Someone on our side who owns records or talks to buyers; may or may not be a signed-in member';
create unique index teammate_email on teammate (workspace_id, lower(email)) where email is not null;
create index teammate_name on teammate (workspace_id, lower(name));

create table campaign (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  type text,
  status text,
  channel text,
  objective text,
  starts_on date,
  ends_on date,
  budget_minor bigint,
  cost_minor bigint,
  currency text,
  owner_id uuid references teammate,
  custom jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index campaign_name on campaign (workspace_id, lower(name));

create table product (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  family text,
  list_price_minor bigint,
  currency text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index product_name on product (workspace_id, lower(name));

create table asset (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  title text not null,
  type text,
  url text,
  audience text not null default 'buyer' check (audience in ('buyer', 'seller')),
  personas text[] not null default '{}',
  buying_stages text[] not null default '{}',
  campaign_id uuid references campaign,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index asset_title on asset (workspace_id, lower(title));

create table account (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  domain text,
  website text,
  industry text,
  segment text,
  employee_count integer,
  annual_revenue_minor bigint,
  currency text,
  country text,
  city text,
  phone text,
  description text,
  parent_id uuid references account,
  owner_id uuid references teammate,
  custom jsonb not null default '{}',
  search_text text generated always as (lower(name || ' ' || coalesce(domain, ''))) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  merged_into_id uuid references account
);
create index account_recent on account (workspace_id, created_at desc, id desc) where merged_into_id is null;
create index account_name on account (workspace_id, lower(name), id) where merged_into_id is null;
create index account_domain_lookup on account (workspace_id, domain) where domain is not null;
create index account_owner on account (workspace_id, owner_id, id) where merged_into_id is null;
create index account_search on account using gin (search_text gin_trgm_ops);
create index account_merged on account (merged_into_id) where merged_into_id is not null;

-- lifecycle_* and reached_at are derived from stage_change; see src/modules/people/lifecycle.
create table contact (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid references account,
  account_source text check (account_source in ('domain', 'external_id', 'name', 'hand', 'import')),
  email text,
  first_name text,
  last_name text,
  name text not null default '',
  title text,
  phone text,
  city text,
  country text,
  persona text,
  buying_role text,
  channel text,
  campaign_id uuid references campaign,
  owner_id uuid references teammate,
  custom jsonb not null default '{}',
  lifecycle_stage text,
  lifecycle_status text not null default 'open' check (lifecycle_status in ('open', 'left')),
  lifecycle_since timestamptz,
  lifecycle_reason text,
  reached_at timestamptz[] not null default '{}',
  last_interaction_at timestamptz,
  search_text text generated always as (lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(title, ''))) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  merged_into_id uuid references contact
);
comment on column contact.channel is 'Where the person first came from: the original source';
comment on column contact.reached_at is 'When each lifecycle stage was first reached, in stage order; null where it was skipped or not reached';
create index contact_recent on contact (workspace_id, created_at desc, id desc) where merged_into_id is null;
create index contact_name on contact (workspace_id, lower(name), id) where merged_into_id is null;
create index contact_email on contact (workspace_id, lower(email)) where email is not null;
create index contact_account on contact (workspace_id, account_id, id) where merged_into_id is null;
create index contact_owner on contact (workspace_id, owner_id, id) where merged_into_id is null;
create index contact_stage on contact (workspace_id, lifecycle_stage, lifecycle_status, lifecycle_since, id) where merged_into_id is null;
create index contact_last_interaction on contact (workspace_id, last_interaction_at desc nulls last, id desc) where merged_into_id is null;
create index contact_search on contact using gin (search_text gin_trgm_ops);
create index contact_merged on contact (merged_into_id) where merged_into_id is not null;

create table profile (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  anonymous_id text not null,
  contact_id uuid references contact,
  account_id uuid references account,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  bound_at timestamptz,
  bound_by text,
  created_at timestamptz not null default now(),
  unique (workspace_id, anonymous_id)
);
create index profile_contact on profile (workspace_id, contact_id) where contact_id is not null;

create table opportunity (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid references account,
  name text not null,
  amount_minor bigint,
  currency text check (currency ~ '^[A-Z]{3}$'),
  stage text,
  status text not null default 'open' check (status in ('open', 'won', 'lost')),
  opened_at timestamptz,
  expected_close_on date,
  closed_at timestamptz,
  product text,
  campaign_id uuid references campaign,
  owner_id uuid references teammate,
  custom jsonb not null default '{}',
  search_text text generated always as (lower(name || ' ' || coalesce(product, ''))) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index opportunity_recent on opportunity (workspace_id, created_at desc, id desc);
create index opportunity_name on opportunity (workspace_id, lower(name), id);
create index opportunity_amount on opportunity (workspace_id, amount_minor desc nulls last, id desc);
create index opportunity_closed on opportunity (workspace_id, status, closed_at desc, id desc);
create index opportunity_account on opportunity (workspace_id, account_id, id);
create index opportunity_owner on opportunity (workspace_id, owner_id, id);
create index opportunity_search on opportunity using gin (search_text gin_trgm_ops);

create table opportunity_contact (
  workspace_id uuid not null references workspace on delete cascade,
  opportunity_id uuid not null references opportunity on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  role text,
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, opportunity_id, contact_id)
);
create index opportunity_contact_contact on opportunity_contact (workspace_id, contact_id);

create table opportunity_stage_change (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  opportunity_id uuid not null references opportunity on delete cascade,
  stage text,
  status text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  source text not null,
  reason text,
  actor_name text
);
create index opportunity_stage_change_of on opportunity_stage_change (workspace_id, opportunity_id, at);

-- What other systems call a record: several ids a record, one record an id.
create table external_id (
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null,
  system text not null,
  external_id text not null,
  record_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, record_type, system, external_id)
);
create index external_id_record on external_id (workspace_id, record_type, record_id);

create table custom_field (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null check (record_type in ('account', 'contact', 'opportunity', 'campaign')),
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,62}$'),
  label text not null,
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'option')),
  options jsonb not null default '[]',
  position integer not null default 0,
  created_at timestamptz not null default now(),
  unique (workspace_id, record_type, key)
);
comment on column custom_field.options is 'for type option: [{value, label}]';

create table saved_view (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  page text not null,
  name text not null,
  state jsonb not null,
  shared boolean not null default false,
  created_by uuid references auth_user on delete cascade,
  created_at timestamptz not null default now()
);
create index saved_view_page on saved_view (workspace_id, page);

create table lifecycle_stage (
  workspace_id uuid not null references workspace on delete cascade,
  key text not null,
  position integer not null,
  name text not null,
  gate text not null,
  allowed_hours integer,
  primary key (workspace_id, key),
  unique (workspace_id, position)
);
comment on column lifecycle_stage.gate is 'What lets a lead in, in a few words, until a signed definition says it exactly';
comment on column lifecycle_stage.allowed_hours is 'How long a lead may wait in this stage before it counts as past its time; null: no limit';

-- The record of where we say a lead is. Nothing is overwritten: a corrected row is superseded by another.
create table stage_change (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  outcome text not null check (outcome in ('reached', 'returned', 'left')),
  stage text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  source text not null check (source in ('import', 'opportunity', 'hand', 'interaction', 'definition', 'sample')),
  source_key text,
  reason text,
  evidence jsonb not null default '{}',
  definition_version_id uuid,
  actor_name text,
  superseded_at timestamptz
);
comment on column stage_change.outcome is 'reached: went through the gate; returned: sent back to this earlier stage; left: went no further than this stage';
comment on column stage_change.source_key is 'names the fact this row states, so that stating it again changes nothing and correcting it supersedes';
create index stage_change_contact on stage_change (workspace_id, contact_id, at);
create unique index stage_change_fact on stage_change (workspace_id, contact_id, source_key) where superseded_at is null and source_key is not null;

create table record_merge (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null check (record_type in ('account', 'contact')),
  kept_id uuid not null,
  merged_id uuid not null,
  before jsonb not null,
  merged_at timestamptz not null default now(),
  merged_by text not null,
  undone_at timestamptz,
  undone_by text
);
create index record_merge_kept on record_merge (workspace_id, kept_id);
