import { type SQL, sql } from 'drizzle-orm/sql/sql';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { CustomValue, Named } from '../records.ts';
import type { ContactRow } from './contract.ts';

type Row = Omit<ContactRow, 'lifecycleSince' | 'lastInteractionAt' | 'createdAt' | 'updatedAt'> & {
  lifecycleSince: Date | null;
  lastInteractionAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  custom: Record<string, CustomValue>;
};

/** A referred record as `{id, name}`, or null; `alias` is its left-joined table. */
export function namedJson(alias: SQL): SQL {
  return sql`case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;
}

/** Of the row's custom values only those asked for; all of them for 'all'. */
export function customColumn(keys: readonly string[] | 'all'): SQL {
  if (keys === 'all') return sql`r.custom`;
  if (keys.length === 0) return sql`'{}'::jsonb`;
  const list = sql`array[${sql.join(
    keys.map((key) => sql`${key}`),
    sql`, `,
  )}]::text[]`;
  return sql`coalesce((select jsonb_object_agg(k, r.custom -> k) from unnest(${list}) as k where r.custom ? k), '{}')`;
}

/** Contacts as lists show them, in the order of the ids. */
export async function loadContactRows(
  tx: Tx,
  ids: readonly string[],
  customKeys: readonly string[] | 'all',
): Promise<ContactRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<
    Row & { account: Named | null; owner: Named | null; campaign: Named | null }
  >(sql`
    select r.id, r.name, r.first_name as "firstName", r.last_name as "lastName", r.email, r.title, r.phone, r.city,
      r.country, r.persona, r.buying_role as "buyingRole", r.channel, ${namedJson(sql`g`)} as campaign,
      ${namedJson(sql`a`)} as account, ${namedJson(sql`o`)} as owner, r.lifecycle_stage as "lifecycleStage",
      r.lifecycle_status as "lifecycleStatus", r.lifecycle_since as "lifecycleSince",
      r.last_interaction_at as "lastInteractionAt", r.created_at as "createdAt", r.updated_at as "updatedAt",
      ${customColumn(customKeys)} as custom
    from unnest(${`{${ids.join(',')}}`}::uuid[]) with ordinality as p(id, n)
    join contact r on r.id = p.id
    left join account a on a.id = r.account_id
    left join teammate o on o.id = r.owner_id
    left join campaign g on g.id = r.campaign_id
    order by p.n`);
  return rows.map((row) => ({
    ...row,
    lifecycleSince: row.lifecycleSince?.toISOString() ?? null,
    lastInteractionAt: row.lastInteractionAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
