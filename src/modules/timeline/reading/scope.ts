import { notFound } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';

/** Whose timeline, as it is asked for: one of the three, or the whole workspace. */
export type ScopeQuery = {
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
};

/** Whose timeline, with the records merged into theirs. */
export type Scope =
  | { type: 'workspace' }
  | { type: 'contact'; contactIds: readonly string[] }
  | { type: 'account'; accountIds: readonly string[] }
  | { type: 'opportunity'; opportunityId: string; closedAt: string | null };

/** Finds the record and what was merged into it; 404 where there is none. */
export async function resolveScope(tx: Tx, query: ScopeQuery): Promise<Scope> {
  if (query.contactId) return { type: 'contact', contactIds: await familyOf(tx, 'contact', query.contactId) };
  if (query.accountId) return { type: 'account', accountIds: await familyOf(tx, 'account', query.accountId) };
  if (!query.opportunityId) return { type: 'workspace' };
  const deal = await tx.first<{ closed_at: string | null }>(
    sql`select case when status <> 'open' then closed_at::text end as closed_at from opportunity where id = ${query.opportunityId}`,
  );
  if (!deal) throw notFound('opportunity');
  return { type: 'opportunity', opportunityId: query.opportunityId, closedAt: deal.closed_at };
}

/** The record itself and every record that was merged into it, also through others. */
export async function familyOf(tx: Tx, table: 'contact' | 'account', id: string): Promise<string[]> {
  const name = sql.identifier(table);
  const rows = await tx.rows<{ id: string }>(sql`
    with recursive merged as (
      select id from ${name} where id = ${id}
      union select r.id from ${name} r join merged m on r.merged_into_id = m.id
    ) select id from merged`);
  if (rows.length === 0) throw notFound(table);
  return rows.map((row) => row.id);
}

export const ids = (list: readonly string[]): SQL => sql`${sql.param([...list])}::uuid[]`;
export const workspaceIs = (alias: SQL): SQL =>
  sql`${alias}.workspace_id = current_setting('liaison.workspace_id')::uuid`;
