-- Whoever moves a lead by its standing has just looked at it, and says so where a second look would find the same.
create or replace function queue_changed_record() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('liaison.looked_at', true), '') = 'on' then return null; end if;
  insert into standing_change (workspace_id, urgency, kind, record_id)
  values (new.workspace_id, standing_urgency(1), tg_argv[0], new.id);
  return null;
end $$;
