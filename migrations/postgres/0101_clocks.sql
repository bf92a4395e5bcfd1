-- A clock that could not ring is tried again later; the ringer sleeps until the earliest.
alter table sla_clock
  add column attempts integer not null default 0,
  add column retry_at timestamptz,
  add column ring_at timestamptz generated always as (coalesce(retry_at, due_at)) stored;
comment on column sla_clock.attempts is 'How often its ringing failed; what it causes was undone with it';
comment on column sla_clock.due_at is 'Of a paused clock: when it was due before the pause';
drop index sla_clock_due;
create index sla_clock_ring on sla_clock (ring_at, id) where state = 'running';
create index sla_clock_retry on sla_clock (retry_at) where state = 'running' and retry_at is not null;
-- Clocks that rang leave dead entries where the next are looked for.
alter table sla_clock set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01);

-- Whoever sets clocks, the ringer hears of the earliest of them.
create function tell_clocks() returns trigger language plpgsql as $$
declare
  earliest timestamptz;
begin
  select min(ring_at) into earliest from changed where state = 'running';
  if earliest is not null then
    perform pg_notify('clocks', floor(extract(epoch from earliest) * 1000)::bigint::text);
  end if;
  return null;
end $$;
create trigger tell_clocks_set after insert on sla_clock
  referencing new table as changed for each statement execute function tell_clocks();
create trigger tell_clocks_moved after update on sla_clock
  referencing new table as changed for each statement execute function tell_clocks();
