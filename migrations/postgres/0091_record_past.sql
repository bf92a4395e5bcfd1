-- What was known when: what rules can see of a record, as it was before it was changed; and who is to be told anew.

-- What rules see of a record that changes over time. Blanks are left out, custom fields stand as custom.<key>.
create function rule_values(record contact) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('name', nullif(record.name, ''), 'email', record.email, 'title', record.title,
      'phone', record.phone, 'city', record.city, 'country', record.country, 'persona', record.persona,
      'buyingRole', record.buying_role, 'channel', record.channel, 'campaignId', record.campaign_id,
      'ownerId', record.owner_id, 'accountId', record.account_id)
    || coalesce((select jsonb_object_agg('custom.' || key, value) from jsonb_each(record.custom)), '{}'))
$$;
create function rule_values(record account) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('name', nullif(record.name, ''), 'domain', record.domain,
      'industry', record.industry, 'segment', record.segment, 'country', record.country, 'city', record.city,
      'employeeCount', record.employee_count, 'annualRevenueMinor', record.annual_revenue_minor,
      'currency', record.currency, 'ownerId', record.owner_id)
    || coalesce((select jsonb_object_agg('custom.' || key, value) from jsonb_each(record.custom)), '{}'))
$$;
create function rule_values(record opportunity) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('name', nullif(record.name, ''), 'product', record.product,
      'amountMinor', record.amount_minor, 'currency', record.currency, 'expectedCloseOn', record.expected_close_on,
      'campaignId', record.campaign_id, 'ownerId', record.owner_id)
    || coalesce((select jsonb_object_agg('custom.' || key, value) from jsonb_each(record.custom)), '{}'))
$$;

create table record_past (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references workspace on delete cascade,
  record_type text not null check (record_type in ('contact', 'account', 'opportunity')),
  record_id uuid not null,
  until timestamptz not null,
  account_id uuid,
  values jsonb not null
);
comment on table record_past is 'What rules could see of a record until it was changed; in the order of id';
comment on column record_past.account_id is 'The account of a contact until then, to find whose past names a company that was merged';
create index record_past_record on record_past (workspace_id, record_type, record_id, id);
create index record_past_account on record_past (workspace_id, account_id) where account_id is not null;

-- In a transaction with liaison.backfill on, what is filled in where it was blank is taken to have been so before:
-- an import tells what was long known elsewhere. Values that replace others have their moment also then.
create function keep_record_past() returns trigger language plpgsql as $$
declare
  before jsonb := rule_values(old);
  after constant jsonb := rule_values(new);
  filled jsonb;
begin
  if before = after then return null; end if;
  if current_setting('liaison.backfill', true) = 'on' then
    select jsonb_object_agg(key, value) into filled from jsonb_each(after) where not before ? key;
    if filled is not null then
      update record_past p
      set values = p.values || coalesce((
        select jsonb_object_agg(f.key, f.value) from jsonb_each(filled) f
        where not exists (select from record_past l where l.workspace_id = p.workspace_id and l.record_type = p.record_type
          and l.record_id = p.record_id and l.id >= p.id and l.values ? f.key)), '{}')
      where p.workspace_id = new.workspace_id and p.record_type = tg_table_name and p.record_id = new.id;
      before := filled || before;
      if before = after then return null; end if;
    end if;
  end if;
  insert into record_past (workspace_id, record_type, record_id, until, account_id, values)
  values (new.workspace_id, tg_table_name, new.id,
    case when new.updated_at > old.updated_at then new.updated_at else now() end, (before ->> 'accountId')::uuid, before);
  return null;
end $$;

create trigger keep_record_past after update on contact for each row
  when ((old.name, old.email, old.title, old.phone, old.city, old.country, old.persona, old.buying_role, old.channel,
      old.campaign_id, old.owner_id, old.account_id, old.custom)
    is distinct from (new.name, new.email, new.title, new.phone, new.city, new.country, new.persona, new.buying_role,
      new.channel, new.campaign_id, new.owner_id, new.account_id, new.custom))
  execute function keep_record_past();
create trigger keep_record_past after update on account for each row
  when ((old.name, old.domain, old.industry, old.segment, old.country, old.city, old.employee_count,
      old.annual_revenue_minor, old.currency, old.owner_id, old.custom)
    is distinct from (new.name, new.domain, new.industry, new.segment, new.country, new.city, new.employee_count,
      new.annual_revenue_minor, new.currency, new.owner_id, new.custom))
  execute function keep_record_past();
create trigger keep_record_past after update on opportunity for each row
  when ((old.name, old.product, old.amount_minor, old.currency, old.expected_close_on, old.campaign_id, old.owner_id,
      old.custom)
    is distinct from (new.name, new.product, new.amount_minor, new.currency, new.expected_close_on, new.campaign_id,
      new.owner_id, new.custom))
  execute function keep_record_past();

