-- A sweep goes from the newest lead to the oldest, along contact_recent.
alter table standing_sweep add column after_at timestamptz;

-- What rules rest on besides leads and definitions. An empty fingerprint fits nothing, so that everybody is looked at
-- again; what is merely new is nobody's yet.
create function forget_meaning() returns trigger language plpgsql as $$
begin
  update standing_sweep set meaning = '' where workspace_id = old.workspace_id;
  return null;
end $$;
create trigger forget_meaning after update on asset for each row
  when (old.type is distinct from new.type) execute function forget_meaning();
create trigger forget_meaning_changed after update on custom_field for each row
  when ((old.type, old.key, old.record_type) is distinct from (new.type, new.key, new.record_type)) execute function forget_meaning();
create trigger forget_meaning_removed after delete on custom_field for each row execute function forget_meaning();
