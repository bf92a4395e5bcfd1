-- That a user goes on using a device is another thing to say than that they sign in on it: after "not this person" only
-- the second makes it theirs again.
alter table identity_fact drop constraint identity_fact_kind_check;
alter table identity_fact add constraint identity_fact_kind_check
  check (kind in ('identify', 'use', 'alias', 'group', 'form', 'share', 'import', 'hand')) not valid;

alter table identity_heard rename to identity_followed;
comment on table identity_followed is 'Up to which row of the log it has been followed what people do on their devices';
