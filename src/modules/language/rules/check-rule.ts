import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type DefinitionBody, definitionBody } from '../definitions/bodies.ts';
import { countHolding } from '../execution/index.ts';
import type { RuleEnvironment } from './environment.ts';
import { findCycles } from './find-cycles.ts';
import { loadBodiesInForce, loadEnvironment } from './load-environment.ts';
import { loadRuleWords } from './load-rule-words.ts';
import type { RuleGroup } from './rule.ts';
import { ruleSentence } from './sentence.ts';
import { type RuleProblem, validateRule } from './validate.ts';
import { loadValidationContext } from './validate-body.ts';

export type RuleCheck = {
  sentence: string;
  problems: RuleProblem[];
  holds: number | null;
  of: number | null;
};

/** What the definition would say with this rule as its own, to see whether it asks itself. */
function withRule(body: DefinitionBody, rule: RuleGroup): DefinitionBody {
  switch (body.kind) {
    case 'stage':
      return { ...body, gate: rule };
    case 'test':
      return { ...body, tests: [{ name: body.word, rule }] };
    case 'persona':
      return { ...body, rule };
    case 'scoring': {
      const signals = [{ key: 'asked', name: 'asked', rule, points: 1 }];
      return { ...body, model: { ...body.model, fit: { ...body.model.fit, signals } } };
    }
    case 'term':
    case 'reject_reasons':
    case 'sla':
      return body;
  }
}

async function circlesOf(
  tx: Tx,
  definitionId: string,
  rule: RuleGroup,
  env: RuleEnvironment,
): Promise<RuleProblem[]> {
  const row = await tx.first<{ key: string; body: unknown }>(sql`select d.key, v.body from definition d
    join definition_version v on v.definition_id = d.id where d.id = ${definitionId}
    order by v.number desc limit 1`);
  if (!row) throw new AppError('not_found', 'There is no such definition. It may have been deleted.');
  const bodies = await loadBodiesInForce(tx);
  bodies.set(row.key, withRule(definitionBody.parse(row.body), rule));
  return findCycles(bodies, env.stages)
    .filter(({ keys }) => keys.includes(row.key))
    .map(({ message }) => ({ path: '', message }));
}

/** Reads a rule: what is wrong with it, how it is said, and how many leads it holds at the moment. */
export async function checkRule(options: {
  services: Services;
  inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  workspaceId: string;
  rule: RuleGroup;
  definitionId?: string | undefined;
}): Promise<RuleCheck> {
  const { services, workspaceId, rule, definitionId } = options;
  const read = await options.inWorkspace(async (tx) => {
    const env = await loadEnvironment(tx);
    const context = await loadValidationContext(tx, rule);
    const problems = validateRule(rule, env, context);
    if (definitionId !== undefined) problems.push(...(await circlesOf(tx, definitionId, rule, env)));
    return { env, problems, sentence: ruleSentence(rule, await loadRuleWords(tx, env, rule)) };
  });
  const { env, problems, sentence } = read;
  if (problems.length > 0) return { sentence, problems, holds: null, of: null };
  try {
    const counted = await countHolding(services, { workspaceId, env, rule, at: services.now() });
    return { sentence, problems, ...counted };
  } catch (error) {
    // The rule is sound; only the count is missing while the engine is away.
    if (error instanceof AppError && error.code === 'unavailable')
      return { sentence, problems, holds: null, of: null };
    throw error;
  }
}
