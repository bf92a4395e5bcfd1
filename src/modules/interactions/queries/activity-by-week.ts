import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';

export type WeekOfActivity = { week: string; kind: 'content' | 'person'; channel: string; count: number };

/** How many verified interactions that stand each week saw, by kind and channel; weeks start on Monday, UTC. */
export async function activityByWeek(options: {
  clickhouse: ClickHouse;
  workspaceId: string;
  weeks: number;
  now: Date;
}): Promise<WeekOfActivity[]> {
  const result = await options.clickhouse.query({
    query: `
      select toString(toMonday(occurred_at)) as week, kind, channel, count() as count
      from interaction_current
      where workspace_id = {workspaceId: UUID} and verified and type != 'page_left'
        and occurred_at >= toDateTime64({from: String}, 3, 'UTC') and occurred_at <= toDateTime64({to: String}, 3, 'UTC')
      group by week, kind, channel
      order by week, kind, channel`,
    query_params: {
      workspaceId: options.workspaceId,
      from: asClickHouseTime(new Date(options.now.getTime() - options.weeks * 7 * 86_400_000)),
      to: asClickHouseTime(options.now),
    },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return result.json<WeekOfActivity>();
}

function asClickHouseTime(at: Date): string {
  return at.toISOString().slice(0, 23).replace('T', ' ');
}
