import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { foldChannel } from './baseline/read-setting.ts';
import type { ValueDimension } from './contract.ts';
import type { Campaign } from './plan.ts';

const unknown: Record<ValueDimension, string> = {
  channel: 'channel unknown',
  campaign: 'no campaign',
  asset: 'no piece',
  asset_type: 'no piece',
  marketer: 'no marketer',
};

/** What keys are called; a key that names nothing any more is told by itself. */
export async function readLabels(
  tx: Tx,
  options: { by: ValueDimension; keys: readonly string[]; campaigns: readonly Campaign[] },
): Promise<(key: string) => string> {
  const { by } = options;
  const keys = options.keys.filter((key) => key !== '');
  const names = await namesOf(tx, { ...options, keys });
  return (key) => (key === '' ? unknown[by] : (names.get(key) ?? key));
}

async function namesOf(
  tx: Tx,
  { by, keys, campaigns }: { by: ValueDimension; keys: readonly string[]; campaigns: readonly Campaign[] },
): Promise<ReadonlyMap<string, string>> {
  if (by === 'campaign') return new Map(campaigns.map(({ id, name }) => [id, name]));
  if (by === 'channel') {
    const channels = await tx.rows<{ channel: string }>(sql`
      select channel from (select channel from contact union all select channel from campaign) as c
      where channel is not null group by channel order by count(*), channel`);
    return new Map(channels.map(({ channel }) => [foldChannel(channel), channel]));
  }
  if (by === 'asset_type') {
    const types = await tx.rows<{ type: string }>(
      sql`select distinct type from asset where type is not null`,
    );
    return new Map(types.map(({ type }) => [type.toLowerCase(), type]));
  }
  const ids = sql.param([...keys]);
  const rows = await tx.rows<{ id: string; name: string }>(
    by === 'asset'
      ? sql`select id, title as name from asset where id = any(${ids}::uuid[])`
      : sql`select id, name from teammate where id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
