-- What people are told: in the page, by mail, and to other programs by webhook.
create table notice (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  recipient_id uuid not null,
  user_id uuid references auth_user on delete cascade,
  teammate_id uuid references teammate on delete set null,
  key text not null,
  kind text not null,
  urgency text not null check (urgency in ('now', 'digest')),
  title text not null,
  body text not null,
  href text not null,
  at timestamptz not null,
  in_page boolean not null,
  read_at timestamptz,
  mail_state text not null default 'undecided' check (mail_state in ('undecided', 'none', 'mailed')),
  mail_id uuid,
  unique (workspace_id, recipient_id, key)
);
comment on table notice is 'One thing that one person was told. The same key to the same person never twice';
comment on column notice.recipient_id is 'The user, or the teammate where nobody signs in as them';
comment on column notice.mail_state is 'undecided: whether it is mailed, and when, is decided by the person''s wishes when it is looked at';
create index notice_of on notice (workspace_id, user_id, at desc, id desc) where in_page;
create index notice_unread on notice (workspace_id, user_id) where in_page and read_at is null;
create index notice_undecided on notice (id) where mail_state = 'undecided';
create index notice_mailed on notice (mail_id) where mail_id is not null;

-- A mail to one person: about one notice, or a day's digest.
create table notice_mail (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  recipient_id uuid not null,
  user_id uuid references auth_user on delete cascade,
  teammate_id uuid references teammate on delete cascade,
  form text not null check (form in ('single', 'digest')),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead', 'dropped')),
  address text,
  subject text,
  due_at timestamptz not null,
  held boolean not null default false,
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  ended_at timestamptz
);
comment on column notice_mail.held is 'It waits for the end of the person''s quiet hours';
comment on column notice_mail.due_at is 'Also while it is being sent: when it is tried again if nobody says how that ended';
comment on column notice_mail.state is 'dropped: not wanted any more, or everything in it was read in the page before';
alter table notice add foreign key (mail_id) references notice_mail on delete set null;
create index notice_mail_due on notice_mail (due_at, id) where state = 'waiting';
create index notice_mail_recent on notice_mail (workspace_id, created_at desc, id desc);
create index notice_mail_of on notice_mail (workspace_id, recipient_id, created_at desc, id desc);
-- What comes in until a digest is first tried goes into it.
create unique index notice_mail_open_digest on notice_mail (workspace_id, recipient_id)
  where form = 'digest' and state = 'waiting' and attempts = 0;

-- How a person wants to be told; who said nothing has no row.
create table notice_preference (
  workspace_id uuid not null references workspace on delete cascade,
  recipient_id uuid not null,
  channels jsonb not null default '{}',
  digest_on boolean not null default true,
  digest_hour integer not null default 8 check (digest_hour between 0 and 23),
  quiet_from integer check (quiet_from between 0 and 1439),
  quiet_to integer check (quiet_to between 0 and 1439),
  quiet_weekends boolean not null default false,
  time_zone text,
  updated_at timestamptz not null,
  primary key (workspace_id, recipient_id),
  check ((quiet_from is null) = (quiet_to is null))
);
comment on column notice_preference.channels is '{kind: {page: boolean, mail: now | digest | off}}, only where the person chose';
comment on column notice_preference.quiet_from is 'Minutes after midnight, in the person''s zone';
comment on column notice_preference.time_zone is 'null: the workspace''s';
