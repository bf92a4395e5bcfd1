-- What the log needs to hold tracked events and conversations on one line.

-- What a tracker said of the circumstances (page, campaign, library, locale, ...), apart from the event's own properties.
alter table interaction add column context jsonb;

-- A meeting has more than one person on their side: contact_id is the first, these are the others.
alter table interaction add column other_contact_ids uuid[] not null default '{}';

-- The log is never changed: a corrected row names the one it stands for, and so does a row of type 'withdrawn'.
alter table interaction add column replaces_id uuid;

create table interaction_replacement (
  workspace_id uuid not null references workspace on delete cascade,
  interaction_id uuid not null,
  replaced_by uuid not null,
  at timestamptz not null default now(),
  primary key (workspace_id, interaction_id)
);
comment on table interaction_replacement is 'Rows of the log that a later row corrects or withdraws; whoever reads the log leaves them out';

create table interaction_participant (
  workspace_id uuid not null references workspace on delete cascade,
  contact_id uuid not null,
  occurred_at timestamptz not null,
  interaction_id uuid not null,
  primary key (workspace_id, contact_id, occurred_at, interaction_id)
);
comment on table interaction_participant is 'Everyone in interaction.other_contact_ids, to find a meeting by any of them';

create index interaction_opportunity on interaction (workspace_id, opportunity_id, occurred_at desc, id desc) where opportunity_id is not null;
create index interaction_campaign on interaction (workspace_id, campaign_id, occurred_at desc, id desc) where campaign_id is not null;
create index interaction_asset on interaction (workspace_id, asset_id, occurred_at desc, id desc) where asset_id is not null;
create index interaction_teammate on interaction (workspace_id, teammate_id, occurred_at desc, id desc) where teammate_id is not null;

-- Receipts are dropped by age in the order they came: a block range index costs an insert next to nothing.
drop index interaction_receipt_age;
create index interaction_receipt_age on interaction_receipt using brin (received_at);

-- Received = accepted + duplicate + dead-lettered, for every door that takes events; added up in the transaction of the events.
create table log_count (
  workspace_id uuid not null references workspace on delete cascade,
  day date not null,
  door text not null check (door in ('tracking', 'api', 'mail', 'calendar')),
  received bigint not null default 0,
  accepted bigint not null default 0,
  duplicate bigint not null default 0,
  dead_lettered bigint not null default 0,
  primary key (workspace_id, day, door),
  check (received = accepted + duplicate + dead_lettered)
);

-- What a door could not take: kept as it came, with the reason, to be replayed after a fix.
create table dead_letter (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  door text not null check (door in ('tracking', 'api', 'mail', 'calendar')),
  received_at timestamptz not null,
  reason_code text not null,
  reason text not null,
  event_type text,
  message_id text,
  raw text not null,
  sent_at timestamptz,
  replayed_at timestamptz,
  replayed_by text,
  replay_outcome text
);
comment on column dead_letter.raw is 'The event as JSON text; a NUL character, which text cannot hold, is written \u0000';
create index dead_letter_recent on dead_letter (workspace_id, received_at desc, id desc);
create index dead_letter_waiting on dead_letter (workspace_id, reason_code, received_at desc, id desc) where replayed_at is null;

-- Who a profile is said to be, one row each time somebody says so. Identities are a function of the set of these rows:
-- neither their order of arrival nor their repetition changes who is who (src/modules/people/identity).
create table identity_fact (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('identify', 'alias', 'group', 'form', 'share', 'import', 'hand')),
  at timestamptz not null,
  received_at timestamptz not null default now(),
  profile_id uuid,
  user_id text,
  previous_user_id text,
  email text,
  contact_id uuid,
  group_id text,
  traits jsonb not null default '{}',
  message_id text,
  source text not null,
  verified boolean not null default true,
  settled_at timestamptz
);
comment on column identity_fact.at is 'When it happened, by the corrected clock of whoever said it';
comment on column identity_fact.settled_at is 'When who is who was worked out with this row; null: still to do';
create index identity_fact_waiting on identity_fact (workspace_id, id) where settled_at is null;
create index identity_fact_profile on identity_fact (workspace_id, profile_id) where profile_id is not null;
create index identity_fact_user on identity_fact (workspace_id, user_id) where user_id is not null;
create index identity_fact_previous on identity_fact (workspace_id, previous_user_id) where previous_user_id is not null;
create index identity_fact_email on identity_fact (workspace_id, email) where email is not null;

-- Whose a profile is, and from when to when: a shared device is one person's until another signs in on it.
create table profile_binding (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  profile_id uuid not null references profile on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  from_at timestamptz not null default '-infinity',
  to_at timestamptz not null default 'infinity',
  fact_id uuid,
  bound_at timestamptz not null default now(),
  unique (workspace_id, profile_id, from_at)
);
create index profile_binding_contact on profile_binding (workspace_id, contact_id);

-- "This device is not that person": their facts up to then count for nothing, and older history is not theirs.
create table identity_withdrawal (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  profile_id uuid not null references profile on delete cascade,
  person_key text not null,
  contact_id uuid,
  before_at timestamptz not null,
  reason text,
  withdrawn_at timestamptz not null default now(),
  withdrawn_by text not null,
  restored_at timestamptz,
  restored_by text
);
create index identity_withdrawal_profile on identity_withdrawal (workspace_id, profile_id) where restored_at is null;
