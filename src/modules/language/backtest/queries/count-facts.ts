import { z } from 'zod';
import type { ClickHouse } from '../../../../platform/clickhouse/clickhouse.ts';
import { uuidLiteral } from './lead-rows.ts';

/** How much there is to go over: leads known by then, and what they did up to then. */
export async function countFacts(options: {
  clickhouse: ClickHouse;
  workspaceId: string;
  until: Date;
}): Promise<{ leads: number; interactions: number }> {
  const workspace = uuidLiteral(options.workspaceId);
  const until = `fromUnixTimestamp64Milli(toInt64(${options.until.getTime()}))`;
  const result = await options.clickhouse.query({
    query: `select
        (select uniqExact(contact_id) from lead_state where workspace_id = ${workspace} and known_at < ${until}) as leads,
        (select countIf(at < ${until}) from lead_interaction where workspace_id = ${workspace}) as interactions`,
    format: 'JSONEachRow',
  });
  const [row] = z
    .array(z.object({ leads: z.coerce.number(), interactions: z.coerce.number() }))
    .parse(await result.json());
  return row ?? { leads: 0, interactions: 0 };
}
