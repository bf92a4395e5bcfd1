-- What happened while a file was made readable.
alter table asset_version add column attempts integer not null default 0;
comment on column asset_version.attempts is 'How often it was begun: what ends the reader again and again is refused';
alter table asset_version add column undrawn_pages integer not null default 0;
comment on column asset_version.undrawn_pages is 'Pages that could not be drawn and show that in words';
-- Ready to be read from its first page, while the others are still being drawn.
create index asset_version_undrawn on asset_version (created_at) where state = 'ready' and done_pages < page_count;
