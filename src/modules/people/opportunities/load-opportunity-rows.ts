import { sql } from 'drizzle-orm/sql/sql';
import type { Tx } from '../../../platform/postgres/database.ts';
import { customColumn, namedJson } from '../contacts/load-contact-rows.ts';
import type { OpportunityRow } from './contract.ts';

type Row = Omit<OpportunityRow, 'openedAt' | 'closedAt' | 'createdAt' | 'updatedAt'> & {
  openedAt: Date | null;
  closedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** Opportunities as lists show them, in the order of the ids. */
export async function loadOpportunityRows(
  tx: Tx,
  ids: readonly string[],
  customKeys: readonly string[] | 'all',
): Promise<OpportunityRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<Row>(sql`
    select r.id, r.name, ${namedJson(sql`a`)} as account, r.amount_minor as "amountMinor", r.currency, r.stage, r.status,
      r.opened_at as "openedAt", r.expected_close_on as "expectedCloseOn", r.closed_at as "closedAt", r.product,
      ${namedJson(sql`g`)} as campaign, ${namedJson(sql`o`)} as owner,
      r.created_at as "createdAt", r.updated_at as "updatedAt", ${customColumn(customKeys)} as custom
    from unnest(${`{${ids.join(',')}}`}::uuid[]) with ordinality as p(id, n)
    join opportunity r on r.id = p.id
    left join account a on a.id = r.account_id
    left join teammate o on o.id = r.owner_id
    left join campaign g on g.id = r.campaign_id
    order by p.n`);
  return rows.map((row) => ({
    ...row,
    openedAt: row.openedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
