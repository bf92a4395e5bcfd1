-- The columnar projection of the interaction log. Its own max(position) says where it stands; rows of the same
-- position replace each other. Not partitioned: a block is written whole or not at all only while it makes one part.
create table if not exists interaction (
  position UInt64,
  id UUID,
  workspace_id UUID,
  received_at DateTime64(3, 'UTC'),
  occurred_at DateTime64(3, 'UTC'),
  kind LowCardinality(String),
  type LowCardinality(String),
  profile_id Nullable(UUID),
  contact_id Nullable(UUID),
  account_id Nullable(UUID),
  opportunity_id Nullable(UUID),
  teammate_id Nullable(UUID),
  channel LowCardinality(String),
  campaign_id Nullable(UUID),
  asset_id Nullable(UUID),
  engaged_seconds UInt32,
  completion Float32,
  verified Bool,
  flag_reason LowCardinality(String),
  source LowCardinality(String),
  subject String,
  url String,
  properties String
) engine = ReplacingMergeTree
order by (workspace_id, position);
