import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { type AccountMatch, matchStatuses } from './contract.ts';

type Row = Omit<AccountMatch, 'foundAt' | 'decidedAt'> & { foundAt: Date; decidedAt: Date | null };

const shownPeople = 3;

function rowsWhere(condition: SQL, end: SQL): SQL {
  return sql`
    select m.id, m.evidence, round(m.score::numeric, 4) as score, m.status, m.found_at as "foundAt",
      m.decided_at as "decidedAt", m.decided_by as "decidedBy",
      jsonb_build_object('id', a.id, 'name', a.name, 'people', coalesce(p.people, '[]'), 'peopleCount', coalesce(p.count, 0)) as account,
      jsonb_build_object('id', c.id, 'name', c.name, 'domain', c.domain, 'country', c.country, 'owner', t.name,
        'peopleCount', (select count(*) from contact x where x.account_id = c.id and x.merged_into_id is null)) as candidate
    from account_match m
    join account a on a.id = m.account_id
    join account c on c.id = m.candidate_id
    left join teammate t on t.id = c.owner_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name) order by x.name) filter (where x.n <= ${shownPeople}) as people,
        count(*) as count
      from (select x.id, x.name, row_number() over (order by x.name, x.id) as n from contact x
        where x.account_id = a.id and x.merged_into_id is null) x) p on true
    where ${condition} ${end}`;
}

/** Of those that wait, only pairs that are still two accounts. */
export async function listAccountMatches(options: {
  tx: Tx;
  status: AccountMatch['status'];
  cursor?: string | undefined;
  limit: number;
}): Promise<{ items: AccountMatch[]; nextCursor: string | null }> {
  const { tx, status, limit } = options;
  const conditions = [sql`m.status = ${status}`];
  if (status === 'waiting') conditions.push(stillTwo);
  if (options.cursor) {
    const [score, id] = decodeCursor(options.cursor, 2);
    conditions.push(sql`(round(m.score::numeric, 4), m.id) < (${score}::numeric, ${id}::uuid)`);
  }
  const rows = await tx.rows<Row>(
    rowsWhere(
      sql.join(conditions, sql` and `),
      sql`order by round(m.score::numeric, 4) desc, m.id desc limit ${limit + 1}`,
    ),
  );
  return toPage({ rows, limit, item: present, cursor: (row) => [row.score, row.id] });
}

const stillTwo = sql`a.merged_into_id is null and c.merged_into_id is null`;

export async function getAccountMatch(tx: Tx, matchId: string): Promise<AccountMatch> {
  const row = await tx.first<Row>(rowsWhere(sql`m.id = ${matchId}`, sql``));
  if (!row) throw notFound('match');
  return present(row);
}

export async function countAccountMatches(tx: Tx): Promise<Record<string, number>> {
  const rows = await tx.rows<{ status: string; count: number }>(sql`
    select m.status, count(*) as count from account_match m
    join account a on a.id = m.account_id join account c on c.id = m.candidate_id
    where m.status <> 'waiting' or (${stillTwo}) group by m.status`);
  const counts = new Map(rows.map((row) => [row.status, row.count]));
  return Object.fromEntries(matchStatuses.map((status) => [status, counts.get(status) ?? 0]));
}

function present(row: Row): AccountMatch {
  return {
    ...row,
    foundAt: row.foundAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
