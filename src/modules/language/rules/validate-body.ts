import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody } from '../definitions/bodies.ts';
import { validateModel } from '../scoring/validate-model.ts';
import type { RuleEnvironment } from './environment.ts';
import { rulesOfBody } from './rules-of-body.ts';
import { type RuleProblem, type ValidationContext, validateRule } from './validate.ts';

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Every id that rules mention, wherever they stand in it. */
export const idsIn = (rules: unknown): string[] => [
  ...new Set((JSON.stringify(rules) ?? '').match(anyId)?.map((id) => id.toLowerCase()) ?? []),
];

/** Which of the campaigns, assets and teammates that these rules mention there are. */
export async function loadValidationContext(tx: Tx, rules: unknown): Promise<ValidationContext> {
  const ids = idsIn(rules);
  if (ids.length === 0) return { campaigns: new Set(), assets: new Set(), teammates: new Set() };
  const found = await tx.rows<{ id: string; is: string }>(sql`
    select id::text, 'campaign' as is from campaign where id = any(${sql.param(ids)}::uuid[])
    union all select id::text, 'asset' from asset where id = any(${sql.param(ids)}::uuid[])
    union all select id::text, 'teammate' from teammate where id = any(${sql.param(ids)}::uuid[])`);
  const of = (is: string) => new Set(found.flatMap((row) => (row.is === is ? [row.id] : [])));
  return { campaigns: of('campaign'), assets: of('asset'), teammates: of('teammate') };
}

/** What is wrong with the rules and the model of a definition. */
export function validateBody(
  body: DefinitionBody,
  env: RuleEnvironment,
  context: ValidationContext,
): RuleProblem[] {
  if (body.kind === 'scoring') return validateModel(body.model, env, context);
  return rulesOfBody(body).flatMap(({ path, rule }) => validateRule(rule, env, context, path));
}
