-- The trigram index reads all that match before the first row comes out: from five times the rows wanted on, walking
-- the list's own order is quicker.
-- Volatile, for explain is not allowed otherwise.
create or replace function search_contacts(terms text[], max_rows integer, out ids uuid[], out complete boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  ws uuid := current_setting('liaison.workspace_id')::uuid;
  max_companies constant integer := 500;
  -- So many times more than wanted are surely too many, though the expectation be wrong by far.
  surely_too_many constant integer := 5;
  company_of constant text := '(select a.search_text from account a where a.id = c.account_id)';
  own_all text; own_any text; company_any text; company_all text; either_all text;
  companies uuid[];
  found uuid[];
begin
  ids := '{}';
  complete := false;
  select string_agg(search_condition('c.search_text', t), ' and '), string_agg(search_condition('c.search_text', t), ' or '),
    string_agg(search_condition('a.search_text', t), ' or '), string_agg(search_condition('a.search_text', t), ' and '),
    string_agg('(' || search_condition('c.search_text', t) || ' or coalesce(' || search_condition(company_of, t) || ', false))', ' and ')
  into own_all, own_any, company_any, company_all, either_all from unnest(terms) as t;
  if expected_contacts(ws, own_all) > max_rows * surely_too_many then return; end if;
  execute format('select array(select a.id from account a where a.workspace_id = $1 and a.merged_into_id is null and (%s) limit %s)',
    company_any, max_companies + 1) into companies using ws;
  if cardinality(companies) <= max_companies then
    execute format('select array((select c.id from contact c where c.workspace_id = $1 and c.merged_into_id is null and %s limit $3)
      union (select c.id from contact c where c.workspace_id = $1 and c.account_id = any($2) and c.merged_into_id is null
        and %s limit $3))', own_all, either_all)
    into found using ws, companies, max_rows + 1;
  elsif cardinality(terms) > 1 then
    -- A person's own words answer to at least one term, or their company's answer to all.
    execute format('select array((select c.id from contact c
        where c.workspace_id = $1 and c.merged_into_id is null and (%s) and %s limit $2)
      union (select c.id from account a join contact c on c.workspace_id = $1 and c.account_id = a.id and c.merged_into_id is null
        where a.workspace_id = $1 and a.merged_into_id is null and %s limit $2))', own_any, either_all, company_all)
    into found using ws, max_rows + 1;
  end if;
  if cardinality(found) <= max_rows then
    ids := found;
    complete := true;
  end if;
end $$;
