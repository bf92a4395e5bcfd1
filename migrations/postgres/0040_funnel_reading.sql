-- What lets the funnel be read in one narrow pass: when a person came in, and an index that holds all its figures need.
-- A default period touches only the people who came in during it; the whole of a million is read without their rows.
alter table lifecycle_stage add check (position between 0 and 15);

alter table contact add column entered_at timestamptz generated always as (least(
  reached_at[1], reached_at[2], reached_at[3], reached_at[4], reached_at[5], reached_at[6], reached_at[7], reached_at[8],
  reached_at[9], reached_at[10], reached_at[11], reached_at[12], reached_at[13], reached_at[14], reached_at[15],
  reached_at[16])) stored;
comment on column contact.entered_at is 'When the person came in: the earliest date in reached_at; null for who never reached a stage';

create index contact_funnel on contact (workspace_id, entered_at)
  include (lifecycle_stage, lifecycle_status, lifecycle_since, reached_at, id) where merged_into_id is null;
