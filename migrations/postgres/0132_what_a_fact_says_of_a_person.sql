-- Taken out of the traits once, when the fact is settled, and not each time that something more is said of its person.
alter table identity_fact add column said jsonb;
comment on column identity_fact.said is 'What its traits say of the fields of a person; null: settled before this was kept, or not yet';
