-- How the files of an import are read (detected once, so that a resumed run reads them the same way), how many rows a
-- mapping leaves out (they count as unchanged), and how far a dry run saw its own rows.
alter table import add column plan jsonb;
alter table import add column skipped_count bigint not null default 0;
alter table import add column dry_run_scope text check (dry_run_scope in ('whole', 'by_chunk'));
