-- A place where there is nothing to read can be left so on purpose.
alter table content_decision drop constraint content_decision_check;
alter table content_decision add constraint content_decision_subject
  check (asset_id is not null or (kind in ('make', 'keep') and persona is not null and buying_stage is not null));
-- What a decision to make something asked for.
alter table content_decision add column request_id uuid references content_request on delete set null;
create index content_request_of on content_decision (request_id) where request_id is not null;

-- What two texts are compared by: the smallest hashes of their sequences of words. Made once for each version.
create table asset_likeness (
  version_id uuid primary key references asset_version on delete cascade,
  workspace_id uuid not null references workspace on delete cascade,
  words integer not null,
  sketch integer[] not null,
  latest_year integer
);
comment on column asset_likeness.latest_year is 'The latest year, not after its own, that the text names';
