-- What the buyer met, as credit is told by channel: a talk came by no channel, and stands under what it was. As a column
-- of its own, so that ten million touchpoints are grouped by it without being worked out anew each time.
alter table journey add column if not exists met Array(LowCardinality(String))
  materialized arrayMap((channel, kind, type) -> if(channel = '' and kind = 'person', concat('~', type), channel), channels, kinds, types);
