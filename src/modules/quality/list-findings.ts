import { AppError, notFound } from '../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/paging.ts';
import { isId } from '../../platform/ids.ts';
import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import type { FindingCode } from './codes.ts';
import type { Finding, FindingRecord } from './contract.ts';
import { factsOf } from './facts-of.ts';

type Row = {
  id: string;
  code: FindingCode;
  record_type: FindingRecord['type'];
  record_id: string;
  detail: Record<string, unknown>;
  found_at: Date;
  found_key: string;
  dismissed_at: Date | null;
  dismissed_by: string | null;
  dismissed_reason: string | null;
  name: string | null;
  more: string | null;
};

type ListOptions = {
  tx: Tx;
  code?: FindingCode | undefined;
  state: 'open' | 'dismissed';
  cursor?: string | undefined;
  limit: number;
};

/** Findings, latest first, each with its record and what is doubtful about it. */
export async function listFindings(
  options: ListOptions,
): Promise<{ items: Finding[]; nextCursor: string | null }> {
  const { tx, code, state, cursor, limit } = options;
  const ofCode = code === undefined ? sql`` : sql`and f.code = ${code}`;
  const ofState = state === 'open' ? sql`f.dismissed_at is null` : sql`f.dismissed_at is not null`;
  const rows = await readRows(tx, sql`${ofState} ${ofCode} ${after(cursor)}`, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.found_key, last.id]) : null;
  return { items: await present(tx, page), nextCursor };
}

export async function getFinding(tx: Tx, id: string): Promise<Finding> {
  const [item] = await present(tx, await readRows(tx, sql`f.id = ${id}`, 1));
  if (!item) throw notFound('finding');
  return item;
}

function after(cursor: string | undefined): SQL {
  if (cursor === undefined) return sql``;
  const [foundAt, id] = decodeCursor(cursor, 2);
  if (
    typeof foundAt !== 'string' ||
    Number.isNaN(Date.parse(foundAt)) ||
    typeof id !== 'string' ||
    !isId(id)
  ) {
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  }
  return sql`and (f.found_at, f.id) < (${foundAt}::timestamptz, ${id}::uuid)`;
}

async function readRows(tx: Tx, condition: SQL, limit: number): Promise<Row[]> {
  return tx.rows<Row>(sql`
    select f.id, f.code, f.record_type, f.record_id, f.detail, f.found_at, f.found_at::text as found_key, f.dismissed_at,
      f.dismissed_by, f.dismissed_reason, coalesce(o.name, nullif(c.name, ''), c.email, a.name) as name,
      coalesce(oa.name, c.email, ca.name, a.domain) as more
    from (select * from data_finding f where ${condition} order by f.found_at desc, f.id desc limit ${limit}) f
    left join opportunity o on f.record_type = 'opportunity' and o.id = f.record_id
    left join account oa on oa.id = o.account_id
    left join contact c on f.record_type = 'contact' and c.id = f.record_id
    left join account ca on ca.id = c.account_id
    left join account a on f.record_type = 'account' and a.id = f.record_id
    order by f.found_at desc, f.id desc`);
}

async function present(tx: Tx, rows: readonly Row[]): Promise<Finding[]> {
  const others = await readOthers(
    tx,
    rows.flatMap((row) => otherIdsOf(row.detail)),
  );
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    record: {
      type: row.record_type,
      id: row.record_id,
      name: row.name ?? 'No longer here',
      detail: row.more,
    },
    facts: factsOf(row.detail),
    others: otherIdsOf(row.detail).flatMap((id) => others.get(id) ?? []),
    foundAt: row.found_at.toISOString(),
    dismissal:
      row.dismissed_at === null
        ? null
        : {
            at: row.dismissed_at.toISOString(),
            by: row.dismissed_by ?? '',
            reason: row.dismissed_reason ?? '',
          },
  }));
}

// A deal's buying group can be long; its first people are enough to know it by.
const mostOthers = 5;

function otherIdsOf(detail: Record<string, unknown>): string[] {
  const { otherIds } = detail;
  if (!Array.isArray(otherIds)) return [];
  return otherIds.filter((id): id is string => typeof id === 'string' && isId(id)).slice(0, mostOthers);
}

async function readOthers(tx: Tx, ids: readonly string[]): Promise<Map<string, FindingRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; name: string; detail: string | null }>(sql`
    select c.id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name, coalesce(c.email, a.name) as detail
    from contact c left join account a on a.id = c.account_id
    where c.id = any(${sql.param([...new Set(ids)])}::uuid[])`);
  return new Map(rows.map((row) => [row.id, { type: 'contact' as const, ...row }]));
}
