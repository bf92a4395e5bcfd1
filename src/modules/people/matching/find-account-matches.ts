import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { asBackfill } from '../backfill.ts';
import { mergeRecords } from '../merging/merge-records.ts';
import type { MatchSettings } from './contract.ts';
import { companyDomainOf } from './domains.ts';
import { readMatchSettings } from './match-settings.ts';
import { scoreNames } from './score-names.ts';

const accountsAStep = 500;
const candidatesPerName = 10;
const peopleAsked = 50;
const looseContactsPerDomain = 500;
// The next best must be clearly worse for a match to be made without asking.
const clearLead = 0.03;

const matcher: Actor = { kind: 'system', id: null, name: 'Lead-to-account matching' };

export type MatchingStep = { looked: number; linked: number; merged: number; asked: number };

/**
 * Looks at the accounts that changed since the last step: joins people without an account to the one whose domain they
 * write from, and companies known by their name alone to the account that their people's domain, or else the name
 * itself, points to. Sure ones are merged (undoable), likely ones wait for a person. Under `lockPeople`; call again
 * while `looked` is not 0.
 */
export async function findAccountMatches(
  tx: Tx,
  options: { workspaceId: string; now: Date },
): Promise<MatchingStep> {
  const changed = await takeChanged(tx, options.workspaceId);
  if (changed.length === 0) return { looked: 0, linked: 0, merged: 0, asked: 0 };
  const linked = await linkLooseContacts(tx, changed);
  const settings = await readMatchSettings(tx);
  const pairs = await findPairs(tx, { changed, settings });
  const { merged, asked } = await settle(tx, { ...options, pairs, settings });
  return { looked: changed.length, linked, merged, asked };
}

type ChangedAccount = { id: string; updated_at: string };

async function takeChanged(tx: Tx, workspaceId: string): Promise<ChangedAccount[]> {
  const changed = await tx.rows<ChangedAccount>(sql`
    select a.id, a.updated_at::text from account a
    left join account_match_place p on p.workspace_id = ${workspaceId}
    where a.merged_into_id is null and a.workspace_id = ${workspaceId}
      and (a.updated_at, a.id) > (coalesce(p.through, '-infinity'), coalesce(p.through_id, '00000000-0000-0000-0000-000000000000'))
    order by a.updated_at, a.id limit ${accountsAStep}`);
  const last = changed.at(-1);
  if (last) {
    await tx.run(sql`insert into account_match_place (workspace_id, through, through_id)
      values (${workspaceId}, ${last.updated_at}::timestamptz, ${last.id})
      on conflict (workspace_id) do update set through = excluded.through, through_id = excluded.through_id`);
  }
  return changed;
}

/** People who were here before the account that their address belongs to. */
async function linkLooseContacts(tx: Tx, changed: readonly ChangedAccount[]): Promise<number> {
  const ids = changed.map(({ id }) => id);
  const domains = await tx.rows<{ domain: string }>(
    sql`select distinct domain from account where id = any(${sql.param(ids)}::uuid[]) and domain is not null`,
  );
  if (domains.length === 0) return 0;
  const found = await tx.rows<{ id: string; email: string; domain: string }>(sql`
    select c.id, c.email, f.domain from contacts_at_domains(${sql.param(domains.map((row) => row.domain))}::text[], ${looseContactsPerDomain}) f
    join contact c on c.id = f.contact_id`);
  const sure = found.filter((row) => companyDomainOf(row.email) === row.domain);
  if (sure.length === 0) return 0;
  // That they are of this company was so before it was found out.
  return asBackfill(tx, () =>
    tx.run(sql`update contact c set account_id = a.id, account_source = 'domain', updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(sure)}::jsonb) as i(id uuid, domain text)
      join lateral (select id from account x where x.domain = i.domain and x.merged_into_id is null order by x.created_at, x.id limit 1) a on true
      where c.id = i.id and c.account_id is null`),
  );
}

