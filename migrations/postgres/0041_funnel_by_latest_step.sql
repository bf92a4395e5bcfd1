-- Whoever came in or moved since a day has their latest date after it: one index by that date serves both ways of
-- counting a recent period, where the one by coming in served only cohorts.
alter table contact add column moved_at timestamptz generated always as (greatest(
  reached_at[1], reached_at[2], reached_at[3], reached_at[4], reached_at[5], reached_at[6], reached_at[7], reached_at[8],
  reached_at[9], reached_at[10], reached_at[11], reached_at[12], reached_at[13], reached_at[14], reached_at[15],
  reached_at[16])) stored;
comment on column contact.moved_at is 'When the person last reached a stage for the first time: the latest date in reached_at';

create index contact_funnel_moved on contact (workspace_id, moved_at)
  include (entered_at, lifecycle_stage, lifecycle_status, lifecycle_since, reached_at, id) where merged_into_id is null;
drop index contact_funnel;
