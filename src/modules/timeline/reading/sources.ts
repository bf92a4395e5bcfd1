import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { ids, type Scope } from './scope.ts';

/**
 * Where the rows of a timeline come from. Each source is walked by an index of its own, latest first, and gives no
 * more rows than the page holds; an `or` over them would read the log.
 */
export type Source = {
  /** One walk for each row of this; absent: one walk. */
  each?: SQL;
  /** Which rows; `i` is the row of the log. */
  where: SQL;
  /** Walks the list of further participants instead of the log, and looks up its rows. */
  byParticipant?: true;
};

export type Reach = {
  /** Named subqueries that the sources and `holds` use. */
  ctes: SQL[];
  sources: Source[];
  /** Whether a row belongs to this timeline, for rows that were found in another way. */
  holds: SQL;
};

/** The names of the subqueries that hold some people and the spans in which devices were theirs. */
type Names = { people: SQL; spans: SQL };
const scopeNames: Names = { people: sql`people`, spans: sql`spans` };
const filterNames: Names = { people: sql`chosen_people`, spans: sql`chosen_spans` };

/** What people did: by name, under a device while it was theirs, and as a further participant. */
function personSources({ people, spans }: Names, also: SQL, alsoWhereTheyTookPart = also): Source[] {
  return [
    { each: sql`${people} p`, where: sql`i.contact_id = p.id and ${also}` },
    {
      each: sql`${spans} s`,
      where: sql`i.profile_id = s.profile_id and i.contact_id is null and i.occurred_at >= s.from_at
        and i.occurred_at < s.to_at and ${also}`,
    },
    { each: sql`${people} p`, where: alsoWhereTheyTookPart, byParticipant: true },
  ];
}

const tookPart = ({ people }: Names): SQL =>
  sql`exists (select from ${people} p where p.id = any (i.other_contact_ids))`;

const didOrTookPart = (
  names: Names,
): SQL => sql`(i.contact_id in (select id from ${names.people}) or ${tookPart(names)}
  or (i.contact_id is null and exists (select from ${names.spans} s where s.profile_id = i.profile_id
    and i.occurred_at >= s.from_at and i.occurred_at < s.to_at)))`;

const spansOf = ({ people, spans }: Names): SQL => sql`${spans} as materialized (
  select b.profile_id, b.from_at, b.to_at from profile_binding b where b.contact_id in (select id from ${people}))`;

/** The people that a query gives, and all who were merged into them. */
export const withMerged = (people: SQL): SQL => sql`people as materialized (
  with recursive family as (
    ${people}
    union select c.id from contact c join family f on c.merged_into_id = f.id
  ) select id from family)`;

const everything = sql`true`;

/** The rows of a timeline, or of those only that one person had part in. */
export function reachOf(scope: Scope, chosenIds: readonly string[] | null): Reach {
  const whole = reachOfScope(scope);
  if (chosenIds === null) return whole;
  const chosen = reachOfPeople(chosenIds, filterNames);
  return {
    ctes: [...whole.ctes, ...chosen.ctes],
    // One person's rows are fewer than a company's: they are walked, and asked whether they belong here.
    sources: chosen.sources.map((source) => ({ ...source, where: sql`${source.where} and ${whole.holds}` })),
    holds: sql`(${whole.holds} and ${chosen.holds})`,
  };
}

function reachOfScope(scope: Scope): Reach {
  if (scope.type === 'workspace') return { ctes: [], sources: [{ where: everything }], holds: everything };
  if (scope.type === 'contact') return reachOfPeople(scope.contactIds, scopeNames);
  if (scope.type === 'account') return reachOfAccount(scope.accountIds);
  return reachOfOpportunity(scope.opportunityId, scope.closedAt);
}

function reachOfPeople(contactIds: readonly string[], names: Names): Reach {
  return {
    ctes: [sql`${names.people} as materialized (select unnest(${ids(contactIds)}) as id)`, spansOf(names)],
    sources: personSources(names, everything),
    holds: didOrTookPart(names),
  };
}

/**
 * What happened with a company: rows that name it; rows that name none, of its people and of the visitors it is known
 * to have sent; and whatever its people took part in.
 */
function reachOfAccount(accountIds: readonly string[]): Reach {
  const unnamed = sql`i.account_id is null`;
  const unknownVisitor = sql`i.contact_id is null and ${unnamed} and not exists (select from profile_binding b
    where b.profile_id = i.profile_id and i.occurred_at >= b.from_at and i.occurred_at < b.to_at)`;
  return {
    ctes: [
      sql`companies as materialized (select unnest(${ids(accountIds)}) as id)`,
      withMerged(
        sql`select c.id from companies a cross join lateral (
          select id from contact where account_id = a.id and merged_into_id is null) c`,
      ),
      spansOf(scopeNames),
      sql`visitors as materialized (select id from profile where account_id in (select id from companies))`,
    ],
    sources: [
      { each: sql`companies a`, where: sql`i.account_id = a.id` },
      ...personSources(scopeNames, unnamed, everything),
      { each: sql`visitors v`, where: sql`i.profile_id = v.id and ${unknownVisitor}` },
    ],
    holds: sql`(i.account_id in (select id from companies) or ${tookPart(scopeNames)}
      or (${unnamed} and (${didOrTookPart(scopeNames)} or (i.profile_id in (select id from visitors) and ${unknownVisitor}))))`,
  };
}

/** What happened in a deal: rows that name it, and what its buying group did outside of other deals until it closed. */
function reachOfOpportunity(opportunityId: string, closedAt: string | null): Reach {
  const named = sql`i.opportunity_id = ${opportunityId}`;
  const ofGroup = closedAt
    ? sql`i.opportunity_id is null and i.occurred_at <= ${closedAt}::timestamptz`
    : sql`i.opportunity_id is null`;
  return {
    ctes: [
      withMerged(
        sql`select g.contact_id as id from opportunity_contact g where g.opportunity_id = ${opportunityId}`,
      ),
      spansOf(scopeNames),
    ],
    sources: [{ where: named }, ...personSources(scopeNames, ofGroup)],
    holds: sql`(${named} or (${ofGroup} and ${didOrTookPart(scopeNames)}))`,
  };
}
