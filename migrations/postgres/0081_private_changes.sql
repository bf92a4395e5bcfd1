-- A change made while a conversation was private stays with those who had part in it, whatever becomes of it later.
alter table conversation_change add column private boolean not null default false;