type Pair = {
  accountId: string;
  candidateId: string;
  evidence: 'domain' | 'name';
  score: number;
  /** The candidate too is known by its name alone. */
  isAmongNames: boolean;
};

type Described = {
  id: string;
  match_key: string;
  country: string | null;
  created_at: string;
  people: number;
  emails: string[];
  /** Nothing is known of it but its name and who works there. */
  is_bare: boolean;
};

async function findPairs(
  tx: Tx,
  options: { changed: readonly ChangedAccount[]; settings: MatchSettings },
): Promise<Pair[]> {
  const ids = options.changed.map(({ id }) => id);
  const similar = await tx.rows<{ account_id: string; candidate_id: string }>(
    sql`select account_id, candidate_id from similar_accounts(${sql.param(ids)}::uuid[], ${candidatesPerName})`,
  );
  const accounts = await describe(tx, [...ids, ...similar.map((row) => row.candidate_id)]);
  const pairs = new Map<string, Pair>();
  const keep = (pair: Pair) => {
    const key = `${pair.accountId} ${pair.candidateId}`;
    const known = pairs.get(key);
    if (!known || known.score < pair.score) pairs.set(key, pair);
  };
  for (const pair of await pairsByDomain(
    tx,
    [...accounts.values()].filter((account) => account.is_bare),
  ))
    keep(pair);
  for (const { account_id, candidate_id } of similar) {
    const pair = pairByName(accounts.get(account_id), accounts.get(candidate_id));
    if (pair && pair.score >= options.settings.reviewFrom) keep(pair);
  }
  return [...pairs.values()];
}

