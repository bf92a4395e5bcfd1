-- What marketing tells sales of a campaign: its packets show it once it has been shared.
create table campaign_brief (
  workspace_id uuid not null references workspace on delete cascade,
  campaign_id uuid not null references campaign on delete cascade,
  audience text,
  message text,
  offer text,
  follow_up text,
  goal text,
  personas text[] not null default '{}',
  buying_stage text,
  shared_with_sales_at timestamptz,
  revision integer not null default 1,
  written_at timestamptz not null,
  written_by text not null,
  primary key (workspace_id, campaign_id)
);
comment on column campaign_brief.follow_up is 'What sales is asked to do with a lead of this campaign';
comment on column campaign_brief.shared_with_sales_at is 'Since when sales sees it; null: still being written';
