import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { LogRow } from './read-rows.ts';
import { ids } from './scope.ts';

export type Named = { id: string; name: string };
export type PersonName = Named & { title: string | null; account: Named | null };

/** Who and what the rows of a page are of, looked up at once for all of them. */
export type Names = {
  /** By the id that a row holds, whoever that record was merged into. */
  people: ReadonlyMap<string, PersonName>;
  /** Whose the device of a row was at the time, by the row's id; for rows without a contact. */
  bound: ReadonlyMap<string, string>;
  accounts: ReadonlyMap<string, string>;
  opportunities: ReadonlyMap<string, string>;
  teammates: ReadonlyMap<string, string>;
  campaigns: ReadonlyMap<string, string>;
  assets: ReadonlyMap<string, string>;
};

const distinct = (list: readonly (string | null)[]): string[] => [
  ...new Set(list.flatMap((each) => each ?? [])),
];

export async function readNames(
  tx: Tx,
  rows: readonly LogRow[],
  teammateIds: readonly string[],
): Promise<Names> {
  const bound = await readBound(tx, rows);
  const contactIds = distinct([
    ...rows.flatMap((row) => [row.contact_id, ...row.other_contact_ids]),
    ...bound.values(),
  ]);
  return {
    bound,
    people: await readPeople(tx, contactIds),
    ...(await readOthers(tx, rows, teammateIds)),
  };
}

async function readBound(tx: Tx, rows: readonly LogRow[]): Promise<Map<string, string>> {
  const unknown = rows.filter((row) => row.contact_id === null && row.profile_id !== null);
  if (unknown.length === 0) return new Map();
  const found = await tx.rows<{ id: string; contact_id: string }>(sql`
    select r.id, b.contact_id
    from unnest(${ids(unknown.map((row) => row.id))}, ${ids(unknown.flatMap((row) => row.profile_id ?? []))},
      ${sql.param(unknown.map((row) => row.at_text))}::timestamptz[]) as r(id, profile_id, at)
    join profile_binding b on b.workspace_id = current_setting('liaison.workspace_id')::uuid
      and b.profile_id = r.profile_id and r.at >= b.from_at and r.at < b.to_at`);
  return new Map(found.map((row) => [row.id, row.contact_id]));
}

async function readPeople(tx: Tx, contactIds: readonly string[]): Promise<Map<string, PersonName>> {
  if (contactIds.length === 0) return new Map();
  const found = await tx.rows<
    Named & { given: string; title: string | null; account_id: string; account_name: string | null }
  >(sql`
    select c.id as given, s.id, coalesce(nullif(s.name, ''), s.email, 'Unnamed') as name, s.title, s.account_id,
      a.name as account_name
    from contact c
    join contact s on s.id = case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end
    left join account a on a.id = s.account_id
    where c.id = any (${ids(contactIds)})`);
  return new Map(
    found.map(({ given, id, name, title, account_id, account_name }) => [
      given,
      { id, name, title, account: account_name === null ? null : { id: account_id, name: account_name } },
    ]),
  );
}

/** Names of all else, in one question: each part is a few looks into an index. */
async function readOthers(tx: Tx, rows: readonly LogRow[], teammateIds: readonly string[]) {
  const wanted = {
    accounts: distinct(rows.map((row) => row.account_id)),
    opportunities: distinct(rows.map((row) => row.opportunity_id)),
    teammates: distinct([...rows.map((row) => row.teammate_id), ...teammateIds]),
    campaigns: distinct(rows.map((row) => row.campaign_id)),
    assets: distinct(rows.map((row) => row.asset_id)),
  };
  const parts = [
    wanted.accounts.length > 0 &&
      sql`select 'accounts' as kind, id, name from account where id = any (${ids(wanted.accounts)})`,
    wanted.opportunities.length > 0 &&
      sql`select 'opportunities' as kind, id, name from opportunity where id = any (${ids(wanted.opportunities)})`,
    wanted.teammates.length > 0 &&
      sql`select 'teammates' as kind, id, name from teammate where id = any (${ids(wanted.teammates)})`,
    wanted.campaigns.length > 0 &&
      sql`select 'campaigns' as kind, id, name from campaign where id = any (${ids(wanted.campaigns)})`,
    wanted.assets.length > 0 &&
      sql`select 'assets' as kind, id, title as name from asset where id = any (${ids(wanted.assets)})`,
  ].filter((part) => part !== false);
  const found =
    parts.length === 0
      ? []
      : await tx.rows<Named & { kind: keyof typeof wanted }>(sql.join(parts, sql` union all `));
  const of = (kind: keyof typeof wanted) =>
    new Map(found.filter((row) => row.kind === kind).map((row) => [row.id, row.name]));
  return {
    accounts: of('accounts'),
    opportunities: of('opportunities'),
    teammates: of('teammates'),
    campaigns: of('campaigns'),
    assets: of('assets'),
  };
}
