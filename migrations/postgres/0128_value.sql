-- What marketing is held against in a workspace, and by which words; no row: as the data suggests.
create table value_setting (
  workspace_id uuid primary key references workspace on delete cascade,
  baseline_kind text not null check (baseline_kind in ('channel', 'campaigns', 'assumed')),
  baseline_channel text,
  baseline_campaign_ids uuid[] not null default '{}',
  baseline_name text,
  -- Of a baseline that nobody measured: what share of its leads reaches a stage, by the stage's key.
  assumed_rates jsonb not null default '{}',
  assumed_days jsonb not null default '{}',
  -- What one of its leads costs; null: what is recorded of it.
  cost_per_lead_minor bigint check (cost_per_lead_minor >= 0),
  source text,
  -- Channels that are sales' own, in folded text: no part of what marketing brings.
  sales_channels text[] not null default '{}',
  -- The definition (of kind `test`) that says which leads pass.
  tests_key text not null default 'qualified_lead',
  updated_at timestamptz not null default now(),
  updated_by text,
  check (baseline_kind <> 'channel' or baseline_channel is not null),
  check (baseline_kind <> 'campaigns' or cardinality(baseline_campaign_ids) > 0),
  check (baseline_kind <> 'assumed' or baseline_name is not null)
);
-- What was spent, each amount once, on what, over which days. Taken back rather than deleted.
create table cost_entry (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  subject text not null check (subject in ('campaign', 'channel', 'asset', 'teammate')),
  campaign_id uuid references campaign on delete cascade,
  asset_id uuid references asset on delete cascade,
  teammate_id uuid references teammate on delete cascade,
  channel text,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  amount_minor bigint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  what text,
  source text not null check (source in ('hand', 'file')),
  file_name text,
  -- The same amount on the same thing over the same days is the same cost, unless it says otherwise itself.
  reference text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  check (num_nonnulls(campaign_id, asset_id, teammate_id, channel) = 1)
);
create unique index cost_entry_once on cost_entry (workspace_id, reference) where withdrawn_at is null;
create index cost_entry_recent on cost_entry (workspace_id, created_at desc, id desc);
