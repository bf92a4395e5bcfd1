import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { keptSize, type Place, withCtes } from '../reading/read-rows.ts';
import { ids, type Scope, workspaceIs } from '../reading/scope.ts';
import { withMerged } from '../reading/sources.ts';

/** A change of stage or owner, before it is put into words. */
export type MarkRow = {
  id: string;
  at: Date;
  at_text: string;
  at_us: number;
  mark: 'lifecycle' | 'buying_stage' | 'opportunity_stage' | 'owner';
  /** Lifecycle: reached, returned, left. Deal: open, won, lost. Else empty. */
  outcome: string | null;
  /** The stage's key, the deal's stage, or the new owner's id. */
  what: string | null;
  was: string | null;
  reason: string | null;
  by: string | null;
  source: string | null;
  contact_id: string | null;
  account_id: string | null;
  opportunity_id: string | null;
};

type Window = { before: Place | null; from?: Date | undefined; to?: Date | undefined; count: number };

/** The latest marks of a timeline before a place; with `personIds`, those of these people alone. */
export async function readMarks(
  options: Window & { tx: Tx; scope: Scope; personIds: readonly string[] | null },
): Promise<MarkRow[]> {
  const whose = whoseMarks(options.scope, options.personIds);
  const window = { ...options, count: keptSize(options.count) };
  const parts = whose.walks.map(({ kind, each, where }) => {
    const marks = sql`select ${columnsOf[kind]} where ${within(window)} and ${holds[kind]} and ${where}
      order by m.at desc, m.id desc limit ${sql.raw(String(window.count))}`;
    return each ? sql`(select m.* from ${each} as r cross join lateral (${marks}) as m)` : sql`(${marks})`;
  });
  const rows = await options.tx.preparedRows<MarkRow>(sql`${withCtes(whose.ctes)}
    select m.*, m.at::text as at_text, (extract(epoch from m.at) * 1000000)::bigint as at_us
    from (${sql.join(parts, sql` union all `)}) m order by m.at desc, m.id desc limit ${sql.raw(String(window.count))}`);
  return rows.slice(0, options.count);
}

type Kind = MarkRow['mark'];
/** One way to some of the marks: with `each`, one for each record of that subquery, by an index. */
type Walk = { kind: Kind; each?: SQL; where: SQL };
type Whose = { ctes: SQL[]; walks: Walk[] };

const people = sql`people`;
const companies = sql`companies`;
const deals = sql`deals`;
const chosen = sql`chosen`;

const ofPeople = (each: SQL): Walk[] => [
  { kind: 'lifecycle', each, where: sql`m.contact_id = r.id` },
  { kind: 'buying_stage', each, where: sql`m.contact_id = r.id` },
];
const ofDeals: Walk[] = [
  { kind: 'opportunity_stage', each: deals, where: sql`m.opportunity_id = r.id` },
  { kind: 'buying_stage', each: deals, where: sql`m.opportunity_id = r.id` },
];
const ofCompanies: Walk[] = [{ kind: 'buying_stage', each: companies, where: sql`m.account_id = r.id` }];
const ownersOf = (type: 'contact' | 'account' | 'opportunity', each: SQL): Walk => ({
  kind: 'owner',
  each,
  where: sql`m.record_type = ${type} and m.record_id = r.id`,
});

/** Whose changes stand in a timeline: a person's with their deals', a company's with its people's and deals'. */
function whoseMarks(scope: Scope, personIds: readonly string[] | null): Whose {
  if (personIds === null) return whoseMarksOf(scope);
  const given = sql`select unnest(${ids(personIds)}) as id`;
  const isTheirs = scope.type === 'workspace' || scope.type === 'contact';
  const among = sql`${given} intersect select id from people`;
  return {
    ctes: [
      ...whoseMarksOf(scope).ctes,
      sql`chosen as materialized (${scope.type === 'workspace' ? given : among})`,
    ],
    walks: [...ofPeople(chosen), ...(isTheirs ? [ownersOf('contact', chosen)] : [])],
  };
}

