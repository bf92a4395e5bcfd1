-- The mail door: each workspace's secret address, every mail that came in by it and what became of it.
create table mail_setting (
  workspace_id uuid primary key references workspace on delete cascade,
  secret text not null unique default replace(gen_random_uuid()::text, '-', ''),
  -- Who may read the body of a mail that was logged: those it was written between, or everybody here.
  bodies text not null default 'participants' check (bodies in ('participants', 'everyone')),
  staff_domains text[] not null default '{}',
  renewed_at timestamptz,
  renewed_by text
);
comment on column mail_setting.secret is 'log-<secret>@<mail domain>; 122 random bits, lower case because mail systems may fold the part before the @';

-- Every workspace has its address from its first moment on, so that reading it never has to make it.
create function give_mail_setting() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into mail_setting (workspace_id) values (new.id) on conflict do nothing;
  return null;
end $$;
create trigger give_mail_setting after insert on workspace for each row execute function give_mail_setting();
insert into mail_setting (workspace_id) select id from workspace;

create table inbound_mail (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  received_at timestamptz not null,
  -- The Message-ID, or a hash of the whole mail where it has none: the same mail again changes nothing.
  message_key text not null,
  state text not null check (state in ('logged', 'waiting', 'dismissed', 'known')),
  way text not null check (way in ('sent', 'forwarded', 'received')),
  why text,
  direction text not null check (direction in ('inbound', 'outbound')),
  occurred_at timestamptz not null,
  sender_address text not null,
  sender_name text,
  subject text not null,
  automatic boolean not null default false,
  -- What was read of it: people, texts, message ids; enough to log it later.
  message jsonb not null,
  size_bytes integer not null,
  thread_id uuid not null,
  external_id text not null,
  conversation_id uuid,
  settled_at timestamptz,
  settled_by text,
  dismiss_reason text,
  unique (workspace_id, message_key)
);
comment on column inbound_mail.state is 'logged: in the interaction log; known: the log had it already; waiting: in the tray; dismissed: set aside by hand';
comment on column inbound_mail.way is 'sent: one of us wrote it (BCC or CC to the address); forwarded: one of us passed it on; received: somebody else wrote to the address';
create index inbound_mail_recent on inbound_mail (workspace_id, received_at desc, id desc);
create index inbound_mail_state on inbound_mail (workspace_id, state, received_at desc, id desc);
create index inbound_mail_conversation on inbound_mail (workspace_id, conversation_id) where conversation_id is not null;
create index inbound_mail_external on inbound_mail (workspace_id, external_id);

create table mail_attachment (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  mail_id uuid not null references inbound_mail on delete cascade,
  position integer not null,
  name text not null,
  type text not null,
  size_bytes integer not null,
  sha256 text not null,
  file_key text not null,
  inline boolean not null default false
);
create index mail_attachment_mail on mail_attachment (workspace_id, mail_id, position);

-- Which mails belong together, by the ids they name; by subject and people where they name none.
create table mail_thread (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  subject_key text not null,
  addresses text[] not null default '{}',
  last_at timestamptz not null
);
create index mail_thread_subject on mail_thread (workspace_id, subject_key, last_at desc);
create table mail_thread_message (
  workspace_id uuid not null references workspace on delete cascade,
  message_id text not null,
  thread_id uuid not null references mail_thread on delete cascade,
  primary key (workspace_id, message_id)
);

-- People by their addresses: under row-level security an index on lower(email) would not be used.
create function contacts_by_email(addresses text[]) returns table (id uuid, email text, name text, account_id uuid)
language sql stable security definer set search_path = public as $$
  select c.id, lower(c.email), c.name, c.account_id from contact c
  where c.workspace_id = current_setting('liaison.workspace_id')::uuid
    and lower(c.email) = any(addresses) and c.merged_into_id is null
  order by c.created_at, c.id
$$;
