-- How credit is shared out in a workspace where nobody says otherwise; no row: as the guide says.
create table attribution_setting (
  workspace_id uuid primary key references workspace on delete cascade,
  -- The lifecycle stage at which a lead counts as created; null: when the contact became known.
  lead_stage text,
  half_life_days numeric not null default 7 check (half_life_days > 0 and half_life_days <= 3650),
  -- Weights of the model `custom`: first, leadCreated, opportunityCreated, closed, rest; null: none were given.
  custom_weights jsonb,
  -- Touchpoints longer before the result count for nothing; null: all count.
  lookback_days integer check (lookback_days between 1 and 3650),
  eligibility text not null default 'group' check (eligibility in ('group', 'account', 'primary')),
  updated_at timestamptz not null default now(),
  updated_by text
);
-- What one unit of another currency is worth in the workspace's own, from a day on.
create table currency_rate (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  rate numeric(20, 10) not null check (rate > 0),
  source text,
  created_at timestamptz not null default now(),
  created_by text,
  unique (workspace_id, currency, valid_from)
);
