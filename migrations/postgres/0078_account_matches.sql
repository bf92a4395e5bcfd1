-- Lead-to-account matching: which company a lead's company name means.

-- What two spellings of a company's name have in common: no case, accents, punctuation or legal form.
create function company_key(name text) returns text language sql immutable parallel safe as $$
  select coalesce(nullif(trim(regexp_replace(
    regexp_replace(' ' || spelt || ' ', '( (the|inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|mbh|ag|kg|kgaa|ohg|ug|se|sa|sas|sarl|srl|spa|bv|nv|oy|ab|as|aps|pty|pte|kk|ltda|holding|holdings|group))+(?= )', ' ', 'g'),
    ' +', ' ', 'g')), ''), spelt)
  from (select trim(regexp_replace(regexp_replace(
    regexp_replace(normalize(lower(replace(replace(name, '&', ' and '), 'ß', 'ss')), NFKD), '[\u0300-\u036f.''’]', '', 'g'),
    '[^[:alnum:]]+', ' ', 'g'), ' +', ' ', 'g')) as spelt) s
$$;

alter table account add column match_key text generated always as (company_key(name)) stored;
create index account_match_key on account using gin (match_key gin_trgm_ops) where merged_into_id is null;
create index account_updated on account (workspace_id, updated_at, id) where merged_into_id is null;

-- Accounts that a name may mean, with how alike the two keys are; as the owner, since `%` is not leakproof.
create function similar_accounts(ids uuid[], per integer)
returns table (account_id uuid, candidate_id uuid, similarity real)
language plpgsql stable security definer
set search_path = public, pg_temp set pg_trgm.similarity_threshold = 0.4 as $$
declare ws constant uuid := current_setting('liaison.workspace_id')::uuid;
begin
  return query
    select a.id, c.id, c.alike
    from account a
    cross join lateral (
      select x.id, similarity(x.match_key, a.match_key) as alike from account x
      where x.match_key % a.match_key and x.workspace_id = ws and x.merged_into_id is null and x.id <> a.id
      order by similarity(x.match_key, a.match_key) desc, x.id limit per) as c
    where a.workspace_id = ws and a.id = any(ids) and a.merged_into_id is null;
end $$;

-- People without an account whose address ends in one of these domains.
create function contacts_at_domains(domains text[], most integer) returns table (contact_id uuid, domain text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare ws constant uuid := current_setting('liaison.workspace_id')::uuid;
begin
  return query
    select c.id, d.domain from unnest(domains) as d(domain)
    cross join lateral (
      select x.id from contact x
      where x.workspace_id = ws and x.search_text like '%' || replace(replace(d.domain, '\', '\\'), '_', '\_') || '%'
        and x.account_id is null and x.merged_into_id is null and x.email is not null limit most) as c;
end $$;

create table account_match (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null references account on delete cascade,
  candidate_id uuid not null references account on delete cascade,
  evidence text not null check (evidence in ('domain', 'name')),
  score real not null check (score between 0 and 1),
  status text not null default 'waiting' check (status in ('waiting', 'automatic', 'accepted', 'refused')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  merge_id uuid references record_merge on delete set null,
  unique (workspace_id, account_id, candidate_id)
);
comment on table account_match is 'account_id is a company known by its name alone; candidate_id the account it may be';
create index account_match_list on account_match (workspace_id, status, score desc, id desc);

create table account_match_setting (
  workspace_id uuid primary key references workspace on delete cascade,
  automatic_from real not null default 0.95 check (automatic_from between 0.5 and 1.01),
  review_from real not null default 0.75 check (review_from between 0.5 and 1)
);
comment on column account_match_setting.automatic_from is 'A likeness from which a name is matched without asking; above 1: never';

-- Up to which change of accounts the matching has looked.
create table account_match_place (
  workspace_id uuid primary key references workspace on delete cascade,
  through timestamptz not null,
  through_id uuid not null
);

alter table contact drop constraint contact_account_source_check;
alter table contact add constraint contact_account_source_check
  check (account_source in ('domain', 'external_id', 'name', 'hand', 'import', 'group'));
