-- Each lead as value counts it: where it came from, by what it is compared, what it reached, and its parts of won deals.
-- Made with the journeys, so that a question reads one narrow table rather than joining states and arrays anew.
create table if not exists journey_lead (
  workspace_id UUID,
  id UUID,
  account_id UUID,
  came_ms Int64,
  channel LowCardinality(String),
  campaign_id UUID,
  asset_id UUID,
  segment LowCardinality(String),
  employees Nullable(Float64),
  role LowCardinality(String),
  reached_ms Map(LowCardinality(String), Int64),
  won Array(Tuple(deal_id UUID, amount_minor Int64, currency LowCardinality(String), closed_ms Int64, people UInt32, nth UInt32))
) engine = MergeTree
partition by workspace_id
order by (workspace_id, came_ms, id);
truncate table journey_progress;
