-- From a row of the log to the visit it stands for.
create index asset_visit_logged on asset_visit (workspace_id, interaction_id) where interaction_id is not null;
