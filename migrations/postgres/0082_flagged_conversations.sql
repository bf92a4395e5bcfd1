-- Why no person on their side had part in it (an automatic reply): its row of the log counts for nothing then.
alter table conversation add column flag_reason text;
