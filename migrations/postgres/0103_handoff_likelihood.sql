-- Which grades become deals is asked for each queue: answered from the index alone.
create index handoff_closed on handoff (workspace_id, closed_at) include (state, grade) where closed_at is not null;
