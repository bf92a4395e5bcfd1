import type { SQL } from 'drizzle-orm/sql/sql';
import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { FunnelDimension } from './contract.ts';

/**
 * What the funnel is filtered and split by. `value` is text over the aliases `c` (contact) and `a` (account), "" where
 * unknown; people and deals are joined to the two in their own way, so that one expression serves both.
 */
export type Dimension = FunnelDimension & {
  value: SQL;
  /** For keys that are ids: their names, in the same order; keys without one are left out. */
  labels: ((tx: Tx, keys: readonly string[]) => Promise<ReadonlyMap<string, string>>) | null;
};

const nameBy = (table: 'teammate' | 'campaign') => async (tx: Tx, keys: readonly string[]) => {
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id::text, name from ${sql.identifier(table)} where id::text = any(${sql.param([...keys])}::text[])`,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
};

const builtIn: readonly Dimension[] = [
  plain('channel', 'Channel', 'contact', sql`coalesce(c.channel, '')`),
  {
    ...plain('campaign', 'Campaign', 'contact', sql`coalesce(c.campaign_id::text, '')`),
    labels: nameBy('campaign'),
  },
  plain('segment', 'Segment', 'account', sql`coalesce(a.segment, '')`),
  plain('industry', 'Industry', 'account', sql`coalesce(a.industry, '')`),
  plain('country', 'Country', 'both', sql`coalesce(nullif(c.country, ''), a.country, '')`),
  { ...plain('owner', 'Owner', 'contact', sql`coalesce(c.owner_id::text, '')`), labels: nameBy('teammate') },
  plain('persona', 'Persona', 'contact', sql`coalesce(c.persona, '')`),
  plain('buying_role', 'Buying role', 'contact', sql`coalesce(c.buying_role, '')`),
];

/** Other names people have for a dimension, where no field of theirs is called so. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  origin: 'channel',
  source: 'channel',
  original_source: 'channel',
};

function plain(key: string, label: string, record: FunnelDimension['record'], value: SQL): Dimension {
  return { key, label, record, custom: false, value, labels: null };
}

type CustomField = { key: string; label: string; record: 'contact' | 'account' };

/** Built in first, then the custom fields of contacts and of accounts; an account's is `account.key` where the bare key is taken. */
export async function listDimensions(options: { tx: Tx }): Promise<Dimension[]> {
  const fields = await options.tx.rows<CustomField>(sql`
    select key, label, record_type as record from custom_field
    where record_type in ('contact', 'account')
    order by record_type desc, position, label, key`);
  const dimensions = [...builtIn];
  const taken = new Set(builtIn.map((one) => one.key));
  for (const field of fields) {
    const key = taken.has(field.key) ? `${field.record}.${field.key}` : field.key;
    taken.add(key);
    const column = field.record === 'contact' ? sql`c.custom` : sql`a.custom`;
    const value = sql`coalesce(${column} ->> ${field.key}::text, '')`;
    dimensions.push({ key, label: field.label, record: field.record, custom: true, value, labels: null });
  }
  return dimensions;
}

export function findDimension(dimensions: readonly Dimension[], key: string): Dimension {
  const found =
    dimensions.find((one) => one.key === key) ?? dimensions.find((one) => one.key === alsoKnownAs[key]);
  if (found) return found;
  const known = dimensions.map((one) => one.key).join(', ');
  throw new AppError(
    'invalid_input',
    `There is no field "${key}" to split or filter by. There are: ${known}.`,
    {
      fields: [{ path: key, message: 'is no dimension of the funnel' }],
    },
  );
}

export const presentDimension = ({ key, label, record, custom }: Dimension): FunnelDimension => ({
  key,
  label,
  record,
  custom,
});
