import { sql, type Tx } from '../../../platform/postgres/database.ts';

type Value = { key: string; label: string; unit: 'minor' | 'micro' };

/** Of what credit is given. */
export async function listValues(tx: Tx): Promise<Value[]> {
  const stages = await tx.rows<{ key: string; name: string }>(
    sql`select key, name from lifecycle_stage order by position`,
  );
  return [
    { key: 'revenue', label: 'Won revenue', unit: 'minor' },
    { key: 'pipeline', label: 'Pipeline opened', unit: 'minor' },
    { key: 'wins', label: 'Deals won', unit: 'micro' },
    { key: 'opportunities', label: 'Deals opened', unit: 'micro' },
    ...stages.map(
      ({ key, name }): Value => ({
        key: `stage:${key}`,
        label: `Leads that reached ${name}`,
        unit: 'micro',
      }),
    ),
  ];
}
