-- Addresses of other programs that are told what happens; the address is a secret in itself (Slack's are), so it is sealed.
create table notice_webhook (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  host text not null,
  sealed_url text not null,
  kinds text[] not null,
  is_on boolean not null default true,
  off_reason text,
  sealed_secret text not null,
  sealed_old_secret text,
  old_secret_until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  last_sent_at timestamptz,
  last_error text,
  last_error_at timestamptz
);
comment on column notice_webhook.off_reason is 'Why Liaison itself turned it off';
comment on column notice_webhook.last_error is 'What went wrong last; null once something arrived again';
create index notice_webhook_of on notice_webhook (workspace_id, id);

create table notice_webhook_delivery (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  webhook_id uuid not null references notice_webhook on delete cascade,
  key text not null,
  kind text not null,
  title text not null,
  body text not null,
  href text not null,
  told text[] not null default '{}',
  at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead', 'dropped')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  ended_at timestamptz,
  unique (workspace_id, webhook_id, key)
);
comment on column notice_webhook_delivery.told is 'The names of the people who were told in person';
comment on column notice_webhook_delivery.state is 'dead: given up after the last attempt; dropped: the webhook was off when it was due';
create index notice_webhook_delivery_due on notice_webhook_delivery (due_at, id) where state = 'waiting';
create index notice_webhook_delivery_of on notice_webhook_delivery (workspace_id, webhook_id, at desc, id desc);
