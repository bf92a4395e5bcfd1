-- What lets a timeline be read page by page, however long it is.

-- Whether a row is verified stands in the index as well: a burst of bots is passed over without reading its rows.
drop index interaction_recent;
create index interaction_recent on interaction (workspace_id, occurred_at desc, id desc, verified);
drop index interaction_account;
create index interaction_account on interaction (workspace_id, account_id, occurred_at desc, id desc, verified)
  where account_id is not null;

-- Conversations are few among a company's clicks; they are found without walking past the clicks.
create index interaction_person_recent on interaction (workspace_id, occurred_at desc, id desc) where kind = 'person';
create index interaction_person_account on interaction (workspace_id, account_id, occurred_at desc, id desc)
  where kind = 'person' and account_id is not null;

-- Rarer types in a whole workspace. Page views, which are most of the log, pay nothing for it.
create index interaction_type_recent on interaction (workspace_id, type, occurred_at desc, id desc)
  where type <> 'page_view';

create index profile_account on profile (workspace_id, account_id) where account_id is not null;

-- How far the log has come, whosever rows they are: the newest may be another workspace's, whom nobody may see.
create function log_head() returns bigint language sql stable security definer set search_path = public as
  'select coalesce(max(position), 0) from interaction';
