-- Whose a profile was when, and which record a person or company is by now. Told anew when it changes; the row of the
-- highest version stands. Rows of the log keep what was known when they were written: who did it is looked up.
create table if not exists profile_identity (
  workspace_id UUID,
  profile_id UUID,
  from_times Array(DateTime64(3, 'UTC')),
  contact_ids Array(Nullable(UUID)),
  account_id Nullable(UUID),
  version UInt64
) engine = ReplacingMergeTree(version)
order by (workspace_id, profile_id);
create table if not exists contact_identity (
  workspace_id UUID,
  contact_id UUID,
  kept_id UUID,
  account_id Nullable(UUID),
  version UInt64
) engine = ReplacingMergeTree(version)
order by (workspace_id, contact_id);
create table if not exists account_identity (
  workspace_id UUID,
  account_id UUID,
  kept_id UUID,
  version UInt64
) engine = ReplacingMergeTree(version)
order by (workspace_id, account_id);
alter table interaction add index if not exists corrects isNotNull(replaces_id) type set(2) granularity 8;
-- What stands: without rows that were corrected or withdrawn, and without the withdrawals themselves.
create view if not exists interaction_current as
select * from interaction
where type != 'withdrawn' and id not in (select assumeNotNull(replaces_id) from interaction where isNotNull(replaces_id));
-- Every standing row with the person who did it by what is known now, and their company. A row that names nobody is
-- its profile's owner's at that time; the spans are in the order of time, so the last one begun is the one.
create view if not exists interaction_of_person as
select whose.* except (who_id, some_account_id, kept_contact_id, contact_account_id, named_account_id),
  coalesce(kept_contact_id, who_id) as person_id,
  coalesce(kept_account_id, named_account_id) as person_account_id
from (
  select said.*, kept_contact_id,
    if(isNull(who_id), some_account_id, coalesce(contact_account_id, account_id)) as named_account_id
  from (
    select happened.*,
      coalesce(contact_id, arrayElementOrNull(owner_ids, toInt64(arrayCount(t -> t <= occurred_at, owned_from)))) as who_id,
      coalesce(account_id, visitor_account_id) as some_account_id
    from interaction_current happened
    left join (
      select workspace_id as profile_workspace, profile_id as known_profile_id, from_times as owned_from,
        contact_ids as owner_ids, account_id as visitor_account_id
      from profile_identity final
    ) owned on profile_workspace = workspace_id and known_profile_id = profile_id
  ) said
  left join (
    select workspace_id as contact_workspace, contact_id as known_contact_id, toNullable(kept_id) as kept_contact_id,
      account_id as contact_account_id
    from contact_identity final
  ) person on contact_workspace = workspace_id and known_contact_id = who_id
) whose
left join (
  select workspace_id as account_workspace, account_id as known_account_id, toNullable(kept_id) as kept_account_id
  from account_identity final
) company on account_workspace = workspace_id and known_account_id = named_account_id;
