-- The interactions of leads by workspace, so that one workspace's can be made anew and put in place at once; with the
-- contacts through whom a row is somebody's, to find whose change when people are merged.
drop table if exists lead_interaction;
create table lead_interaction (
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
  profile_id UUID,
  who_ids Array(UUID),
  index by_who who_ids type bloom_filter(0.01) granularity 1,
  index by_profile profile_id type bloom_filter(0.01) granularity 1
) engine = MergeTree
partition by workspace_id
order by (workspace_id, person_id, at, id);
truncate table lead_interaction_progress;
-- Set while rows are being changed: whoever finds it set makes them anew.
alter table lead_interaction_progress add column if not exists pending Bool;
-- To find a person's rows in the log without reading it.
alter table interaction add index if not exists by_contact contact_id type bloom_filter(0.01) granularity 1;
alter table interaction add index if not exists by_profile profile_id type bloom_filter(0.01) granularity 1;
alter table interaction add index if not exists by_participant other_contact_ids type bloom_filter(0.01) granularity 1;
alter table interaction materialize index by_contact;
alter table interaction materialize index by_profile;
alter table interaction materialize index by_participant;
