-- What moves hand-offs along, besides people: stages that leads reach, records that are merged.
alter table handoff add column paused_at timestamptz;
alter table handoff add column offered_contact_id uuid;
comment on column handoff.paused_at is 'Since when its clocks stand still because somebody said so; null: they run';
comment on column handoff.offered_contact_id is 'As whom the lead was offered; contact_id is the record that stands for them now';
update handoff set offered_contact_id = contact_id;
create index handoff_offered_contact on handoff (workspace_id, offered_contact_id);
create function note_offered_contact() returns trigger language plpgsql as $$
begin
  new.offered_contact_id := coalesce(new.offered_contact_id, new.contact_id);
  return new;
end $$;
create trigger note_offered_contact before insert on handoff for each row execute function note_offered_contact();

alter table handoff_event add column revision integer;
comment on column handoff_event.revision is 'Of the hand-off after this move; null where nothing about it was decided';

alter table handoff_due alter column stage_change_id drop not null;
alter table handoff_due add column attempts integer not null default 0;
alter table handoff_due add column retry_at timestamptz;
comment on column handoff_due.stage_change_id is 'null: the contact was merged, or split off again';
create index handoff_due_of on handoff_due (workspace_id, contact_id);

-- Whoever reaches a stage may be due for an offer; whatever moves the lead of an open hand-off may end it.
drop trigger queue_handoff on stage_change;
drop function queue_handoff;
create function queue_handoffs() returns trigger language plpgsql as $$
begin
  insert into handoff_due (workspace_id, contact_id, stage_change_id, at)
  select n.workspace_id, n.contact_id, n.id, n.at from news n
  where n.source <> 'handoff' and (
    (n.outcome = 'reached' and n.source in ('hand', 'definition', 'interaction') and n.superseded_at is null)
    or exists (select 1 from handoff h
      where h.workspace_id = n.workspace_id and h.contact_id = n.contact_id and h.closed_at is null));
  if found then
    perform pg_notify('handoffs', workspace_id::text) from (select distinct workspace_id from news) as told;
  end if;
  return null;
end $$;
create trigger queue_handoffs_added after insert on stage_change referencing new table as news
  for each statement execute function queue_handoffs();

-- A move that is taken back may take an offer back with it.
create function queue_handoff_undone() returns trigger language plpgsql as $$
begin
  insert into handoff_due (workspace_id, contact_id, stage_change_id, at)
  select n.workspace_id, n.contact_id, n.id, n.superseded_at from news n
  where n.superseded_at is not null and exists (select 1 from handoff h
    where h.workspace_id = n.workspace_id and h.contact_id = n.contact_id and h.closed_at is null);
  if found then
    perform pg_notify('handoffs', workspace_id::text) from (select distinct workspace_id from news) as told;
  end if;
  return null;
end $$;
create trigger queue_handoffs_undone after update on stage_change referencing new table as news
  for each statement execute function queue_handoff_undone();

-- Merged contacts: their hand-offs become the survivor's, and come back when the merge is undone.
create function queue_handoff_merged() returns trigger language plpgsql as $$
begin
  insert into handoff_due (workspace_id, contact_id, at)
  select new.workspace_id, new.id, clock_timestamp()
  where exists (select 1 from handoff h where h.workspace_id = new.workspace_id
    and h.contact_id in (new.id, old.merged_into_id))
    or exists (select 1 from handoff h where h.workspace_id = new.workspace_id and h.offered_contact_id = new.id);
  if found then
    perform pg_notify('handoffs', new.workspace_id::text);
  end if;
  return null;
end $$;
create trigger queue_handoff_merged after update of merged_into_id on contact for each row
  when (old.merged_into_id is distinct from new.merged_into_id) execute function queue_handoff_merged();

-- The account of an open hand-off is the lead's; of a closed one, what its account was merged into.
create function follow_handoff_account() returns trigger language plpgsql as $$
begin
  update handoff set account_id = new.account_id
  where workspace_id = new.workspace_id and contact_id = new.id and closed_at is null
    and account_id is distinct from new.account_id;
  return null;
end $$;
create trigger follow_handoff_account after update of account_id on contact for each row
  when (old.account_id is distinct from new.account_id) execute function follow_handoff_account();
create function follow_handoff_account_merged() returns trigger language plpgsql as $$
begin
  update handoff set account_id = new.merged_into_id where workspace_id = new.workspace_id and account_id = new.id;
  return null;
end $$;
create trigger follow_handoff_account_merged after update of merged_into_id on account for each row
  when (new.merged_into_id is not null and old.merged_into_id is distinct from new.merged_into_id)
  execute function follow_handoff_account_merged();
