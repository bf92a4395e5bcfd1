-- The index of a custom field is built part by part, each in a transaction of its own, so that writers wait for one
-- part at most and not for a million rows. From `start` on the triggers keep what is there; the parts add the rest.
drop function build_custom_index(text, text);

create function start_custom_index(wanted_type text, wanted_key text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if wanted_type not in ('account', 'contact', 'opportunity') then
    raise exception 'no such record type: %', wanted_type;
  end if;
  -- Waits for writers whose triggers have not seen the new row, and keeps the next ones until it is there.
  execute format('lock table %I in share row exclusive mode', wanted_type);
  insert into custom_index (workspace_id, record_type, key)
  values (current_setting('liaison.workspace_id')::uuid, wanted_type, wanted_key) on conflict do nothing;
end $$;

-- Brings the values of the next records, in the order of their ids, into custom_value. Answers the last id it read;
-- null when there are no more, and then the index is ready.
create function extend_custom_index(wanted_type text, wanted_key text, after_id uuid, max_records integer) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ws constant uuid := current_setting('liaison.workspace_id')::uuid;
  last_id uuid;
begin
  if wanted_type not in ('account', 'contact', 'opportunity') then
    raise exception 'no such record type: %', wanted_type;
  end if;
  execute format('lock table %I in share row exclusive mode', wanted_type);
  execute format('with part as materialized (
      select r.workspace_id, r.id, r.custom from %I r where r.workspace_id = $1 and r.id > $3 order by r.id limit $4
    ), kept as (
      insert into custom_value (workspace_id, record_type, key, record_id, text_value, number_value)
      select part.workspace_id, %L, $2, part.id, v.text_value, v.number_value
      from part cross join lateral custom_value_rows(part.custom, $2) as v
      where part.custom ? $2 and v.text_value is not null on conflict do nothing
    ) select id from part order by id desc limit 1', wanted_type, wanted_type)
  into last_id using ws, wanted_key, after_id, max_records;
  if last_id is null then
    update custom_index set ready_at = now() where workspace_id = ws and record_type = wanted_type and key = wanted_key;
  end if;
  return last_id;
end $$;
