-- What waits of the same lead is taken together.
create index standing_change_record on standing_change (workspace_id, record_id);
