-- The interaction log: append-only, one row for each thing that happened between a buyer and us.
-- position is strictly in commit order: every insert holds one lock until its transaction ends, so a reader
-- that has seen position N will never later find a smaller one it has not seen.
create sequence interaction_position;

create table interaction (
  id uuid not null,
  workspace_id uuid not null references workspace on delete cascade,
  position bigint not null default nextval('interaction_position'),
  received_at timestamptz not null default now(),
  occurred_at timestamptz not null,
  kind text not null check (kind in ('content', 'person')),
  type text not null,
  direction text check (direction in ('inbound', 'outbound')),
  profile_id uuid,
  contact_id uuid,
  account_id uuid,
  opportunity_id uuid,
  teammate_id uuid,
  channel text,
  campaign_id uuid,
  asset_id uuid,
  subject text,
  url text,
  engaged_seconds integer,
  completion real,
  verified boolean not null default true,
  flag_reason text,
  properties jsonb not null default '{}',
  source text not null,
  external_id text,
  primary key (id, received_at)
) partition by range (received_at);
create index interaction_position_order on interaction (position);
create index interaction_contact on interaction (workspace_id, contact_id, occurred_at desc, id desc) where contact_id is not null;
create index interaction_profile on interaction (workspace_id, profile_id, occurred_at desc, id desc) where profile_id is not null;
create index interaction_account on interaction (workspace_id, account_id, occurred_at desc, id desc) where account_id is not null;
create index interaction_recent on interaction (workspace_id, occurred_at desc, id desc);

create table interaction_other partition of interaction default;

-- Months from the given one on; called at every start and once a day, well ahead of need.
create function ensure_interaction_partitions(from_month date, months integer) returns void language plpgsql as $$
declare month date;
begin
  for i in 0 .. months - 1 loop
    month := date_trunc('month', from_month)::date + make_interval(months => i);
    if to_regclass(format('interaction_%s', to_char(month, 'YYYY_MM'))) is null then
      execute format('create table %I partition of interaction for values from (%L) to (%L)',
        'interaction_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
    end if;
  end loop;
end $$;

create function hold_log_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('liaison.interaction_log', 0));
  return null;
end $$;
create trigger hold_log_order before insert on interaction for each statement execute function hold_log_order();

create function refuse_log_change() returns trigger language plpgsql as $$
begin
  raise exception 'the interaction log is append-only' using errcode = 'restrict_violation';
end $$;
create trigger refuse_log_change before update on interaction for each row execute function refuse_log_change();

-- A unique key on a partitioned table must hold the partition key; what was received once is remembered here.
create table interaction_receipt (
  workspace_id uuid not null references workspace on delete cascade,
  source text not null,
  external_id text not null,
  interaction_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (workspace_id, source, external_id)
);
create index interaction_receipt_age on interaction_receipt (received_at);
