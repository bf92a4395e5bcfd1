import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { Eligibility } from '../facts/journeys-sql.ts';

/** What led to a deal, in order of time; arrays are of the same length. The nil uuid and '' are unknown. */
export type DealJourney = {
  id: string;
  opened_ms: number;
  closed_ms: number | null;
  lead_created_ms: number | null;
  at: number[];
  touch_ids: string[];
  person_ids: string[];
  kinds: string[];
  types: string[];
  channels: string[];
  asset_ids: string[];
  teammate_ids: string[];
};

export const unknownId = '00000000-0000-0000-0000-000000000000';

/** What one statement brings along stays bounded. */
const dealsAtOnce = 500;

export async function readJourneys(
  clickhouse: ClickHouse,
  options: { workspaceId: string; eligibility: Eligibility; ids: readonly string[] },
): Promise<Map<string, DealJourney>> {
  const { workspaceId, eligibility, ids } = options;
  const found = new Map<string, DealJourney>();
  for (let from = 0; from < ids.length; from += dealsAtOnce) {
    const answer = await clickhouse.query({
      query: `select id, opened_ms, closed_ms, lead_created_ms, at, touch_ids, person_ids, kinds, types, channels,
          asset_ids, teammate_ids
        from journey
        where workspace_id = {workspaceId:UUID} and eligibility = {eligibility:String} and id in {ids:Array(UUID)}`,
      query_params: { workspaceId, eligibility, ids: ids.slice(from, from + dealsAtOnce) },
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    for (const journey of await answer.json<DealJourney>()) found.set(journey.id, journey);
  }
  return found;
}
