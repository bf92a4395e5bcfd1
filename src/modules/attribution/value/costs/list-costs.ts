import { notFound } from '../../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Cost } from './contract.ts';

type Row = Omit<Cost, 'on' | 'createdAt'> & { key: string; label: string; createdAt: Date };

const select = (where: SQL): SQL => sql`
  select e.id, e.subject, coalesce(e.campaign_id::text, e.asset_id::text, e.teammate_id::text, e.channel) as key,
    coalesce(c.name, a.title, t.name, e.channel, '') as label, e.from_on::text as "fromOn", e.to_on::text as "toOn",
    e.amount_minor as "amountMinor", e.currency, e.what, e.source, e.file_name as "fileName",
    e.created_at as "createdAt", e.created_by as "createdBy"
  from cost_entry e left join campaign c on c.id = e.campaign_id left join asset a on a.id = e.asset_id
    left join teammate t on t.id = e.teammate_id
  where e.withdrawn_at is null and ${where}`;

const present = ({ key, label, createdAt, ...row }: Row): Cost => ({
  ...row,
  on: { key, label },
  createdAt: createdAt.toISOString(),
});

export async function loadCost(tx: Tx, id: string): Promise<Cost> {
  const row = await tx.first<Row>(select(sql`e.id = ${id}::uuid`));
  if (row === null) throw notFound('cost');
  return present(row);
}

export async function listCosts(tx: Tx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const rows = await tx.rows<Row>(sql`
    ${select(at === null ? sql`true` : sql`(e.created_at, e.id) < (${at}::timestamptz, ${id}::uuid)`)}
    order by e.created_at desc, e.id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: present, cursor: (row) => [row.createdAt.toISOString(), row.id] });
}
