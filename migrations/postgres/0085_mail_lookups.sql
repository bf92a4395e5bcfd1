-- The door looks an address up by a hash of its secret: how long that takes says nothing about the secret.
alter table mail_setting add column secret_hash bytea generated always as (sha256(decode(secret, 'hex'))) stored;
create unique index mail_setting_hash on mail_setting (secret_hash);

create index inbound_mail_thread on inbound_mail (workspace_id, thread_id, occurred_at);
