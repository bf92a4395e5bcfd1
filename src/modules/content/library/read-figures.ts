import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { finishedFrom } from '../words.ts';
import type { Figures } from './asset-rows.ts';

const yearMs = 365 * 86_400_000;

/** Who was given each piece, who read it and who got to its end, in the past twelve months. */
export async function readFigures(
  tx: Tx,
  { assetIds, now }: { assetIds: readonly string[]; now: Date },
): Promise<Map<string, Figures>> {
  if (assetIds.length === 0) return new Map();
  const from = new Date(now.getTime() - yearMs);
  const rows = await tx.rows<{ asset_id: string } & Figures>(sql`
    select asset_id, coalesce(sum(shares), 0)::int as shares, count(*) filter (where reads > 0)::int as readers,
      count(*) filter (where completion >= ${finishedFrom})::int as finished
    from (
      select i.asset_id, count(*) filter (where i.type = 'asset_shared') as shares,
        count(*) filter (where i.type = 'asset_viewed') as reads,
        max(i.completion) filter (where i.type = 'asset_viewed') as completion
      from interaction i
      where i.workspace_id = current_setting('liaison.workspace_id')::uuid
        and i.asset_id = any(${sql.param([...assetIds])}::uuid[]) and i.occurred_at >= ${from}
        and i.verified and i.type in ('asset_shared', 'asset_viewed')
        and not exists (select from interaction_replacement r where r.workspace_id = i.workspace_id and r.interaction_id = i.id)
      group by i.asset_id, coalesce(i.contact_id, i.profile_id, i.id)
    ) as person group by asset_id`);
  return new Map(rows.map(({ asset_id, ...figures }) => [asset_id, figures]));
}
