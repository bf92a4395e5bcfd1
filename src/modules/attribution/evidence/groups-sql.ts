import type { Services } from '../../../platform/services.ts';
import { nobody } from '../facts/journeys-sql.ts';
import { rowsOf } from '../facts/make-journeys.ts';
import type { Period } from './period.ts';

/** How many people met a key under a campaign in a period; no campaign: the nil id. */
export type Share = { key: string; campaign: string; people: number };

/** By channel (folded text) or by asset (id): under which campaigns people met it. */
export function readShares(
  services: Pick<Services, 'clickhouse'>,
  { workspaceId, by, period }: { workspaceId: string; by: 'channel' | 'asset'; period: Period },
): Promise<Share[]> {
  const keys = by === 'channel' ? 'channels' : 'asset_ids';
  const none = by === 'channel' ? "''" : nobody;
  return rowsOf<Share>(
    services.clickhouse,
    `select toString(pair.1) as key, toString(pair.2) as campaign, count() as people
    from (select arrayJoin(arrayDistinct(arrayFilter((pair, ms) -> ms >= ${period.fromMs} and ms < ${period.untilMs}
        and pair.1 != ${none}, arrayZip(${keys}, campaign_ids), at))) as pair
      from journey where workspace_id = toUUID('${workspaceId}') and eligibility = 'person')
    group by pair order by key, campaign`,
  );
}
