-- Lists of people at a million rows. Under row-level security only leakproof comparisons reach an index, and lower()
-- is not one: so the name to sort by stands in a column of its own, and text search goes through functions that run
-- as the owner and bind themselves to the workspace.
do $$
declare
  -- The order of a dictionary where the server knows it (ICU), else the database's own.
  collation_clause text := coalesce((select 'collate "und-x-icu"' from pg_collation where collname = 'und-x-icu'), '');
  t text;
begin
  foreach t in array array['contact', 'account', 'opportunity'] loop
    execute format('alter table %I add column sort_name text %s not null generated always as (lower(left(name, 200))) stored',
      t, collation_clause);
  end loop;
end $$;

create index contact_sort_name on contact (workspace_id, sort_name, id) where merged_into_id is null;
create index contact_since on contact (workspace_id, lifecycle_since desc nulls last, id desc) where merged_into_id is null;
create index account_sort_name on account (workspace_id, sort_name, id) where merged_into_id is null;
create index opportunity_sort_name on opportunity (workspace_id, sort_name, id);
create index opportunity_any_closed on opportunity (workspace_id, closed_at desc nulls last, id desc);
create index opportunity_expected on opportunity (workspace_id, expected_close_on desc nulls last, id desc);
create index record_merge_merged on record_merge (workspace_id, merged_id);

-- A condition on a text column for one search term: anywhere in it, or, below three letters (too few for the
-- trigram index), at the beginning of a word. A literal in, a literal out: nothing of the term is ever run.
create function search_condition(column_name text, term text) returns text language sql immutable as $$
  select case when length(term) >= 3 then format('%s like %L', column_name, '%' || t || '%')
    else format('(%s like %L or %s like %L)', column_name, t || '%', column_name, '% ' || t || '%') end
  from (select replace(replace(replace(lower(term), '\', '\\'), '%', '\%'), '_', '\_') as t) as escaped
$$;

-- Contacts whose own words or whose company's answer to every term. complete: false where there are more than
-- max_rows, or finding them all would take too long: the caller then filters along its order instead.
create function search_contacts(terms text[], max_rows integer, out ids uuid[], out complete boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  ws uuid := current_setting('liaison.workspace_id')::uuid;
  max_companies constant integer := 500;
  own_all text; own_any text; company_any text; company_all text; either_all text;
  companies uuid[];
  found uuid[];
begin
  select string_agg(search_condition('c.search_text', t), ' and '), string_agg(search_condition('c.search_text', t), ' or '),
    string_agg(search_condition('a.search_text', t), ' or '), string_agg(search_condition('a.search_text', t), ' and '),
    string_agg('(' || search_condition('c.search_text', t) || ' or coalesce(' || search_condition('a.search_text', t) || ', false))', ' and ')
  into own_all, own_any, company_any, company_all, either_all from unnest(terms) as t;
  execute format('select array(select a.id from account a where a.workspace_id = $1 and a.merged_into_id is null and (%s) limit %s)',
    company_any, max_companies + 1) into companies using ws;
  if cardinality(companies) <= max_companies then
    execute format('select array((select c.id from contact c where c.workspace_id = $1 and c.merged_into_id is null and %s limit $3)
      union (select c.id from account a join contact c on c.workspace_id = $1 and c.account_id = a.id and c.merged_into_id is null
        where a.id = any($2) and %s limit $3))', own_all, either_all)
    into found using ws, companies, max_rows + 1;
  elsif cardinality(terms) > 1 then
    execute format('select array((select c.id from contact c left join account a on a.id = c.account_id
        where c.workspace_id = $1 and c.merged_into_id is null and (%s) and %s limit $2)
      union (select c.id from account a join contact c on c.workspace_id = $1 and c.account_id = a.id and c.merged_into_id is null
        where a.workspace_id = $1 and a.merged_into_id is null and %s limit $2))', own_any, either_all, company_all)
    into found using ws, max_rows + 1;
  end if;
  complete := coalesce(cardinality(found) <= max_rows, false);
  ids := case when complete then found else '{}' end;
end $$;

create function search_opportunities(terms text[], max_rows integer, out ids uuid[], out complete boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  ws uuid := current_setting('liaison.workspace_id')::uuid;
  own_all text; company_any text; either_all text;
  companies uuid[];
  found uuid[];
begin
  select string_agg(search_condition('o.search_text', t), ' and '), string_agg(search_condition('a.search_text', t), ' or '),
    string_agg('(' || search_condition('o.search_text', t) || ' or coalesce(' || search_condition('a.search_text', t) || ', false))', ' and ')
  into own_all, company_any, either_all from unnest(terms) as t;
  execute format('select array(select a.id from account a where a.workspace_id = $1 and a.merged_into_id is null and (%s) limit 501)',
    company_any) into companies using ws;
  if cardinality(companies) <= 500 then
    execute format('select array((select o.id from opportunity o where o.workspace_id = $1 and %s limit $3)
      union (select o.id from account a join opportunity o on o.workspace_id = $1 and o.account_id = a.id
        where a.id = any($2) and %s limit $3))', own_all, either_all)
    into found using ws, companies, max_rows + 1;
  end if;
  complete := coalesce(cardinality(found) <= max_rows, false);
  ids := case when complete then found else '{}' end;
end $$;

-- Records whose own search text answers to every term; for accounts' search, and for filters on name, e-mail, title.
create function match_records(record_type text, terms text[], max_rows integer, out ids uuid[], out complete boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  ws uuid := current_setting('liaison.workspace_id')::uuid;
  conditions text;
  found uuid[];
begin
  if record_type not in ('contact', 'account', 'opportunity') then
    raise exception 'no such record type: %', record_type;
  end if;
  select string_agg(search_condition('r.search_text', t), ' and ') into conditions from unnest(terms) as t;
  execute format('select array(select r.id from %I r where r.workspace_id = $1 %s and %s limit $2)', record_type,
    case when record_type = 'opportunity' then '' else 'and r.merged_into_id is null' end, conditions)
  into found using ws, max_rows + 1;
  complete := cardinality(found) <= max_rows;
  ids := case when complete then found else '{}' end;
end $$;
