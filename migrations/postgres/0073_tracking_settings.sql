-- What a workspace says of its own tracking. Null stands for Liaison's own table or list, which a later version may
-- know better; a workspace without a row takes them all.
create table tracking_settings (
  workspace_id uuid primary key references workspace on delete cascade,
  channel_rules jsonb,
  internal_hosts text[] not null default '{}',
  channels_changed_at timestamptz,
  channels_changed_by text,
  staff_emails text[] not null default '{}',
  staff_domains text[] not null default '{}',
  staff_networks text[] not null default '{}',
  staff_members boolean not null default true,
  scanner_agents text[],
  scanner_networks text[],
  exclusions_changed_at timestamptz,
  exclusions_changed_by text
);
comment on table tracking_settings is 'Which channel a visit counts for, and whose visits are not counted';

-- What is not counted, opened by its reason; few rows, so the log pays next to nothing for it.
create index interaction_flagged on interaction (workspace_id, flag_reason, occurred_at desc, id desc) where not verified;
