-- Share links: found by a hash of their address, guarded, sent by mail.

alter table share_link add constraint share_link_slug_plain check (slug ~ '^[A-Za-z0-9-]+$');
-- Looked up by this: how long a search takes then says nothing about how much of a guessed address was right.
alter table share_link add column slug_hash bytea generated always as (sha256(decode(slug, 'escape'))) stored;
create unique index share_link_slug_hash on share_link (slug_hash);
-- Rises whenever who may read changes, so that what was let in before is let in no more.
alter table share_link add column access_revision integer not null default 1;
create index share_link_account on share_link (workspace_id, account_id, created_at desc) where account_id is not null;
create index share_link_opportunity on share_link (workspace_id, opportunity_id, created_at desc) where opportunity_id is not null;

-- Each piece of a share is a row of the log of its own, so that each piece is counted.
alter table share_link_asset add column interaction_id uuid;

-- Links that Liaison itself sent.
create table share_link_mail (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  link_id uuid not null references share_link on delete cascade,
  address text not null,
  subject text not null,
  sent_at timestamptz not null,
  sent_by text not null
);
create index share_link_mail_of on share_link_mail (workspace_id, link_id, sent_at desc);
create index share_link_mail_recent on share_link_mail (workspace_id, sent_at desc);

-- The one code that is good for an address at a link; a newer one takes its place. Only a keyed hash of it is kept.
create table share_link_code (
  workspace_id uuid not null references workspace on delete cascade,
  link_id uuid not null references share_link on delete cascade,
  address text not null,
  code_hash text not null,
  made_at timestamptz not null,
  good_until timestamptz not null,
  tries integer not null default 0,
  primary key (link_id, address)
);
create index share_link_code_old on share_link_code (good_until);

-- How often something was tried, by keyed hashes of who tried what; above workspaces, for whoever guesses belongs to none.
create table gate_try (
  key text primary key,
  tries integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz
);
create index gate_try_old on gate_try (last_at);
