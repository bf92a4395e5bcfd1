-- created_at falls back to the day of the import, which says nothing of when the person became known.
alter table contact add column known_since timestamptz;
comment on column contact.known_since is 'When a source says the person became known to it; null where none said';
