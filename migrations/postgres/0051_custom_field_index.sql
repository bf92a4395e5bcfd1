-- Custom values that people sort and filter by, in rows of their own: plain columns, so that the comparisons are
-- leakproof and reach the index under row-level security. Only the fields asked for are kept here (custom_index), and
-- triggers keep them true.
create table custom_index (
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null check (record_type in ('account', 'contact', 'opportunity')),
  key text not null,
  requested_at timestamptz not null default now(),
  ready_at timestamptz,
  primary key (workspace_id, record_type, key)
);

create table custom_value (
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null,
  key text not null,
  record_id uuid not null,
  text_value text not null,
  number_value float8,
  primary key (workspace_id, record_type, key, record_id)
);
comment on column custom_value.text_value is 'the first 200 characters in small letters: what text sorts and compares by';
create index custom_value_text on custom_value (workspace_id, record_type, key, text_value, record_id);
create index custom_value_number on custom_value (workspace_id, record_type, key, number_value, record_id) where number_value is not null;

-- A stored date as a date; null for what is not one.
create function custom_date(value text) returns date language plpgsql immutable as $$
begin
  if value !~ '^\d{4}-\d{2}-\d{2}' then return null; end if;
  return left(value, 10)::date;
exception when others then
  return null;
end $$;

create function custom_value_rows(custom jsonb, key text, out text_value text, out number_value float8)
language sql immutable as $$
  select left(lower(custom ->> key), 200),
    case when jsonb_typeof(custom -> key) = 'number' then (custom ->> key)::float8 end
$$;

create function keep_custom_values() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kind constant text := tg_table_name;
begin
  if not exists (select from custom_index where record_type = kind) then return null; end if;
  if tg_op = 'UPDATE' then
    delete from custom_value v using old_rows o join new_rows n on n.id = o.id
    where n.custom is distinct from o.custom and v.workspace_id = o.workspace_id and v.record_type = kind and v.record_id = o.id;
    insert into custom_value (workspace_id, record_type, key, record_id, text_value, number_value)
    select n.workspace_id, kind, i.key, n.id, v.text_value, v.number_value
    from new_rows n join old_rows o on o.id = n.id
    join custom_index i on i.workspace_id = n.workspace_id and i.record_type = kind and n.custom ? i.key
    cross join lateral custom_value_rows(n.custom, i.key) as v
    where n.custom is distinct from o.custom and v.text_value is not null;
  else
    insert into custom_value (workspace_id, record_type, key, record_id, text_value, number_value)
    select n.workspace_id, kind, i.key, n.id, v.text_value, v.number_value
    from new_rows n
    join custom_index i on i.workspace_id = n.workspace_id and i.record_type = kind and n.custom ? i.key
    cross join lateral custom_value_rows(n.custom, i.key) as v
    where v.text_value is not null;
  end if;
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['account', 'contact', 'opportunity'] loop
    execute format('create trigger keep_custom_values_inserted after insert on %I
      referencing new table as new_rows for each statement execute function keep_custom_values()', t);
    execute format('create trigger keep_custom_values_updated after update on %I
      referencing old table as old_rows new table as new_rows for each statement execute function keep_custom_values()', t);
  end loop;
end $$;

-- Brings a field's values into custom_value. Writers of the table wait while it runs: seconds at a million rows.
create function build_custom_index(wanted_type text, wanted_key text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ws constant uuid := current_setting('liaison.workspace_id')::uuid;
begin
  if wanted_type not in ('account', 'contact', 'opportunity') then
    raise exception 'no such record type: %', wanted_type;
  end if;
  execute format('lock table %I in share row exclusive mode', wanted_type);
  insert into custom_index (workspace_id, record_type, key) values (ws, wanted_type, wanted_key) on conflict do nothing;
  execute format('insert into custom_value (workspace_id, record_type, key, record_id, text_value, number_value)
    select r.workspace_id, %L, $2, r.id, v.text_value, v.number_value
    from %I r cross join lateral custom_value_rows(r.custom, $2) as v
    where r.workspace_id = $1 and r.custom ? $2 and v.text_value is not null on conflict do nothing', wanted_type, wanted_type)
  using ws, wanted_key;
  update custom_index set ready_at = now() where workspace_id = ws and record_type = wanted_type and key = wanted_key;
end $$;
