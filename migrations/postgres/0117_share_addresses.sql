-- Addresses of links; words of pages.

-- Addresses of links are one for all workspaces. Row-level security hides those of others, so this answers for it.
create function share_slug_taken(wanted text) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from share_link where slug = wanted)
$$;

-- Pages of pieces that hold words. Under row-level security a search could not use its index, so this runs as the owner
-- and binds itself to the workspace of the transaction.
create function asset_pages_with(wanted text, among uuid[]) returns table (asset_id uuid, page integer)
language sql stable security definer set search_path = public as $$
  select s.id, min(p.number)
  from asset s join asset_page p on p.version_id = s.current_version_id
  where s.id = any(among) and s.workspace_id = current_setting('liaison.workspace_id')::uuid
    and p.workspace_id = s.workspace_id and p.words @@ to_tsquery('simple', wanted)
  group by s.id
$$;
