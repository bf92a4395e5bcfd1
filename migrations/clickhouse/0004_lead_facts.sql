-- What rules are asked about, over time. Text is folded (src/modules/language/rules/rule.ts, foldText); '' and the nil
-- uuid stand for unknown. A state holds from valid_from (the first: 1900) to before valid_to (the last: 2299).
create table if not exists lead_state (
  workspace_id UUID,
  contact_id UUID,
  valid_from DateTime64(3, 'UTC'),
  valid_to DateTime64(3, 'UTC'),
  known_at DateTime64(3, 'UTC'),
  created_at DateTime64(3, 'UTC'),
  account_id UUID,
  name String,
  email String,
  email_domain LowCardinality(String),
  title String,
  phone String,
  city LowCardinality(String),
  country LowCardinality(String),
  persona LowCardinality(String),
  buying_role LowCardinality(String),
  channel LowCardinality(String),
  campaign_id UUID,
  owner_id UUID,
  custom Map(LowCardinality(String), String),
  reached Map(LowCardinality(String), DateTime64(3, 'UTC')),
  gone Bool,
  version UInt64
) engine = ReplacingMergeTree(version)
order by (workspace_id, contact_id, valid_from);
create table if not exists account_state (
  workspace_id UUID,
  account_id UUID,
  valid_from DateTime64(3, 'UTC'),
  valid_to DateTime64(3, 'UTC'),
  created_at DateTime64(3, 'UTC'),
  name String,
  domain String,
  industry LowCardinality(String),
  segment LowCardinality(String),
  country LowCardinality(String),
  city LowCardinality(String),
  employee_count Nullable(Float64),
  annual_revenue_minor Nullable(Float64),
  currency LowCardinality(String),
  owner_id UUID,
  custom Map(LowCardinality(String), String),
  gone Bool,
  version UInt64
) engine = ReplacingMergeTree(version)
order by (workspace_id, account_id, valid_from);
-- Status and stage at a moment come from closed_at and the stages' times, not from the state.
create table if not exists deal_state (
  workspace_id UUID,
  opportunity_id UUID,
  valid_from DateTime64(3, 'UTC'),
  valid_to DateTime64(3, 'UTC'),
  opened_at DateTime64(3, 'UTC'),
  closed_at Nullable(DateTime64(3, 'UTC')),
  status LowCardinality(String),
  stage_times Array(DateTime64(3, 'UTC')),
  stages Array(LowCardinality(String)),
  contact_ids Array(UUID),
  joined_at Array(DateTime64(3, 'UTC')),
  name String,
  product LowCardinality(String),
  amount_minor Nullable(Float64),
  currency LowCardinality(String),
  expected_close_on String,
  campaign_id UUID,
  owner_id UUID,
  custom Map(LowCardinality(String), String),
  gone Bool,
  version UInt64
) engine = ReplacingMergeTree(version)
order by (workspace_id, opportunity_id, valid_from);
-- Every verified interaction once for each person who had part in it, by what is known now of who is who; made from
-- interaction and the identities, and made anew where they changed.
create table if not exists lead_interaction (
  workspace_id UUID,
  person_id UUID,
  at DateTime64(3, 'UTC'),
  id UUID,
  kind LowCardinality(String),
  type LowCardinality(String),
  counted Bool,
  direction LowCardinality(String),
  channel LowCardinality(String),
  campaign_id UUID,
  asset_id UUID,
  topics Array(LowCardinality(String)),
  page String,
  engaged_seconds UInt32,
  completion_percent Int16,
  profile_id UUID
) engine = MergeTree
order by (workspace_id, person_id, at, id);
-- Up to where lead_interaction knows the log and the identities.
create table if not exists lead_interaction_progress (
  workspace_id UUID,
  position UInt64,
  identity_version UInt64,
  version UInt64
) engine = ReplacingMergeTree(version)
order by workspace_id;
