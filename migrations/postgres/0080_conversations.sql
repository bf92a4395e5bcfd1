-- What was said in a person-to-person interaction. The log says that it took place; these tables say the rest.
create table conversation (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  interaction_id uuid not null,
  type text not null,
  occurred_at timestamptz not null,
  ended_at timestamptz,
  duration_minutes integer check (duration_minutes >= 0),
  direction text check (direction in ('inbound', 'outbound')),
  account_id uuid references account,
  opportunity_id uuid references opportunity on delete set null,
  teammate_id uuid references teammate on delete set null,
  subject text,
  body text,
  private boolean not null default false,
  outcome text,
  next_step text,
  next_step_on date,
  next_step_done_at timestamptz,
  next_step_done_by text,
  logged_by_kind text not null,
  logged_by_user_id uuid,
  logged_by text not null,
  source text not null,
  external_id text,
  thread_id text,
  message_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  unique (workspace_id, interaction_id)
);
comment on column conversation.interaction_id is 'The row of the log that stands for it now; a correction moves it on';
comment on column conversation.private is 'Its text is for those who had part in it; src/modules/conversations/may-read-private.ts';
comment on column conversation.teammate_id is 'The first of our side, whose the next step is';
create index conversation_account on conversation (workspace_id, account_id, occurred_at desc) where account_id is not null;
create index conversation_thread on conversation (workspace_id, thread_id, occurred_at desc) where thread_id is not null;
create index conversation_message on conversation (workspace_id, message_id) where message_id is not null;
create index conversation_next_step on conversation (workspace_id, (coalesce(next_step_on, 'infinity'::date)), id)
  where next_step is not null and next_step_done_at is null and withdrawn_at is null;

create table conversation_participant (
  workspace_id uuid not null references workspace on delete cascade,
  conversation_id uuid not null references conversation on delete cascade,
  position integer not null,
  side text not null check (side in ('theirs', 'ours')),
  contact_id uuid references contact on delete set null,
  teammate_id uuid references teammate on delete set null,
  user_id uuid,
  name text,
  email text,
  role text,
  primary key (conversation_id, position)
);
comment on column conversation_participant.user_id is 'The member whom the teammate was when it was logged: who is linked to the teammate later gains no sight of it';
create index conversation_participant_contact on conversation_participant (workspace_id, contact_id) where contact_id is not null;
create index conversation_participant_teammate on conversation_participant (workspace_id, teammate_id) where teammate_id is not null;
create index conversation_participant_email on conversation_participant (workspace_id, email) where email is not null;

-- What was exchanged, in a conversation or (an answer) outside of one.
create table exchanged_item (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  conversation_id uuid references conversation on delete cascade,
  position integer not null default 0,
  what text not null check (what in ('topic', 'question', 'answer', 'asset', 'learned')),
  direction text not null check (direction in ('from_us', 'from_them')),
  text text,
  asset_id uuid references asset on delete cascade,
  how text check (how in ('shown', 'sent')),
  answers_id uuid references exchanged_item on delete set null,
  at timestamptz not null,
  given_by text,
  given_by_teammate_id uuid references teammate on delete set null,
  created_at timestamptz not null,
  check (what <> 'asset' or (asset_id is not null and how is not null)),
  check (what in ('asset', 'answer') or text is not null)
);
comment on column exchanged_item.given_by is 'Who answered in place; what belongs to a conversation was said by its people';
create index exchanged_item_conversation on exchanged_item (workspace_id, conversation_id, position) where conversation_id is not null;
create index exchanged_item_answers on exchanged_item (workspace_id, answers_id) where answers_id is not null;

-- Each correction, with the rows of the log before and after it.
create table conversation_change (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  conversation_id uuid not null references conversation on delete cascade,
  kind text not null check (kind in ('corrected', 'edited', 'withdrawn', 'restored', 'step_done', 'step_reopened')),
  at timestamptz not null,
  actor_name text not null,
  reason text,
  changes jsonb not null default '{}',
  interaction_id uuid,
  replaced_by uuid
);
create index conversation_change_of on conversation_change (workspace_id, conversation_id, at desc, id desc);

-- What a person or company read, and what they wrote into forms, apart from everything else they did.
create index interaction_told_contact on interaction (workspace_id, contact_id, occurred_at desc)
  where contact_id is not null and (asset_id is not null or type = 'form_submitted');
create index interaction_told_profile on interaction (workspace_id, profile_id, occurred_at desc)
  where profile_id is not null and contact_id is null and (asset_id is not null or type = 'form_submitted');
