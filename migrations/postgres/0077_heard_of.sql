-- Up to which row of the log it has been noted when people were last heard of by their devices.
create table identity_heard (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into identity_heard (position) select coalesce(max(position), 0) from interaction;
