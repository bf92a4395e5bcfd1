import { AppError } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { listDimensions as listFunnelDimensions } from '../../funnel/index.ts';
import type { SlaDimension } from './contract.ts';

/**
 * What the measures are split and filtered by. `value` is text, "" where there is none, over the aliases `h` (what is
 * counted: a hand-off), `c` (its contact) and `a` (their account).
 */
export type Dimension = SlaDimension & {
  value: SQL;
  /** The table that names keys which are ids. */
  names: 'teammate' | 'campaign' | 'routing_pool' | null;
  /** Looked at for what stands out, without being asked. */
  watched: boolean;
};

const own: readonly Dimension[] = [
  dimension('owner', 'Owner', sql`coalesce(h.owner_id::text, '')`, 'teammate'),
  dimension('campaign', 'Campaign', sql`coalesce(h.campaign_id::text, c.campaign_id::text, '')`, 'campaign'),
  dimension('segment', 'Segment', sql`coalesce(a.segment, '')`),
  dimension('persona', 'Persona', sql`coalesce(c.persona, '')`),
  dimension('grade', 'Grade', sql`coalesce(h.grade, '')`),
  dimension('pool', 'Pool', sql`coalesce(h.pool_id::text, '')`, 'routing_pool'),
  {
    ...dimension('marketer', 'Marketer', sql`coalesce(h.marketer_id::text, '')`, 'teammate'),
    watched: false,
  },
];

function dimension(key: string, label: string, value: SQL, names: Dimension['names'] = null): Dimension {
  return { key, label, value, names, watched: true };
}

/**
 * The hand-off's own first, then the fields of the lead and its company that the funnel knows. A field of the
 * workspace's own that is called region is what people mean by a region; without one, the country stands for it.
 */
export async function listDimensions(tx: Tx): Promise<Dimension[]> {
  const taken = new Set(own.map(({ key }) => key));
  const others = (await listFunnelDimensions({ tx })).filter(({ key }) => !taken.has(key));
  const hasRegion = others.some(({ key }) => key === 'region');
  const place = hasRegion ? 'region' : 'country';
  const fields = others.map(({ key, label, value }) => ({
    ...dimension(key, label, value),
    watched: key === place,
  }));
  const isPlace = ({ key }: Dimension) => key === place;
  const [owner, ...rest] = own;
  return [
    ...(owner ? [owner] : []),
    ...fields.filter(isPlace),
    ...rest,
    ...fields.filter((one) => !isPlace(one)),
  ];
}

export function findDimension(dimensions: readonly Dimension[], key: string): Dimension {
  const found = dimensions.find((one) => one.key === key);
  if (found) return found;
  const known = dimensions.map((one) => one.key).join(', ');
  throw new AppError(
    'invalid_input',
    `Hand-offs cannot be split or filtered by "${key}". There are: ${known}.`,
    {
      fields: [{ path: key, message: 'is no dimension of hand-offs' }],
    },
  );
}

export const presentDimension = ({ key, label }: Dimension): SlaDimension => ({ key, label });

/** What keys are called; a key that nothing names is its own name. */
export async function namesOf(
  tx: Tx,
  { names }: Dimension,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names === null || keys.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id::text, name from ${sql.identifier(names)} where id::text = any(${sql.param([...keys])}::text[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
