-- Finding what a batch means among what is there. lower() is not leakproof, so under row-level security a condition on
-- it cannot use its index; these run as the owner and bind themselves to the workspace of the transaction.

create function surviving_record(wanted_type text, start_id uuid) returns uuid
language plpgsql stable strict security definer set search_path = public as $$
declare
  workspace constant uuid := current_setting('liaison.workspace_id')::uuid;
  current_id uuid := start_id;
  next_id uuid;
begin
  for step in 1 .. 100 loop
    if wanted_type = 'contact' then
      select merged_into_id into next_id from contact where id = current_id and workspace_id = workspace;
    elsif wanted_type = 'account' then
      select merged_into_id into next_id from account where id = current_id and workspace_id = workspace;
    end if;
    exit when next_id is null;
    current_id := next_id;
  end loop;
  return current_id;
end $$;

-- Answers for each probe which records it names, the oldest first; merged records lead to their survivor.
create function find_records(
  wanted_type text, ids uuid[], systems text[], external_ids text[], emails text[], domains text[], names text[]
) returns table (matched_by text, probe integer, record_id uuid)
language plpgsql stable security definer
set search_path = public set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  workspace constant uuid := current_setting('liaison.workspace_id')::uuid;
begin
  return query
    select 'external_id', p.n::integer, surviving_record(wanted_type, e.record_id)
    from unnest(systems, external_ids) with ordinality as p(system, external_id, n)
    join external_id e on e.workspace_id = workspace and e.record_type = wanted_type
      and e.system = p.system and e.external_id = p.external_id;

  if wanted_type = 'contact' then
    return query
      select 'id', p.n::integer, surviving_record('contact', c.id)
      from unnest(ids) with ordinality as p(id, n) join contact c on c.id = p.id and c.workspace_id = workspace;
    return query
      select 'email', p.n::integer, coalesce(surviving_record('contact', c.merged_into_id), c.id)
      from unnest(emails) with ordinality as p(email, n)
      join contact c on c.workspace_id = workspace and lower(c.email) = p.email and c.email is not null
      order by p.n, (c.merged_into_id is not null), c.id;
    return query
      select 'name', p.n::integer, c.id
      from unnest(names) with ordinality as p(name, n)
      join contact c on c.workspace_id = workspace and lower(c.name) = lower(p.name) and c.merged_into_id is null
      order by p.n, c.id;
    return query
      select 'name', p.n::integer, surviving_record('contact', c.id)
      from unnest(names) with ordinality as p(name, n)
      join contact c on c.workspace_id = workspace and lower(c.name) = lower(p.name) and c.merged_into_id is not null
      order by p.n, c.id;
  elsif wanted_type = 'account' then
    return query
      select 'id', p.n::integer, surviving_record('account', a.id)
      from unnest(ids) with ordinality as p(id, n) join account a on a.id = p.id and a.workspace_id = workspace;
    return query
      select 'domain', p.n::integer, coalesce(surviving_record('account', a.merged_into_id), a.id)
      from unnest(domains) with ordinality as p(domain, n)
      join account a on a.workspace_id = workspace and a.domain = p.domain
      order by p.n, (a.merged_into_id is not null), a.id;
    return query
      select 'name', p.n::integer, a.id
      from unnest(names) with ordinality as p(name, n)
      join account a on a.workspace_id = workspace and lower(a.name) = lower(p.name) and a.merged_into_id is null
      order by p.n, a.id;
    return query
      select 'name', p.n::integer, surviving_record('account', a.id)
      from unnest(names) with ordinality as p(name, n)
      join account a on a.workspace_id = workspace and lower(a.name) = lower(p.name) and a.merged_into_id is not null
      order by p.n, a.id;
  elsif wanted_type = 'opportunity' then
    return query
      select 'id', p.n::integer, o.id
      from unnest(ids) with ordinality as p(id, n) join opportunity o on o.id = p.id and o.workspace_id = workspace;
    return query
      select 'name', p.n::integer, o.id
      from unnest(names) with ordinality as p(name, n)
      join opportunity o on o.workspace_id = workspace and lower(o.name) = lower(p.name)
      order by p.n, o.id;
  elsif wanted_type = 'teammate' then
    return query
      select 'id', p.n::integer, t.id
      from unnest(ids) with ordinality as p(id, n) join teammate t on t.id = p.id and t.workspace_id = workspace;
    return query
      select 'email', p.n::integer, t.id
      from unnest(emails) with ordinality as p(email, n)
      join teammate t on t.workspace_id = workspace and lower(t.email) = p.email and t.email is not null
      order by p.n, t.id;
    return query
      select 'name', p.n::integer, t.id
      from unnest(names) with ordinality as p(name, n)
      join teammate t on t.workspace_id = workspace and lower(t.name) = lower(p.name)
      order by p.n, t.id;
  elsif wanted_type = 'campaign' then
    return query
      select 'id', p.n::integer, c.id
      from unnest(ids) with ordinality as p(id, n) join campaign c on c.id = p.id and c.workspace_id = workspace;
    return query
      select 'name', p.n::integer, c.id
      from unnest(names) with ordinality as p(name, n)
      join campaign c on c.workspace_id = workspace and lower(c.name) = lower(p.name)
      order by p.n, c.id;
  elsif wanted_type = 'product' then
    return query
      select 'name', p.n::integer, r.id
      from unnest(names) with ordinality as p(name, n)
      join product r on r.workspace_id = workspace and lower(r.name) = lower(p.name)
      order by p.n, r.id;
  elsif wanted_type = 'asset' then
    return query
      select 'id', p.n::integer, a.id
      from unnest(ids) with ordinality as p(id, n) join asset a on a.id = p.id and a.workspace_id = workspace;
    return query
      select 'name', p.n::integer, a.id
      from unnest(names) with ordinality as p(name, n)
      join asset a on a.workspace_id = workspace and lower(a.title) = lower(p.name)
      order by p.n, a.id;
  end if;
end $$;

revoke execute on function surviving_record, find_records from public;
grant execute on function surviving_record, find_records to liaison_app;

-- What was merged away is still found by its name; the indexes of what lists show leave it out.
create index account_merged_name on account (workspace_id, lower(name)) where merged_into_id is not null;
create index contact_merged_name on contact (workspace_id, lower(name)) where merged_into_id is not null;

-- Where a contact's channel and campaign were taken from an interaction, when that was: an earlier one that arrives
-- later takes its place. Null where somebody said it.
alter table contact add column channel_seen_at timestamptz, add column campaign_seen_at timestamptz;