function whoseMarksOf(scope: Scope): Whose {
  if (scope.type === 'workspace') {
    const everything = sql`true`;
    return {
      ctes: [],
      walks: [
        { kind: 'lifecycle', where: everything },
        { kind: 'buying_stage', where: everything },
        { kind: 'opportunity_stage', where: everything },
        { kind: 'owner', where: sql`m.record_type in ('contact', 'account', 'opportunity')` },
      ],
    };
  }
  if (scope.type === 'opportunity') {
    return {
      ctes: [
        sql`deals as materialized (select ${scope.opportunityId}::uuid as id)`,
        withMerged(sql`select g.contact_id as id from deals d cross join lateral (
          select contact_id from opportunity_contact where opportunity_id = d.id) g`),
      ],
      walks: [...ofPeople(people), ...ofDeals, ownersOf('opportunity', deals)],
    };
  }
  if (scope.type === 'contact') {
    return {
      ctes: [
        sql`people as materialized (select unnest(${ids(scope.contactIds)}) as id)`,
        sql`deals as materialized (select distinct g.opportunity_id as id from people p cross join lateral (
          select opportunity_id from opportunity_contact where contact_id = p.id) g)`,
        sql`companies as materialized (select distinct c.account_id as id from people p cross join lateral (
          select account_id from contact where id = p.id and account_id is not null) c)`,
      ],
      walks: [...ofPeople(people), ...ofDeals, ...ofCompanies, ownersOf('contact', people)],
    };
  }
  return {
    ctes: [
      sql`companies as materialized (select unnest(${ids(scope.accountIds)}) as id)`,
      withMerged(sql`select c.id from companies a cross join lateral (
        select id from contact where account_id = a.id and merged_into_id is null) c`),
      sql`deals as materialized (select o.id from companies a cross join lateral (
        select id from opportunity where account_id = a.id) o)`,
    ],
    walks: [
      ...ofPeople(people),
      ...ofDeals,
      ...ofCompanies,
      ownersOf('account', companies),
      ownersOf('opportunity', deals),
    ],
  };
}

function within({ before, from, to }: Window): SQL {
  const conditions = [workspaceIs(sql`m`)];
  if (before) conditions.push(sql`(m.at, m.id) < (${before.at}::timestamptz, ${before.id}::uuid)`);
  if (from) conditions.push(sql`m.at >= ${from}::timestamptz`);
  if (to) conditions.push(sql`m.at < ${to}::timestamptz`);
  return sql.join(conditions, sql` and `);
}

const none = sql`null::text`;
const nobody = sql`null::uuid`;
const recordOf = (type: string): SQL => sql`case when m.record_type = ${type} then m.record_id end`;

const columnsOf: Record<Kind, SQL> = {
  lifecycle: sql`m.id, m.at, 'lifecycle' as mark, m.outcome, m.stage as what, ${none} as was, m.reason, m.actor_name as by,
    m.source, m.contact_id, ${nobody} as account_id, ${nobody} as opportunity_id from stage_change m`,
  buying_stage: sql`m.id, m.at, 'buying_stage' as mark, ${none} as outcome, m.stage as what, ${none} as was, m.reason,
    m.actor_name as by, m.source, m.contact_id, m.account_id, m.opportunity_id from buying_stage_change m`,
  opportunity_stage: sql`m.id, m.at, 'opportunity_stage' as mark, m.status as outcome, m.stage as what, ${none} as was, m.reason,
    m.actor_name as by, m.source, ${nobody} as contact_id, ${nobody} as account_id, m.opportunity_id
    from opportunity_stage_change m`,
  owner: sql`m.id, m.at, 'owner' as mark, ${none} as outcome, m.changes -> 'ownerId' ->> 'to' as what,
    m.changes -> 'ownerId' ->> 'from' as was, m.reason, m.actor_name as by, m.actor_kind as source,
    ${recordOf('contact')} as contact_id, ${recordOf('account')} as account_id, ${recordOf('opportunity')} as opportunity_id
    from audit_entry m`,
};

/** What was undone or superseded says nothing any more. */
const holds: Record<Kind, SQL> = {
  lifecycle: sql`m.superseded_at is null`,
  buying_stage: sql`m.undone_at is null`,
  opportunity_stage: sql`true`,
  owner: sql`m.changes ? 'ownerId'`,
};