-- created_at says when a membership was written here; what an import brings was so from the beginning of the deal.
alter table opportunity_contact add column joined_at timestamptz
  default case when current_setting('liaison.backfill', true) = 'on' then '-infinity'::timestamptz end;
comment on column opportunity_contact.joined_at is 'Since when they have had a part in the deal; null: since created_at';
update opportunity_contact set joined_at = '-infinity';

-- Of whom the analytical copy of leads, companies and deals has still to be told. A queue like identity_change: whoever
-- takes an entry reads the record as it is then.
create table lead_change (
  id bigint generated always as identity primary key,
  workspace_id uuid not null,
  kind text not null check (kind in ('contact', 'account', 'opportunity')),
  record_id uuid not null
);
-- How often it was told, as identity_projection.
create table lead_projection (
  only_row boolean primary key default true check (only_row),
  version bigint not null
);
insert into lead_projection (version) values (1);

create function note_new_leads() returns trigger language plpgsql as $$
begin
  insert into lead_change (workspace_id, kind, record_id) select workspace_id, tg_argv[0], id from changed;
  return null;
end $$;
create trigger note_new_leads after insert on contact referencing new table as changed
  for each statement execute function note_new_leads('contact');
create trigger note_new_leads after insert on account referencing new table as changed
  for each statement execute function note_new_leads('account');
create trigger note_new_leads after insert on opportunity referencing new table as changed
  for each statement execute function note_new_leads('opportunity');

-- By row: that somebody was merely heard of changes thousands of contacts a second, which costs no more than a look.
create function note_changed_lead() returns trigger language plpgsql as $$
begin
  insert into lead_change (workspace_id, kind, record_id) values (new.workspace_id, tg_argv[0], new.id);
  return null;
end $$;
create trigger note_changed_lead after update on contact for each row
  when ((old.name, old.email, old.title, old.phone, old.city, old.country, old.persona, old.buying_role, old.channel,
      old.campaign_id, old.owner_id, old.account_id, old.custom, old.merged_into_id, old.reached_at, old.known_since,
      old.created_at)
    is distinct from (new.name, new.email, new.title, new.phone, new.city, new.country, new.persona, new.buying_role,
      new.channel, new.campaign_id, new.owner_id, new.account_id, new.custom, new.merged_into_id, new.reached_at,
      new.known_since, new.created_at))
  execute function note_changed_lead('contact');
create trigger note_changed_lead after update on account for each row
  when ((old.name, old.domain, old.industry, old.segment, old.country, old.city, old.employee_count,
      old.annual_revenue_minor, old.currency, old.owner_id, old.custom, old.merged_into_id, old.created_at)
    is distinct from (new.name, new.domain, new.industry, new.segment, new.country, new.city, new.employee_count,
      new.annual_revenue_minor, new.currency, new.owner_id, new.custom, new.merged_into_id, new.created_at))
  execute function note_changed_lead('account');
create trigger note_changed_lead after update on opportunity for each row
  when ((old.name, old.product, old.amount_minor, old.currency, old.expected_close_on, old.campaign_id, old.owner_id,
      old.custom, old.stage, old.status, old.opened_at, old.closed_at, old.created_at)
    is distinct from (new.name, new.product, new.amount_minor, new.currency, new.expected_close_on, new.campaign_id,
      new.owner_id, new.custom, new.stage, new.status, new.opened_at, new.closed_at, new.created_at))
  execute function note_changed_lead('opportunity');

-- A past that names a company is its successor's from then on.
create function note_leads_of_merged_account() returns trigger language plpgsql as $$
begin
  insert into lead_change (workspace_id, kind, record_id)
  with recursive family as (
    select new.id union select a.id from account a join family f on a.merged_into_id = f.id
  )
  select distinct new.workspace_id, 'contact', p.record_id
  from family f join record_past p on p.workspace_id = new.workspace_id and p.account_id = f.id;
  return null;
end $$;
create trigger note_leads_of_merged_account after update on account for each row
  when (old.merged_into_id is distinct from new.merged_into_id)
  execute function note_leads_of_merged_account();

create function note_deals_of() returns trigger language plpgsql as $$
begin
  insert into lead_change (workspace_id, kind, record_id)
  select distinct workspace_id, 'opportunity', opportunity_id from changed;
  return null;
end $$;
create trigger note_deal_joined after insert on opportunity_contact referencing new table as changed
  for each statement execute function note_deals_of();
create trigger note_deal_membership after update on opportunity_contact referencing new table as changed
  for each statement execute function note_deals_of();
create trigger note_deal_left after delete on opportunity_contact referencing old table as changed
  for each statement execute function note_deals_of();
create trigger note_deal_moved after insert on opportunity_stage_change referencing new table as changed
  for each statement execute function note_deals_of();
create trigger note_deal_corrected after update on opportunity_stage_change referencing new table as changed
  for each statement execute function note_deals_of();
