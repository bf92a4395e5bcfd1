import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { texts, uuids } from './read-facts.ts';
import { resolveAccounts } from './resolve-accounts.ts';
import { groupTraits } from './traits.ts';

type Options = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  /** Facts being settled. */
  factIds: readonly string[];
  /** Contacts whose persons or devices changed. */
  contactIds: readonly string[];
};

/**
 * Binds profiles and people to the account of the group they were last said to be in; at the same time in two, to the
 * later one by its id. A person's account is set where it is blank, was guessed by their domain, or was set so before.
 * Returns the contacts that were weighed.
 */
export async function bindGroups(options: Options): Promise<string[]> {
  const { tx, workspaceId } = options;
  const any = await tx.first(
    sql`select 1 as one from identity_fact where workspace_id = ${workspaceId} and group_id is not null limit 1`,
  );
  if (!any) return [];
  const said = await tx.rows<{ group_id: string; profile_id: string | null }>(sql`
    select distinct group_id, profile_id from identity_fact
    where id = any(${uuids(options.factIds)}) and group_id is not null and verified`);
  const ofProfiles = await groupsOfProfiles(
    tx,
    said.flatMap((row) => row.profile_id ?? []),
  );
  const ofContacts = await groupsOfContacts(
    options,
    said.flatMap((row) => row.profile_id ?? []),
  );
  const groups = new Set([
    ...said.map((row) => row.group_id),
    ...[...ofProfiles, ...ofContacts].map((row) => row.group_id),
  ]);
  const accounts = await resolveGroups(options, [...groups]);
  await bindProfiles(tx, ofProfiles, accounts);
  await bindContacts(options, ofContacts, accounts);
  return ofContacts.map(({ id }) => id);
}

type Bound = { id: string; group_id: string };

const counts = sql.raw('f.group_id is not null and f.settled_at is not null and f.verified');

async function groupsOfProfiles(tx: Tx, profileIds: readonly string[]): Promise<Bound[]> {
  if (profileIds.length === 0) return [];
  return tx.rows<Bound>(sql`
    select distinct on (f.profile_id) f.profile_id as id, f.group_id from identity_fact f
    where f.profile_id = any(${uuids(profileIds)}) and ${counts}
    order by f.profile_id, f.at desc, f.group_id collate "C" desc`);
}

/** Of each contact in question the group last said of one of their users, or on a device while it was theirs. */
async function groupsOfContacts(options: Options, profileIds: readonly string[]): Promise<Bound[]> {
  return options.tx.rows<Bound>(sql`
    with wanted as (
      select id from contact where id = any(${uuids(options.contactIds)}) and merged_into_id is null
      union select contact_id from profile_binding where profile_id = any(${uuids(profileIds)})
      union select case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end
        from identity_fact f join identity_user u on u.user_id = f.user_id
        join identity_person p on p.person_key = u.person_key join contact c on c.id = p.contact_id
        where f.id = any(${uuids(options.factIds)}) and f.group_id is not null
    ),
    family as (
      with recursive members as (
        select id as contact_id, id as member_id from wanted
        union
        select m.contact_id, x.id from members m
        cross join lateral (select c.id from contact c where c.merged_into_id = m.member_id offset 0) x
      ) select * from members
    ),
    said as (
      select f.contact_id, g.at, g.group_id from family f
      join identity_person p on p.contact_id = f.member_id
      join identity_user u on u.person_key = p.person_key
      cross join lateral (select x.at, x.group_id from identity_fact x where x.user_id = u.user_id
        and x.group_id is not null and x.settled_at is not null and x.verified
        order by x.at desc, x.group_id collate "C" desc limit 1) g
      union all
      select w.id, g.at, g.group_id from wanted w
      join profile_binding b on b.contact_id = w.id
      cross join lateral (select x.at, x.group_id from identity_fact x where x.profile_id = b.profile_id
        and x.group_id is not null and x.user_id is null and x.settled_at is not null and x.verified
        and x.at >= b.from_at and x.at < b.to_at order by x.at desc, x.group_id collate "C" desc limit 1) g
    )
    select distinct on (w.id) w.id, coalesce(s.group_id, '') as group_id
    from wanted w left join said s on s.contact_id = w.id
    order by w.id, s.at desc nulls last, s.group_id collate "C" desc`);
}

