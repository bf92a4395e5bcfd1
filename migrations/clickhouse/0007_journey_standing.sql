-- Leads whose standing is not just the last stage they reached: who left, and who was sent back. Made with the journeys.
create table if not exists journey_standing (
  workspace_id UUID,
  contact_id UUID,
  status LowCardinality(String),
  stage LowCardinality(String),
  since_ms Int64
) engine = MergeTree
partition by workspace_id
order by (workspace_id, contact_id);
truncate table journey_progress;
