import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { flagReasonText } from '../classify/reasons.ts';
import type { Flagged } from '../settings/contract.ts';

const dayMs = 86_400_000;

/** How many interactions of the last days were no person's, by reason, beside those that were. */
export async function flaggedByReason(options: {
  clickhouse: ClickHouse;
  workspaceId: string;
  days: number;
  now: Date;
}): Promise<Flagged> {
  const { clickhouse, workspaceId, days, now } = options;
  const result = await clickhouse.query({
    query: `
      select verified, if(verified, '', flag_reason) as reason, count() as count,
        toUnixTimestamp64Milli(max(occurred_at)) as latest_ms
      from interaction final
      where workspace_id = {workspaceId: UUID} and occurred_at > toDateTime64({from: String}, 3, 'UTC')
      group by verified, reason order by count desc, reason`,
    query_params: {
      workspaceId,
      from: new Date(now.getTime() - days * dayMs).toISOString().slice(0, 23).replace('T', ' '),
    },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  const rows = await result.json<{ verified: boolean; reason: string; count: number; latest_ms: number }>();
  const flagged = rows.filter(({ verified }) => !verified);
  const sum = (of: typeof rows) => of.reduce((total, { count }) => total + count, 0);
  return {
    days,
    counted: sum(rows) - sum(flagged),
    notCounted: sum(flagged),
    reasons: flagged.map(({ reason, count, latest_ms }) => ({
      reason,
      text: reason === '' ? 'no reason given' : flagReasonText(reason),
      count,
      latestAt: new Date(latest_ms),
    })),
  };
}
