-- What was claimed for a campaign, by whom and when. It never changes; who takes a claim back says so.
create table campaign_claim (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  campaign_id uuid not null references campaign on delete cascade,
  teammate_id uuid references teammate on delete set null,
  claimed_by text not null,
  metric text not null,
  -- Of leads, meetings, deals and whatever else is counted.
  claimed_count bigint check (claimed_count > 0),
  -- Of revenue.
  amount_minor bigint check (amount_minor > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  period_from date not null,
  period_to date not null,
  stated_at timestamptz not null,
  stated_in text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  check (period_from <= period_to),
  check ((metric = 'revenue') = (amount_minor is not null)),
  check ((amount_minor is null) = (claimed_count is not null)),
  check ((amount_minor is null) = (currency is null))
);
create index campaign_claim_of on campaign_claim (workspace_id, campaign_id, stated_at desc, id desc);
create index campaign_claim_latest on campaign_claim (workspace_id, stated_at desc, id desc);
-- When a campaign's results were told to both sides.
create table campaign_report (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  campaign_id uuid not null references campaign on delete cascade,
  reported_at timestamptz not null,
  reported_by text not null,
  said text,
  recorded_at timestamptz not null,
  recorded_by text not null
);
create index campaign_report_of on campaign_report (workspace_id, campaign_id, reported_at desc);
-- Persons have the first look at where they stand: when they were told that they can, and when they first did.
create table person_view (
  workspace_id uuid not null references workspace on delete cascade,
  teammate_id uuid not null references teammate on delete cascade,
  told_at timestamptz,
  told_by text,
  seen_at timestamptz,
  primary key (workspace_id, teammate_id)
);
