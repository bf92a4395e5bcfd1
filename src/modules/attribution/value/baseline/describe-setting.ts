import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { definitionsInForce } from '../../../language/index.ts';
import type { BaselineSetting } from '../contract.ts';
import { foldChannel, readSetting } from './read-setting.ts';

/** What marketing is held against, with what else there is to choose. */
export async function describeSetting(tx: Tx): Promise<BaselineSetting> {
  const { updatedAt, ...setting } = await readSetting(tx);
  const counted = await tx.rows<{ channel: string; leads: number }>(sql`
    select channel, count(*)::int as leads from contact where channel is not null and merged_into_id is null
    group by channel order by count(*) desc, channel limit 200`);
  const channels = new Map<string, { key: string; label: string; leads: number }>();
  for (const { channel, leads } of counted) {
    const key = foldChannel(channel);
    const known = channels.get(key);
    if (known) known.leads += leads;
    else channels.set(key, { key, label: channel, leads });
  }
  const campaigns = await tx.rows<{ id: string; name: string; leads: number }>(sql`
    select c.id, c.name, (select count(*)::int from contact p
      where p.campaign_id = c.id and p.merged_into_id is null) as leads
    from campaign c order by lower(c.name), c.id limit 500`);
  const tests = (await definitionsInForce(tx)).filter(({ kind }) => kind === 'test');
  return {
    ...setting,
    updatedAt: updatedAt?.toISOString() ?? null,
    choices: {
      channels: [...channels.values()],
      campaigns,
      tests: tests.map(({ key, body }) => ({ key, word: body.word })),
    },
  };
}
