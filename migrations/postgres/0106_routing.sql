-- Who in sales takes leads, how many at once, when they are away, and to whom which lead goes.
create table routing_pool (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index routing_pool_name on routing_pool (workspace_id, lower(name));

create table routing_seller (
  workspace_id uuid not null references workspace on delete cascade,
  teammate_id uuid not null references teammate on delete cascade,
  takes_leads boolean not null default true,
  capacity integer check (capacity between 0 and 10000),
  weight integer not null default 1 check (weight between 1 and 100),
  calendar_key text,
  updated_at timestamptz not null,
  primary key (workspace_id, teammate_id)
);
comment on table routing_seller is 'Those of sales for whom somebody said how they take leads; nobody else takes a turn';
comment on column routing_seller.capacity is 'Open hand-offs they may hold at once; null: no limit';
comment on column routing_seller.weight is 'Their share of the turns, against the weights of the others';
comment on column routing_seller.calendar_key is 'Which calendar of the agreement in force gives their office hours; null: its first';

create table routing_pool_member (
  workspace_id uuid not null references workspace on delete cascade,
  pool_id uuid not null references routing_pool on delete cascade,
  teammate_id uuid not null references teammate on delete cascade,
  primary key (workspace_id, pool_id, teammate_id)
);
create index routing_pool_member_of on routing_pool_member (workspace_id, teammate_id);

create table routing_absence (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  teammate_id uuid not null references teammate on delete cascade,
  from_day date not null,
  to_day date not null,
  reason text,
  said_by text not null,
  said_at timestamptz not null,
  check (to_day >= from_day)
);
comment on column routing_absence.to_day is 'The last day away; days are those of the calendar they work by';
create index routing_absence_of on routing_absence (workspace_id, teammate_id, to_day);

create table routing_rule (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  position integer not null,
  name text not null,
  rule jsonb not null,
  target text not null check (target in ('teammate', 'rotation', 'pool')),
  teammate_id uuid references teammate on delete cascade,
  pool_id uuid references routing_pool on delete restrict,
  updated_at timestamptz not null,
  unique (workspace_id, position) deferrable initially deferred,
  check ((target = 'teammate') = (teammate_id is not null)),
  check ((target <> 'teammate') = (pool_id is not null))
);
comment on column routing_rule.target is 'teammate: to them; rotation: by turns among the pool''s members; pool: for whoever of the pool claims it';

-- One row a workspace; it is also the lock under which turns are given.
create table routing_setting (
  workspace_id uuid primary key references workspace on delete cascade,
  fallback text not null default 'rotation' check (fallback in ('rotation', 'pool')),
  fallback_pool_id uuid references routing_pool on delete restrict,
  updated_at timestamptz not null
);
comment on column routing_setting.fallback_pool_id is 'Null: all sellers';

-- How far ahead of their turn each one is (smooth weighted round robin).
create table routing_turn (
  workspace_id uuid not null references workspace on delete cascade,
  scope text not null,
  teammate_id uuid not null references teammate on delete cascade,
  ahead integer not null,
  primary key (workspace_id, scope, teammate_id)
);
comment on column routing_turn.scope is 'all, or the id of the pool whose members take turns';
