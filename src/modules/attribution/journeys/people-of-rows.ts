import { sql, type Tx } from '../../../platform/postgres/database.ts';

type Known = {
  id: string;
  name: string;
  title: string | null;
  account_id: string | null;
  account_name: string | null;
};

export type PersonOfRow = {
  id: string;
  name: string;
  title: string | null;
  account: { id: string; name: string } | null;
};

/** Who the people of a list are; somebody merged or gone meanwhile stays in it without a name. */
export async function readPeople(tx: Tx, ids: readonly string[]): Promise<(id: string) => PersonOfRow> {
  const rows = await tx.rows<Known>(sql`
    select c.id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name, c.title, c.account_id, a.name as account_name
    from contact c left join account a on a.id = c.account_id where c.id = any(${sql.param(ids)}::uuid[])`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return (id) => {
    const row = known.get(id);
    return {
      id,
      name: row?.name ?? 'Unnamed',
      title: row?.title ?? null,
      account: row?.account_id && row.account_name ? { id: row.account_id, name: row.account_name } : null,
    };
  };
}
