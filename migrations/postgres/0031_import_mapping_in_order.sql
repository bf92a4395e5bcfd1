-- A mapping's records have an order (the first is what a row is about), which jsonb does not keep.
alter table import alter column mapping type json using mapping::json;
