-- Who on our side took part, for whoever made the rows: all are made anew.
alter table lead_interaction add column if not exists teammate_id UUID;
truncate table lead_interaction_progress;
-- Deals as PostgreSQL held them when journeys were last made: who may have earned them, by what is known now.
create table if not exists journey_deal (
  workspace_id UUID,
  id UUID,
  name String,
  account_id UUID,
  primary_id UUID,
  group_ids Array(UUID),
  owner_id UUID,
  campaign_id UUID,
  status LowCardinality(String),
  stage LowCardinality(String),
  product LowCardinality(String),
  opened_ms Int64,
  closed_ms Nullable(Int64),
  amount_minor Nullable(Int64),
  currency LowCardinality(String),
  custom Map(LowCardinality(String), String)
) engine = MergeTree
partition by workspace_id
order by (workspace_id, id);
-- Where a buyer was said to be in the purchase: of a person, a company or a deal.
create table if not exists journey_said (
  workspace_id UUID,
  record_id UUID,
  at_ms Int64,
  stage LowCardinality(String)
) engine = MergeTree
partition by workspace_id
order by (workspace_id, record_id, at_ms);
-- The touchpoints that led to a deal or brought a lead along, in order of time: a row for each deal and choice of whose
-- count (`group`, `account`, `primary`), and one for each lead (`person`). Times are milliseconds; the nil uuid and ''
-- stand for unknown. Whatever is of a touchpoint stands in arrays of the same length. Made anew as a whole.
create table if not exists journey (
  workspace_id UUID,
  eligibility LowCardinality(String),
  id UUID,
  account_id UUID,
  status LowCardinality(String),
  opened_ms Int64,
  closed_ms Nullable(Int64),
  amount_minor Int64,
  currency LowCardinality(String),
  lead_created_ms Nullable(Int64),
  reached_ms Map(LowCardinality(String), Int64),
  at Array(Int64) codec(ZSTD),
  touch_ids Array(UUID) codec(ZSTD),
  person_ids Array(UUID) codec(ZSTD),
  kinds Array(LowCardinality(String)),
  types Array(LowCardinality(String)),
  channels Array(LowCardinality(String)),
  campaign_ids Array(UUID) codec(ZSTD),
  asset_ids Array(UUID) codec(ZSTD),
  teammate_ids Array(UUID) codec(ZSTD),
  personas Array(LowCardinality(String)),
  buying_stages Array(LowCardinality(String))
) engine = MergeTree
partition by workspace_id
order by (workspace_id, eligibility, id);
-- From which facts the journeys of a workspace were made.
create table if not exists journey_progress (
  workspace_id UUID,
  facts String,
  made_at DateTime64(3, 'UTC'),
  took_ms UInt32,
  touchpoints UInt64,
  version UInt64
) engine = ReplacingMergeTree(version)
order by workspace_id;