async function describe(tx: Tx, ids: readonly string[]): Promise<Map<string, Described>> {
  const rows = await tx.rows<Described>(sql`
    select a.id, a.match_key, a.country, a.created_at::text, p.people, p.emails,
      a.domain is null and a.website is null and a.parent_id is null and a.annual_revenue_minor is null
        and a.employee_count is null and a.owner_id is null and a.custom = '{}'
        and not exists (select from external_id e where e.record_type = 'account' and e.record_id = a.id)
        and not exists (select from opportunity o where o.account_id = a.id)
        and not exists (select from account child where child.parent_id = a.id and child.merged_into_id is null) as is_bare
    from account a
    cross join lateral (
      select count(*) as people, coalesce(array_agg(lower(x.email)) filter (where x.email is not null), '{}') as emails
      from (select email from contact x where x.account_id = a.id and x.merged_into_id is null limit ${peopleAsked}) x) p
    where a.id = any(${sql.param([...new Set(ids)])}::uuid[]) and a.merged_into_id is null`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Everybody of the company who writes from a company's address writes from the same one, and an account has it. */
async function pairsByDomain(tx: Tx, bare: readonly Described[]): Promise<Pair[]> {
  const domainOf = new Map<string, string>();
  for (const account of bare) {
    const domains = new Set(account.emails.map(companyDomainOf).filter((domain) => domain !== null));
    const [domain] = domains;
    if (domains.size === 1 && domain !== undefined) domainOf.set(account.id, domain);
  }
  if (domainOf.size === 0) return [];
  const owners = await tx.rows<{ id: string; domain: string }>(sql`
    select distinct on (domain) id, domain from account
    where domain = any(${sql.param([...new Set(domainOf.values())])}::text[]) and merged_into_id is null
    order by domain, created_at, id`);
  const idByDomain = new Map(owners.map((row) => [row.domain, row.id]));
  return [...domainOf].flatMap(([accountId, domain]) => {
    const candidateId = idByDomain.get(domain);
    return candidateId === undefined || candidateId === accountId
      ? []
      : [{ accountId, candidateId, evidence: 'domain' as const, score: 1, isAmongNames: false }];
  });
}

// Two namesakes in two countries are as often strangers as they are not.
const mostAcrossBorders = 0.9;

/** The better known of the two is the candidate; null where neither is known by its name alone. */
function pairByName(left: Described | undefined, right: Described | undefined): Pair | null {
  if (!left || !right || !(left.is_bare || right.is_bare)) return null;
  const [bare, better] = isBetterKnown(left, right) ? [right, left] : [left, right];
  if (!bare.is_bare) return null;
  const likeness = scoreNames(bare.match_key, better.match_key);
  const abroad = bare.country !== null && better.country !== null && bare.country !== better.country;
  return {
    accountId: bare.id,
    candidateId: better.id,
    evidence: 'name',
    score: abroad ? Math.min(likeness, mostAcrossBorders) : likeness,
    isAmongNames: better.is_bare,
  };
}

function isBetterKnown(left: Described, right: Described): boolean {
  if (left.is_bare !== right.is_bare) return !left.is_bare;
  if (left.people !== right.people) return left.people > right.people;
  return left.created_at === right.created_at ? left.id < right.id : left.created_at < right.created_at;
}

/** Merges what is sure and alone in being so, asks about the rest; what was decided once is not touched again. */
async function settle(
  tx: Tx,
  options: { workspaceId: string; now: Date; pairs: readonly Pair[]; settings: MatchSettings },
): Promise<{ merged: number; asked: number }> {
  const { workspaceId, now, settings } = options;
  const decided = await tx.rows<{ account_id: string; candidate_id: string }>(sql`
    select account_id, candidate_id from account_match
    where status <> 'waiting' and account_id = any(${sql.param(options.pairs.map((pair) => pair.accountId))}::uuid[])`);
  const isDecided = new Set(decided.map((row) => `${row.account_id} ${row.candidate_id}`));
  const open = options.pairs.filter((pair) => !isDecided.has(`${pair.accountId} ${pair.candidateId}`));
  const byAccount = Map.groupBy(open, (pair) => pair.accountId);
  const gone = new Set<string>();
  let asked = 0;
  for (const found of byAccount.values()) {
    const known = found.filter((pair) => !pair.isAmongNames);
    const pairs = known.length > 0 ? known : found;
    const [best, next] = pairs.toSorted((left, right) => rank(right) - rank(left));
    if (!best || gone.has(best.candidateId) || gone.has(best.accountId)) continue;
    const sure =
      best.score >= settings.automaticFrom &&
      (best.evidence === 'domain' || !next || best.score - next.score >= clearLead);
    if (sure) {
      const { mergeId } = await mergeRecords({
        tx,
        workspaceId,
        actor: matcher,
        now,
        recordType: 'account',
        keptId: best.candidateId,
        mergedId: best.accountId,
      });
      gone.add(best.accountId);
      await write(tx, { ...options, pair: best, mergeId });
    } else {
      for (const pair of pairs) asked += await write(tx, { ...options, pair, mergeId: null });
    }
  }
  return { merged: gone.size, asked };
}

/** A shared domain says more than any name. */
const rank = (pair: Pair) => pair.score + (pair.evidence === 'domain' ? 1 : 0);

/** How many rows became new questions. */
async function write(
  tx: Tx,
  options: { workspaceId: string; now: Date; pair: Pair; mergeId: string | null },
): Promise<number> {
  const { workspaceId, pair, mergeId } = options;
  const at = options.now.toISOString();
  return tx.run(sql`insert into account_match as t (id, workspace_id, account_id, candidate_id, evidence, score, status,
      found_at, decided_at, decided_by, merge_id)
    values (${newId()}, ${workspaceId}, ${pair.accountId}, ${pair.candidateId}, ${pair.evidence}, ${pair.score},
      ${mergeId === null ? 'waiting' : 'automatic'}, ${at}::timestamptz,
      ${mergeId === null ? null : at}::timestamptz, ${mergeId === null ? null : matcher.name}, ${mergeId}::uuid)
    on conflict (workspace_id, account_id, candidate_id) do update set evidence = excluded.evidence, score = excluded.score,
      status = excluded.status, decided_at = excluded.decided_at, decided_by = excluded.decided_by, merge_id = excluded.merge_id
    where t.status = 'waiting' and (t.score, t.status) is distinct from (excluded.score, excluded.status)`);
}
