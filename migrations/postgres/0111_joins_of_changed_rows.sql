-- Bulk writers switch joins by hash off, for what they look up by key. Here rows before and after are laid side by side,
-- thousands at a time, and no index leads from one to the other.
alter function keep_custom_values() set enable_hashjoin = on;
alter function keep_custom_values() set enable_seqscan = on;