/** The accounts of groups; what facts last said of a group's name and domain fills what nobody else has said. */
async function resolveGroups(options: Options, groupIds: readonly string[]): Promise<Map<string, string>> {
  const { tx } = options;
  const wanted = groupIds.filter((id) => id !== '');
  if (wanted.length === 0) return new Map();
  const rows = await tx.rows<{ group_id: string; field: string; value: string; at: string }>(sql`
    select distinct on (f.group_id, v.field) f.group_id, v.field, v.value, f.at::text as at
    from identity_fact f cross join lateral ${groupTraits} v
    where f.group_id = any(${texts(wanted)}) and ${counts}
    order by f.group_id, v.field, f.at desc, v.value collate "C" desc`);
  const said = Map.groupBy(rows, (row) => row.group_id);
  const saidOf = (groupId: string, field: string) =>
    said.get(groupId)?.find((row) => row.field === field)?.value;
  const accounts = await resolveAccounts(
    options,
    wanted.map((groupId) => ({
      key: groupId,
      groupId,
      name: saidOf(groupId, 'name'),
      domain: saidOf(groupId, 'domain'),
    })),
  );
  await nameAccounts(
    options,
    [...accounts].map(([groupId, accountId]) => ({
      account_id: accountId,
      group_id: groupId,
      name: saidOf(groupId, 'name'),
      at: said.get(groupId)?.find((row) => row.field === 'name')?.at,
    })),
  );
  return accounts;
}

/** An account made when nothing was known but the group's id is called by it until a fact says its name. */
async function nameAccounts(
  { tx, now }: Options,
  named: readonly {
    account_id: string;
    group_id: string;
    name: string | undefined;
    at: string | undefined;
  }[],
): Promise<void> {
  const rows = named.filter((row) => row.name !== undefined);
  if (rows.length === 0) return;
  await tx.run(sql`update account a set name = i.name, updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(account_id uuid, group_id text, name text)
    where a.id = i.account_id and a.name = i.group_id and a.name <> i.name`);
}

async function bindProfiles(
  tx: Tx,
  bound: readonly Bound[],
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = bound.flatMap(({ id, group_id }) => {
    const accountId = accounts.get(group_id);
    return accountId === undefined ? [] : [{ id, account_id: accountId }];
  });
  if (rows.length === 0) return;
  await tx.run(sql`update profile p set account_id = i.account_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, account_id uuid)
    where p.id = i.id and p.account_id is distinct from i.account_id`);
}

/** Who turns out to be in no group is of no company, until their address says of which. */
async function bindContacts(
  { tx, now }: Options,
  bound: readonly Bound[],
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const joined = bound.flatMap(({ id, group_id }) => {
    const accountId = accounts.get(group_id);
    return accountId === undefined ? [] : [{ id, account_id: accountId }];
  });
  if (joined.length > 0) {
    await tx.run(sql`update contact c set account_id = i.account_id, account_source = 'group', updated_at = ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(joined)}::jsonb) as i(id uuid, account_id uuid)
      where c.id = i.id and (c.account_id is distinct from i.account_id or c.account_source is distinct from 'group')
        and (c.account_id is null or c.account_source in ('domain', 'group')
          or exists (select from identity_trait t where t.record_id = c.id and t.field = 'accountId'
            and t.value = c.account_id::text and c.account_source <> 'hand'))`);
  }
  const left = bound.filter(({ group_id }) => !accounts.has(group_id)).map(({ id }) => id);
  if (left.length === 0) return;
  await tx.run(sql`update contact set account_id = null, account_source = null, updated_at = ${now}::timestamptz
    where id = any(${uuids(left)}) and account_source = 'group'`);
}
