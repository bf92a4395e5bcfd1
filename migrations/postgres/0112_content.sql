-- Content: what there is to read, for whom, who was given it, and what was really read.

-- A piece. Its words for searching and its pages belong to its versions.
alter table asset add column description text;
alter table asset add column owner_id uuid references teammate on delete set null;
alter table asset add column review_on date;
alter table asset add column current_version_id uuid;
alter table asset add column retired_at timestamptz;
alter table asset add column use_instead_id uuid references asset on delete set null;
comment on column asset.review_on is 'The day from which it is stale until its owner says that it still holds';
comment on column asset.use_instead_id is 'What to use in place of a retired piece';

-- One form of a piece: a file, or the address of what lies elsewhere. Never changed once ready; a better one is a new version.
create table asset_version (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  asset_id uuid not null references asset on delete cascade,
  number integer not null,
  format text not null check (format in ('pdf', 'slides', 'image', 'video', 'page', 'link')),
  state text not null check (state in ('waiting', 'processing', 'ready', 'refused')),
  -- Of what lies elsewhere (page, link).
  url text,
  -- Of a file: the key in the file store, what it was called, what it is by its own bytes.
  file_key text,
  file_name text,
  media_type text,
  file_bytes bigint,
  sha256 text,
  -- What is to be got through: pages of a document, parts of a film; one for the rest.
  page_count integer,
  duration_ms integer,
  thumbnail_key text,
  done_pages integer not null default 0,
  refused_reason text,
  note text,
  created_by text not null,
  created_at timestamptz not null,
  ready_at timestamptz,
  unique (asset_id, number),
  check (format in ('page', 'link') or state in ('waiting', 'refused') or file_key is not null),
  check (format not in ('page', 'link') or url is not null),
  check (state <> 'refused' or refused_reason is not null),
  check (state <> 'ready' or (page_count >= 1 and ready_at is not null))
);
comment on column asset_version.note is 'What is new in it, in words of who brought it';
create index asset_version_unfinished on asset_version (created_at) where state in ('waiting', 'processing');
alter table asset add constraint asset_current_version foreign key (current_version_id) references asset_version on delete set null;

-- A page of a document, a part of a film. Sizes in points (1/72 inch); parts of a film have a span instead.
create table asset_page (
  workspace_id uuid not null references workspace on delete cascade,
  version_id uuid not null references asset_version on delete cascade,
  number integer not null,
  width real,
  height real,
  from_ms integer,
  to_ms integer,
  text text not null default '',
  words tsvector generated always as (to_tsvector('simple', text)) stored,
  primary key (version_id, number)
);
create index asset_page_words on asset_page using gin (words);

-- A way to read one piece or several, for a person or for whoever has it.
create table share_link (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  -- What stands in the address: a name of one's own, if any, and 128 random bits.
  slug text not null unique,
  title text not null,
  note text,
  message text,
  -- The named person; null: open to whoever has the address.
  contact_id uuid references contact on delete set null,
  account_id uuid references account on delete set null,
  opportunity_id uuid references opportunity on delete set null,
  handoff_id uuid,
  created_by_user text,
  created_by text not null,
  teammate_id uuid references teammate on delete set null,
  created_at timestamptz not null,
  -- none: no question; ask: an address, taken as said; verify: a code sent to it.
  email_gate text not null default 'none' check (email_gate in ('none', 'ask', 'verify')),
  passcode_hash text,
  allowed text[] not null default '{}',
  denied text[] not null default '{}',
  expires_at timestamptz,
  may_download boolean not null default false,
  watermark boolean not null default false,
  revoked_at timestamptz,
  revoked_by text,
  sent_by text not null default 'copied' check (sent_by in ('copied', 'mailto', 'linkedin', 'liaison')),
  -- The share in the log, by which sellers' use is counted.
  interaction_id uuid,
  revision integer not null default 1
);
comment on column share_link.allowed is 'Addresses and domains that alone may read; empty: any that are not denied';
create index share_link_recent on share_link (workspace_id, created_at desc, id desc);
create index share_link_contact on share_link (workspace_id, contact_id, created_at desc) where contact_id is not null;
create index share_link_teammate on share_link (workspace_id, teammate_id, created_at desc) where teammate_id is not null;

create table share_link_asset (
  workspace_id uuid not null references workspace on delete cascade,
  link_id uuid not null references share_link on delete cascade,
  asset_id uuid not null references asset on delete cascade,
  position integer not null,
  primary key (link_id, asset_id)
);
create index share_link_asset_of on share_link_asset (workspace_id, asset_id);

-- One opening of one piece of a link by one reader, from its first signed beacon on. A GET writes nothing here.
create table asset_visit (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  link_id uuid not null references share_link on delete cascade,
  asset_id uuid not null references asset on delete cascade,
  version_id uuid not null references asset_version on delete cascade,
  contact_id uuid references contact on delete set null,
  email text,
  email_verified boolean not null default false,
  -- Who reads on what, by hashes that say no more than whether two are the same.
  device_hash text,
  network_hash text,
  device_words text,
  started_at timestamptz not null,
  last_at timestamptz not null,
  -- When it was left, or held to be after a silence.
  ended_at timestamptz,
  active_ms bigint not null default 0,
  pages_seen integer not null default 0,
  page_count integer not null,
  last_page integer,
  downloaded_at timestamptz,
  -- Shown by what was done, not by what was asked for; null flag_reason and not verified: too little seen to say.
  verified boolean not null default false,
  flag_reason text,
  -- Why somebody else than the named person seems to read.
  forwarded_reason text check (forwarded_reason in ('device', 'network', 'email')),
  -- The row of the log that now stands for it.
  interaction_id uuid,
  check (pages_seen <= page_count)
);
create index asset_visit_asset on asset_visit (workspace_id, asset_id, started_at desc, id desc);
create index asset_visit_link on asset_visit (workspace_id, link_id, started_at desc, id desc);
create index asset_visit_contact on asset_visit (workspace_id, contact_id, started_at desc, id desc) where contact_id is not null;
create index asset_visit_open on asset_visit (last_at) where ended_at is null;

-- Visible and active time on each page; seen from one second on.
create table asset_visit_page (
  workspace_id uuid not null references workspace on delete cascade,
  visit_id uuid not null references asset_visit on delete cascade,
  page integer not null,
  active_ms integer not null,
  primary key (visit_id, page)
);

-- What both sides decided about a piece, or about a place where there is none, with the evidence of that day.
create table content_decision (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('retire', 'repair', 'promote', 'make', 'keep')),
  asset_id uuid references asset on delete cascade,
  page integer,
  persona text,
  buying_stage text,
  use_instead_id uuid references asset on delete set null,
  evidence jsonb not null,
  note text,
  decided_by text not null,
  decided_by_user text,
  decided_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  check (asset_id is not null or (kind = 'make' and persona is not null and buying_stage is not null))
);
create index content_decision_asset on content_decision (workspace_id, asset_id, decided_at desc) where asset_id is not null;
create index content_decision_recent on content_decision (workspace_id, decided_at desc, id desc);

-- What sales asked for and did not find.
create table content_request (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  persona text,
  buying_stage text,
  text text not null,
  contact_id uuid references contact on delete set null,
  opportunity_id uuid references opportunity on delete set null,
  asked_by text not null,
  asked_by_user text,
  teammate_id uuid references teammate on delete set null,
  asked_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  answer text,
  answered_with_id uuid references asset on delete set null
);
create index content_request_open on content_request (workspace_id, asked_at desc, id desc) where closed_at is null;
