import { sql } from 'drizzle-orm/sql/sql';
import type { Tx } from '../../../platform/postgres/database.ts';
import { customColumn, namedJson } from '../contacts/load-contact-rows.ts';
import type { AccountRow } from './contract.ts';

type Row = Omit<AccountRow, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

/** Accounts as lists show them, in the order of the ids. */
export async function loadAccountRows(
  tx: Tx,
  ids: readonly string[],
  customKeys: readonly string[] | 'all',
): Promise<AccountRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<Row>(sql`
    select r.id, r.name, r.domain, r.website, r.industry, r.segment, r.employee_count as "employeeCount",
      r.annual_revenue_minor as "annualRevenueMinor", r.currency, r.country, r.city, r.phone,
      ${namedJson(sql`pa`)} as parent, ${namedJson(sql`o`)} as owner,
      (select count(*) from (select from contact c where c.account_id = r.id and c.merged_into_id is null limit 1000) as counted)
        as "contactCount",
      r.created_at as "createdAt", r.updated_at as "updatedAt", ${customColumn(customKeys)} as custom
    from unnest(${`{${ids.join(',')}}`}::uuid[]) with ordinality as p(id, n)
    join account r on r.id = p.id
    left join account pa on pa.id = r.parent_id
    left join teammate o on o.id = r.owner_id
    order by p.n`);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
