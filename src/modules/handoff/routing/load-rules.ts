import { z } from 'zod';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ruleGroup } from '../../language/index.ts';
import type { Fallback } from './contract.ts';

const ruleRow = z.object({
  id: z.string(),
  position: z.number(),
  name: z.string(),
  rule: ruleGroup,
  target: z.enum(['teammate', 'rotation', 'pool']),
  teammate_id: z.string().nullable(),
  pool_id: z.string().nullable(),
  target_name: z.string().nullable(),
});
export type RuleRow = z.infer<typeof ruleRow>;

/** The routing rules in the order in which they are asked. */
export async function loadRules(tx: Tx): Promise<RuleRow[]> {
  const rows = await tx.rows(sql`select r.id, r.position, r.name, r.rule, r.target, r.teammate_id, r.pool_id,
      coalesce(t.name, p.name) as target_name
    from routing_rule r left join teammate t on t.id = r.teammate_id left join routing_pool p on p.id = r.pool_id
    order by r.position`);
  return z.array(ruleRow).parse(rows);
}

/** Where leads go for which no rule holds; by turns among all, until somebody says otherwise. */
export async function readFallback(tx: Tx): Promise<Fallback> {
  const row = await tx.first<{ fallback: Fallback['kind']; fallback_pool_id: string | null }>(
    sql`select fallback, fallback_pool_id from routing_setting`,
  );
  return { kind: row?.fallback ?? 'rotation', poolId: row?.fallback_pool_id ?? null };
}
