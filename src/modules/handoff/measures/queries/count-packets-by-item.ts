import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { SlaPlan } from '../plan.ts';

export type ItemCounts = { item: string; there: number; promised: number };

/** How often each promised item of the packet was there. */
export async function countPacketsByItem(plan: SlaPlan): Promise<ItemCounts[]> {
  return plan.tx.rows<ItemCounts>(sql`
    select i.item, count(*) as promised, count(*) filter (where i.item = any(k.packet_items)) as there
    from ${casesOf(plan, { window: plan.window })} k cross join lateral unnest(k.promised_items) as i(item)
    group by 1`);
}
