-- Each probe looks up its index by itself: as a join, a table that was never analysed (an import's, in its first minute)
-- is read whole for every batch. "offset 0" (or a limit) keeps the planner from turning the look-ups into a join again.
create or replace function find_records(
  wanted_type text, ids uuid[], systems text[], external_ids text[], emails text[], domains text[], names text[]
) returns table (matched_by text, probe integer, record_id uuid)
language plpgsql stable security definer
set search_path = public set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  workspace constant uuid := current_setting('liaison.workspace_id')::uuid;
begin
  return query
    select 'external_id', p.n::integer, e.record_id
    from unnest(systems, external_ids) with ordinality as p(system, external_id, n)
    cross join lateral (
      select case when wanted_type in ('contact', 'account') then surviving_record(wanted_type, x.record_id) else x.record_id end
        as record_id
      from external_id x where x.workspace_id = workspace and x.record_type = wanted_type and x.system = p.system
        and x.external_id = p.external_id offset 0) as e;

  if wanted_type = 'contact' then
    return query
      select 'id', p.n::integer, r.id
      from unnest(ids) with ordinality as p(id, n)
      cross join lateral (
        select case when x.merged_into_id is null then x.id else surviving_record('contact', x.id) end as id
        from contact x where x.id = p.id and x.workspace_id = workspace offset 0) as r;
    return query
      select 'email', p.n::integer, r.id
      from unnest(emails) with ordinality as p(email, n)
      cross join lateral (
        select case when x.merged_into_id is null then x.id else surviving_record('contact', x.id) end as id
        from contact x where x.workspace_id = workspace and lower(x.email) = p.email and x.email is not null order by (x.merged_into_id is not null), x.id limit 1) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from contact x where x.workspace_id = workspace and lower(x.name) = lower(p.name) and x.merged_into_id is null offset 0) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select case when x.merged_into_id is null then x.id else surviving_record('contact', x.id) end as id
        from contact x where x.workspace_id = workspace and lower(x.name) = lower(p.name) and x.merged_into_id is not null offset 0) as r;
  elsif wanted_type = 'account' then
    return query
      select 'id', p.n::integer, r.id
      from unnest(ids) with ordinality as p(id, n)
      cross join lateral (
        select case when x.merged_into_id is null then x.id else surviving_record('account', x.id) end as id
        from account x where x.id = p.id and x.workspace_id = workspace offset 0) as r;
    return query
      select 'domain', p.n::integer, r.id
      from unnest(domains) with ordinality as p(domain, n)
      cross join lateral (
        select case when x.merged_into_id is null then x.id else surviving_record('account', x.id) end as id
        from account x where x.workspace_id = workspace and x.domain = p.domain offset 0) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from account x where x.workspace_id = workspace and lower(x.name) = lower(p.name) and x.merged_into_id is null offset 0) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select case when x.merged_into_id is null then x.id else surviving_record('account', x.id) end as id
        from account x where x.workspace_id = workspace and lower(x.name) = lower(p.name) and x.merged_into_id is not null offset 0) as r;
  elsif wanted_type = 'opportunity' then
    return query
      select 'id', p.n::integer, r.id
      from unnest(ids) with ordinality as p(id, n)
      cross join lateral (
        select x.id as id
        from opportunity x where x.id = p.id and x.workspace_id = workspace offset 0) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from opportunity x where x.workspace_id = workspace and lower(x.name) = lower(p.name) offset 0) as r;
  elsif wanted_type = 'teammate' then
    return query
      select 'id', p.n::integer, r.id
      from unnest(ids) with ordinality as p(id, n)
      cross join lateral (
        select x.id as id
        from teammate x where x.id = p.id and x.workspace_id = workspace offset 0) as r;
    return query
      select 'email', p.n::integer, r.id
      from unnest(emails) with ordinality as p(email, n)
      cross join lateral (
        select x.id as id
        from teammate x where x.workspace_id = workspace and lower(x.email) = p.email and x.email is not null order by x.id limit 1) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from teammate x where x.workspace_id = workspace and lower(x.name) = lower(p.name) offset 0) as r;
  elsif wanted_type = 'campaign' then
    return query
      select 'id', p.n::integer, r.id
      from unnest(ids) with ordinality as p(id, n)
      cross join lateral (
        select x.id as id
        from campaign x where x.id = p.id and x.workspace_id = workspace offset 0) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from campaign x where x.workspace_id = workspace and lower(x.name) = lower(p.name) offset 0) as r;
  elsif wanted_type = 'product' then
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from product x where x.workspace_id = workspace and lower(x.name) = lower(p.name) offset 0) as r;
  elsif wanted_type = 'asset' then
    return query
      select 'id', p.n::integer, r.id
      from unnest(ids) with ordinality as p(id, n)
      cross join lateral (
        select x.id as id
        from asset x where x.id = p.id and x.workspace_id = workspace offset 0) as r;
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      cross join lateral (
        select x.id as id
        from asset x where x.workspace_id = workspace and lower(x.title) = lower(p.name) offset 0) as r;
  end if;
end $$;

-- Led by the record: beside the primary key, an index that also starts with workspace and type looks just as good to the
-- planner until the table is analysed, and reads all ids of the workspace for each one.
drop index external_id_record;
create index external_id_record on external_id (record_id, record_type);
