-- Hand-offs: marketing offers a lead, sales answers. Every move is a row of handoff_event; handoff holds where it stands.
alter table definition drop constraint definition_kind_check;
alter table definition add constraint definition_kind_check
  check (kind in ('term', 'stage', 'scoring', 'test', 'reject_reasons', 'persona', 'sla'));
alter table stage_change drop constraint stage_change_source_check;
alter table stage_change add constraint stage_change_source_check
  check (source in ('import', 'opportunity', 'hand', 'interaction', 'definition', 'sample', 'handoff'));

create table handoff (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  account_id uuid references account on delete set null,
  opportunity_id uuid references opportunity on delete set null,
  previous_id uuid references handoff on delete set null,
  round integer not null default 1 check (round >= 1),
  state text not null default 'offered'
    check (state in ('offered', 'accepted', 'rejected', 'recycled', 'expired', 'withdrawn', 'returned', 'converted')),
  origin text not null check (origin in ('gate', 'hand', 'request', 'sample', 'import')),
  revision integer not null default 1,
  offered_at timestamptz not null,
  offered_by text not null,
  marketer_id uuid references teammate on delete set null,
  owner_id uuid references teammate on delete set null,
  pool_id uuid,
  routed_by text,
  campaign_id uuid references campaign on delete set null,
  grade text,
  points_milli bigint,
  sla_version_id uuid references definition_version on delete set null,
  gate_version_id uuid references definition_version on delete set null,
  stage_change_id uuid references stage_change on delete set null,
  calendar_key text,
  packet jsonb not null default '{}',
  packet_items text[] not null default '{}',
  promised_items text[] not null default '{}',
  response_due_at timestamptz,
  disposition_due_at timestamptz,
  expires_at timestamptz,
  first_response_at timestamptz,
  first_response_interaction_id uuid,
  attempts integer not null default 0,
  decided_at timestamptz,
  decided_by text,
  reason_key text,
  reason text,
  would_accept_if text,
  recycle_on date,
  closed_at timestamptz,
  follow_up text check (follow_up in ('open', 'offered_again', 'closed')),
  followed_up_at timestamptz,
  followed_up_by text,
  follow_up_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column handoff.revision is 'Goes up with every move; a page that saw an older one is told so';
comment on column handoff.owner_id is 'Whose it is in sales; null: in a pool, for whoever claims it';
comment on column handoff.packet is 'What marketing handed over, as it was then; src/modules/handoff/packet';
comment on column handoff.closed_at is 'Since when it is nobody''s open work: decided against, returned, converted or withdrawn';
comment on column handoff.follow_up is 'Of one that came back: open until marketing offers the lead again or lets it rest';
-- One offer at a time, whoever makes it.
create unique index handoff_one_open on handoff (workspace_id, contact_id) where closed_at is null;
create index handoff_contact on handoff (workspace_id, contact_id, offered_at desc, id desc);
create index handoff_open on handoff (workspace_id, owner_id, state, response_due_at, id) where closed_at is null;
create index handoff_offered on handoff (workspace_id, offered_at, id);
create index handoff_decided on handoff (workspace_id, decided_at, id) where decided_at is not null;
create index handoff_follow_up on handoff (workspace_id, decided_at desc, id desc) where follow_up = 'open';
create index handoff_account on handoff (workspace_id, account_id, offered_at desc) where account_id is not null;

create table handoff_event (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  handoff_id uuid not null references handoff on delete cascade,
  at timestamptz not null,
  what text not null,
  by_kind text not null,
  by_id uuid,
  by_name text not null,
  sla_version_id uuid references definition_version on delete set null,
  from_state text,
  to_state text,
  reason_key text,
  reason text,
  details jsonb not null default '{}'
);
comment on column handoff_event.what is 'offered, accepted, rejected, recycled, expired, withdrawn, returned, converted, claimed, reassigned, responded, attempted, packet_mended, overdue, escalated, paused, resumed, offered_again, closed, commented';
create index handoff_event_of on handoff_event (workspace_id, handoff_id, at, id);

-- Tries to reach the lead after the offer: each person-to-person interaction from our side.
create table handoff_attempt (
  workspace_id uuid not null references workspace on delete cascade,
  handoff_id uuid not null references handoff on delete cascade,
  interaction_id uuid not null,
  at timestamptz not null,
  type text not null,
  teammate_id uuid references teammate on delete set null,
  reached boolean not null default false,
  primary key (workspace_id, handoff_id, interaction_id)
);

-- Clocks: each rings once, in the transaction of what it causes.
create table sla_clock (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  handoff_id uuid not null references handoff on delete cascade,
  kind text not null,
  step integer not null default 0,
  calendar jsonb not null,
  started_at timestamptz not null,
  allowed_ms bigint not null,
  used_ms bigint not null default 0,
  due_at timestamptz,
  state text not null default 'running' check (state in ('running', 'paused', 'stopped', 'rung')),
  resumed_at timestamptz,
  ended_at timestamptz,
  unique (workspace_id, handoff_id, kind, step)
);
comment on column sla_clock.kind is 'first_response, disposition, expiry, escalation, recycle';
comment on column sla_clock.used_ms is 'Business time already counted before resumed_at, where it was paused';
create index sla_clock_due on sla_clock (due_at, id) where state = 'running';
create index sla_clock_handoff on sla_clock (workspace_id, handoff_id);

-- Who reached the stage at which leads are offered; filled by a trigger, emptied by the one who offers.
create table handoff_due (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null,
  stage_change_id uuid not null,
  at timestamptz not null
);
create function queue_handoff() returns trigger language plpgsql as $$
begin
  if new.outcome = 'reached' and new.source in ('hand', 'definition', 'interaction') and new.superseded_at is null then
    insert into handoff_due (workspace_id, contact_id, stage_change_id, at) values (new.workspace_id, new.contact_id, new.id, new.at);
    perform pg_notify('handoffs', new.workspace_id::text);
  end if;
  return null;
end $$;
create trigger queue_handoff after insert on stage_change for each row execute function queue_handoff();

-- Who from each side is on a lead or a deal, where somebody said so; else it follows from owners and campaigns.
create table record_team (
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null check (record_type in ('contact', 'opportunity')),
  record_id uuid not null,
  side text not null check (side in ('marketing', 'sales')),
  teammate_id uuid not null references teammate on delete cascade,
  since timestamptz not null,
  said_by text not null,
  primary key (workspace_id, record_type, record_id, side, teammate_id)
);

-- What one side asks of the other outside of offers: a lead early, help, a hand at an early stage.
create table handoff_request (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('lead', 'help', 'join')),
  from_side text not null check (from_side in ('marketing', 'sales')),
  contact_id uuid references contact on delete cascade,
  opportunity_id uuid references opportunity on delete cascade,
  asked_by text not null,
  asked_by_id uuid references teammate on delete set null,
  asked_by_user_id uuid,
  to_teammate_id uuid references teammate on delete set null,
  text text not null,
  asked_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'granted', 'declined', 'withdrawn')),
  answered_at timestamptz,
  answered_by text,
  answer text,
  handoff_id uuid references handoff on delete set null,
  check (contact_id is not null or opportunity_id is not null)
);
comment on column handoff_request.kind is 'lead: sales asks for it before the gate; help: sales asks marketing; join: marketing asks sales in';
create index handoff_request_open on handoff_request (workspace_id, from_side, asked_at desc, id desc) where state = 'open';
create index handoff_request_contact on handoff_request (workspace_id, contact_id, asked_at desc) where contact_id is not null;
