import type { Tx } from '../../../platform/postgres/database.ts';
import { readRules } from '../../language/index.ts';
import type { Fallback, RoutingRule, Target } from './contract.ts';
import { loadRules, type RuleRow, readFallback } from './load-rules.ts';

/** The rules in their order, each said in words, with what is wrong with it by now. */
export async function listRules(options: { tx: Tx }): Promise<{ items: RoutingRule[]; fallback: Fallback }> {
  const { tx } = options;
  const rows = await loadRules(tx);
  const read = await readRules(
    tx,
    rows.map(({ rule }) => rule),
  );
  const items = rows.map((row, at) => ({
    id: row.id,
    position: row.position,
    name: row.name,
    rule: row.rule,
    target: targetOf(row),
    targetName: row.target_name ?? '',
    sentence: read[at]?.sentence ?? '',
    problems: read[at]?.problems ?? [],
  }));
  return { items, fallback: await readFallback(tx) };
}

function targetOf({ target, teammate_id: teammateId, pool_id: poolId }: RuleRow): Target {
  if (teammateId !== null) return { kind: 'teammate', teammateId };
  if (poolId === null) throw new Error('a routing rule leads nowhere');
  return { kind: target === 'pool' ? 'pool' : 'rotation', poolId };
}
