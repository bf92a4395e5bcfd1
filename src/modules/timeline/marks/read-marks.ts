import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Place } from '../reading/read-rows.ts';
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
  const { tx, scope, personIds } = options;
  const whose = whoseMarks(scope, personIds);
  const parts = [
    whose.contacts && lifecycleMarks(sql`m.contact_id ${whose.contacts}`, options),
    whose.contacts && buyingMarks(sql`m.contact_id ${whose.contacts}`, options),
    whose.accounts && buyingMarks(sql`m.account_id ${whose.accounts}`, options),
    whose.opportunities && buyingMarks(sql`m.opportunity_id ${whose.opportunities}`, options),
    whose.opportunities && dealMarks(sql`m.opportunity_id ${whose.opportunities}`, options),
    ...whose.owned.map(({ type, is }) =>
      ownerMarks(sql`m.record_type = ${type} and m.record_id ${is}`, options),
    ),
    ...(whose.all
      ? [
          lifecycleMarks(sql`true`, options),
          buyingMarks(sql`true`, options),
          dealMarks(sql`true`, options),
          ownerMarks(sql`m.record_type in ('contact', 'account', 'opportunity')`, options),
        ]
      : []),
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const ctes = whose.ctes.length === 0 ? sql`` : sql`with ${sql.join(whose.ctes, sql`, `)}`;
  return tx.rows<MarkRow>(sql`${ctes}
    select m.*, m.at::text as at_text, (extract(epoch from m.at) * 1000000)::bigint as at_us
    from (${sql.join(parts, sql` union all `)}) m order by m.at desc, m.id desc limit ${options.count}`);
}

type Whose = {
  ctes: SQL[];
  contacts: SQL | null;
  accounts: SQL | null;
  opportunities: SQL | null;
  owned: { type: 'contact' | 'account' | 'opportunity'; is: SQL }[];
  all: boolean;
};

const inTable = (name: SQL): SQL => sql`in (select id from ${name})`;

/** Whose changes stand in a timeline: a person's with their deals', a company's with its people's and deals'. */
function whoseMarks(scope: Scope, personIds: readonly string[] | null): Whose {
  const whole = whoseMarksOf(scope);
  if (personIds === null) return whole;
  const theirs = sql`= any (${ids(personIds)})`;
  const both = (is: SQL, column: SQL) => sql`${is} and ${column} ${theirs}`;
  const owned = whole.all ? [{ type: 'contact' as const, is: theirs }] : whole.owned;
  return {
    ctes: whole.ctes,
    contacts: whole.contacts ? both(whole.contacts, sql`m.contact_id`) : whole.all ? theirs : null,
    accounts: null,
    opportunities: null,
    owned: owned
      .filter(({ type }) => type === 'contact')
      .map(({ type, is }) => ({ type, is: both(is, sql`m.record_id`) })),
    all: false,
  };
}

function whoseMarksOf(scope: Scope): Whose {
  const nothing: Whose = {
    ctes: [],
    contacts: null,
    accounts: null,
    opportunities: null,
    owned: [],
    all: false,
  };
  if (scope.type === 'workspace') return { ...nothing, all: true };
  if (scope.type === 'opportunity') {
    const is = sql`= ${scope.opportunityId}`;
    return {
      ...nothing,
      ctes: [
        withMerged(
          sql`select contact_id as id from opportunity_contact where opportunity_id = ${scope.opportunityId}`,
        ),
      ],
      contacts: inTable(sql`people`),
      opportunities: is,
      owned: [{ type: 'opportunity', is }],
    };
  }
  if (scope.type === 'contact') {
    const is = sql`= any (${ids(scope.contactIds)})`;
    return {
      ...nothing,
      ctes: [
        sql`deals as (select distinct opportunity_id as id from opportunity_contact where contact_id ${is})`,
        sql`companies as (select account_id as id from contact where id ${is} and account_id is not null)`,
      ],
      contacts: is,
      accounts: inTable(sql`companies`),
      opportunities: inTable(sql`deals`),
      owned: [{ type: 'contact', is }],
    };
  }
  const is = sql`= any (${ids(scope.accountIds)})`;
  return {
    ...nothing,
    ctes: [
      withMerged(sql`select id from contact where account_id ${is} and merged_into_id is null`),
      sql`deals as (select id from opportunity where account_id ${is})`,
    ],
    contacts: inTable(sql`people`),
    accounts: is,
    opportunities: inTable(sql`deals`),
    owned: [
      { type: 'account', is },
      { type: 'opportunity', is: inTable(sql`deals`) },
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

const latest = (count: number): SQL => sql`order by m.at desc, m.id desc limit ${count}`;
const none = sql`null::text`;
const nobody = sql`null::uuid`;

function lifecycleMarks(whose: SQL, window: Window): SQL {
  return sql`(select m.id, m.at, 'lifecycle' as mark, m.outcome, m.stage as what, ${none} as was, m.reason,
      m.actor_name as by, m.source, m.contact_id, ${nobody} as account_id, ${nobody} as opportunity_id
    from stage_change m where ${within(window)} and m.superseded_at is null and ${whose} ${latest(window.count)})`;
}

function buyingMarks(whose: SQL, window: Window): SQL {
  return sql`(select m.id, m.at, 'buying_stage' as mark, ${none} as outcome, m.stage as what, ${none} as was, m.reason,
      m.actor_name as by, m.source, m.contact_id, m.account_id, m.opportunity_id
    from buying_stage_change m where ${within(window)} and m.undone_at is null and ${whose} ${latest(window.count)})`;
}

function dealMarks(whose: SQL, window: Window): SQL {
  return sql`(select m.id, m.at, 'opportunity_stage' as mark, m.status as outcome, m.stage as what, ${none} as was, m.reason,
      m.actor_name as by, m.source, ${nobody} as contact_id, ${nobody} as account_id, m.opportunity_id
    from opportunity_stage_change m where ${within(window)} and ${whose} ${latest(window.count)})`;
}

function ownerMarks(whose: SQL, window: Window): SQL {
  const recordOf = (type: string) => sql`case when m.record_type = ${type} then m.record_id end`;
  return sql`(select m.id, m.at, 'owner' as mark, ${none} as outcome, m.changes -> 'ownerId' ->> 'to' as what,
      m.changes -> 'ownerId' ->> 'from' as was, m.reason, m.actor_name as by, m.actor_kind as source,
      ${recordOf('contact')} as contact_id, ${recordOf('account')} as account_id, ${recordOf('opportunity')} as opportunity_id
    from audit_entry m where ${within(window)} and m.changes ? 'ownerId' and ${whose} ${latest(window.count)})`;
}
