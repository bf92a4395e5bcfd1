alter table interaction
  add column if not exists direction LowCardinality(String),
  add column if not exists context String,
  add column if not exists other_contact_ids Array(UUID),
  add column if not exists replaces_id Nullable(UUID);
