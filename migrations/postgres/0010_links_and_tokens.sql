-- The one-time link of the first start: at most one, known only by its hash, gone once it is used.
create table set_up_link (
  only_one boolean primary key default true check (only_one),
  key_hash text not null,
  created_at timestamptz not null default now()
);

-- An invitation is accepted by the secret of its link. Automation may invite too, and is no user.
alter table invitation add column secret_hash text unique;
alter table invitation add column invited_by text;
alter table invitation add column accepted_at timestamptz;
alter table invitation add check (status in ('pending', 'accepted', 'revoked'));
alter table invitation alter column inviter_id drop not null;
create unique index invitation_pending on invitation (workspace_id, lower(email)) where status = 'pending';

alter table api_token add column created_by text;
comment on table api_token is 'key: SHA-256 of the secret, base64url. permissions: the scopes, a JSON array. Revoked: not enabled';
