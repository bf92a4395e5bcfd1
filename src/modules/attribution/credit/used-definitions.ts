import type { Tx } from '../../../platform/postgres/database.ts';
import { definitionsInForce } from '../../language/index.ts';
import type { Credit } from './contract.ts';
import type { Plan } from './plan.ts';

/** What the words of the answer meant: versions in force of terms and stages that it was worked out by. */
export async function usedDefinitions(tx: Tx, plan: Plan): Promise<Credit['definitions']> {
  const { value } = plan;
  const terms = new Set(['touchpoint', 'verified', ...(value === 'revenue' ? ['won_revenue'] : [])]);
  if (plan.eligibility === 'group') terms.add('buying_group');
  if (plan.by.key === 'buying_stage' || plan.by.key === 'persona') terms.add(plan.by.key);
  const stages = new Set([
    ...(value.startsWith('stage:') ? [value.slice('stage:'.length)] : []),
    ...(plan.settings.leadStage ? [plan.settings.leadStage] : []),
  ]);
  const inForce = await definitionsInForce(tx);
  return inForce
    .filter(({ key, body }) => terms.has(key) || (body.kind === 'stage' && stages.has(body.stageKey)))
    .map(({ definitionId, key, body, versionId, number }) => ({
      definitionId,
      key,
      word: body.word,
      versionId,
      version: number,
    }));
}
