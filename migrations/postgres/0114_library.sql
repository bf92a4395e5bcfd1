-- A file on its way into the library. Its id becomes the version's, so that its bytes lie where they will stay.
create table content_upload (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  file_name text not null,
  file_bytes bigint not null,
  parts integer[] not null default '{}',
  received_bytes bigint not null default 0,
  -- What it is by its own bytes, once they are all there and were looked at.
  format text,
  media_type text,
  sha256 text,
  title text,
  checked_at timestamptz,
  created_by text not null,
  created_by_user text,
  created_at timestamptz not null,
  check (checked_at is null or (format is not null and media_type is not null and sha256 is not null and title is not null))
);
comment on column content_upload.parts is 'Bytes of each part, in order';
create index content_upload_old on content_upload (created_at);

-- The same bytes again are recognised.
create index asset_version_same on asset_version (workspace_id, sha256) where sha256 is not null;
create index asset_version_of on asset_version (asset_id, number desc);

-- What a piece's links show: its first version, and each newer one as soon as it can be read. Versions become ready in
-- background work, by ingest and with the sample company; here all of them meet.
create function stand_by_version() returns trigger language plpgsql as $$
begin
  update asset a set current_version_id = new.id
  where a.id = new.asset_id and a.current_version_id is distinct from new.id and (
    a.current_version_id is null
    or exists (select from asset_version c where c.id = a.current_version_id and (
      (c.state <> 'ready' and (new.state = 'ready' or new.number > c.number))
      or (new.state = 'ready' and new.number > c.number))));
  return null;
end $$;
create trigger stand_by_version after insert on asset_version for each row execute function stand_by_version();
create trigger stand_by_version_ready after update of state on asset_version for each row
  when (old.state <> 'ready' and new.state = 'ready') execute function stand_by_version();

-- Imports and the sample company name an address alone: that is a version too. Looked at when all is written, because
-- who adds a piece with its file writes both.
create function make_version_of_address() returns trigger language plpgsql as $$
declare
  held asset%rowtype;
  shown asset_version%rowtype;
begin
  select * into held from asset where id = new.id;
  if held.url is null or held.url !~* '^https?://' then
    return null;
  end if;
  select v.* into shown from asset_version v where v.id = held.current_version_id;
  if found and (shown.format not in ('page', 'link') or shown.url = held.url) then
    return null;
  end if;
  insert into asset_version (id, workspace_id, asset_id, number, format, state, url, page_count, done_pages, created_by,
    created_at, ready_at)
  select uuidv7(), held.workspace_id, held.id,
    coalesce((select max(number) from asset_version where asset_id = held.id), 0) + 1, 'page', 'ready', held.url, 1, 1,
    'Liaison', held.updated_at, held.updated_at;
  return null;
end $$;

insert into asset_version (id, workspace_id, asset_id, number, format, state, url, page_count, done_pages, created_by,
  created_at, ready_at)
select uuidv7(), workspace_id, id, 1, 'page', 'ready', url, 1, 1, 'Liaison', created_at, created_at
from asset where url ~* '^https?://';

create constraint trigger make_version_of_address after insert or update of url on asset
  deferrable initially deferred for each row when (new.url is not null) execute function make_version_of_address();

-- Pages of what links show now that hold all that is looked for. A function of the owner, because under row-level
-- security the index over the words cannot be used: it binds itself to the workspace.
create function find_asset_pages(wanted tsquery, in_asset uuid, with_retired boolean, most integer)
returns table (version_id uuid, asset_id uuid, page integer, rank real)
language sql stable security definer set search_path = public as $$
  select p.version_id, a.id, p.number, ts_rank_cd(p.words, wanted, 1) as rank
  from asset_page p join asset a on a.current_version_id = p.version_id
  where p.words @@ wanted and p.workspace_id = current_setting('liaison.workspace_id')::uuid
    and a.workspace_id = current_setting('liaison.workspace_id')::uuid
    and (in_asset is null or a.id = in_asset) and (with_retired or a.retired_at is null)
  order by rank desc, a.created_at desc, a.id, p.number limit most
$$;
