-- What a visit needs to be added to by several beacons, in any order and by several processes.
alter table asset_visit add column ticket_id uuid;
alter table asset_visit add column seq integer not null default 0;
alter table asset_visit add column signals jsonb not null default '{}';
alter table asset_visit add column anonymous boolean not null default false;
alter table asset_visit add column logged jsonb;
comment on column asset_visit.ticket_id is 'The opening of the link that it is part of; null: brought from elsewhere';
comment on column asset_visit.seq is 'Of the latest beacon';
comment on column asset_visit.signals is 'What tells a person from a program, each the greatest that was heard';
comment on column asset_visit.anonymous is 'Nobody is named: neither person nor address, device or network stand here';
comment on column asset_visit.logged is 'The figures that the row of the log says';

-- Visits that are still open, to be ended after a silence; those that were brought have ended.
drop index asset_visit_open;
create index asset_visit_open on asset_visit (last_at) where ended_at is null and ticket_id is not null;
-- By workspace, for who reads now.
create index asset_visit_now on asset_visit (workspace_id, last_at desc) where ended_at is null and verified;

alter table workspace add column reading_tracking text not null default 'persons'
  check (reading_tracking in ('persons', 'anonymous'));
comment on column workspace.reading_tracking is 'Whether readers of shared content are named';
