-- How far the log has been followed for tries and responses, and whose hand-offs are to be compared with it again.
create table handoff_response_progress (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into handoff_response_progress (position) select coalesce(max(position), 0) from interaction;

create table handoff_response_due (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  asked_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, contact_id)
);
comment on table handoff_response_due is 'Leads whose tries and responses are compared with the log: something was logged of them, or they were just offered';

-- What was logged while an offer was being made is found when the offer stands.
create function queue_handoff_responses() returns trigger language plpgsql as $$
begin
  insert into handoff_response_due (workspace_id, contact_id)
    select distinct workspace_id, contact_id from added where origin in ('gate', 'hand', 'request')
    order by 1, 2
    on conflict (workspace_id, contact_id) do update set asked_at = clock_timestamp();
  return null;
end $$;
create trigger queue_handoff_responses after insert on handoff
  referencing new table as added for each statement execute function queue_handoff_responses();
