import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { listStages } from '../../people/index.ts';
import { findCycles } from '../rules/find-cycles.ts';
import { loadBodiesInForce, loadEnvironment } from '../rules/load-environment.ts';
import { rulesOfBody } from '../rules/rules-of-body.ts';
import type { RuleProblem } from '../rules/validate.ts';
import { loadValidationContext, validateBody } from '../rules/validate-body.ts';
import { validateSla } from '../sla/validate-sla.ts';
import type { DefinitionBody } from './bodies.ts';
import type { DefinitionRow, VersionRow } from './find-version.ts';

type CheckBody = {
  tx: Tx;
  definition: DefinitionRow;
  body: DefinitionBody;
};

/** Refuses a body that could not hold, with each fault by its place. */
export async function requireSoundBody(options: CheckBody): Promise<void> {
  const { tx, definition, body } = options;
  requireKind(definition, body);
  if (body.kind === 'stage') await requireStage(tx, definition, body.stageKey);
  if (body.kind === 'sla') await requireOnlyAgreement(tx, definition);
  const problems = await problemsOf(options);
  if (problems.length === 0) return;
  throw new AppError('invalid_input', tell(problems), {
    fields: problems.map(({ path, message }) => ({ path: `body.${path}`, message })),
  });
}

/** What was sound when it was proposed may no longer be: a field was deleted, another gate has changed. */
export async function requireStillSound(
  options: Omit<CheckBody, 'body'> & { version: VersionRow },
): Promise<void> {
  const { version } = options;
  const problems = await problemsOf({ ...options, body: version.body });
  if (problems.length === 0) return;
  throw new AppError(
    'unprocessable',
    `Version ${version.number} was sound when it was proposed, and no longer is. ${tell(problems)} Its text stays as it is: write a new version that does without, and withdraw this one.`,
    { fields: problems.map(({ path, message }) => ({ path: `body.${path}`, message })) },
  );
}

/** What is wrong with its rules, and which definitions in force it would ask in a circle. */
export async function problemsOf({ tx, definition, body }: CheckBody): Promise<RuleProblem[]> {
  if (body.kind === 'sla') return validateSla({ policy: body.policy, stages: await listStages({ tx }) });
  if (body.kind !== 'scoring' && rulesOfBody(body).length === 0) return [];
  const env = await loadEnvironment(tx, { replace: new Map([[definition.key, body]]) });
  const found = validateBody(body, env, await loadValidationContext(tx, body));
  const bodies = await loadBodiesInForce(tx);
  bodies.set(definition.key, body);
  const circles = findCycles(bodies, env.stages).filter(({ keys }) => keys.includes(definition.key));
  return [
    ...found,
    ...circles.map(({ message }) => ({ path: body.kind === 'stage' ? 'gate' : '', message })),
  ];
}

const mostTold = 3;

function tell(problems: readonly RuleProblem[]): string {
  const more = problems.length - mostTold;
  const told = problems.slice(0, mostTold).map(({ message }) => message);
  return `${told.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`;
}

function requireKind(definition: DefinitionRow, body: DefinitionBody): void {
  if (definition.kind === body.kind) return;
  throw new AppError(
    'invalid_input',
    `"${definition.key}" is a definition of the kind ${definition.kind}, and stays one; this text is of the kind ${body.kind}.`,
    { fields: [{ path: 'body.kind', message: `must be ${definition.kind}` }] },
  );
}

/** Both sides keep one agreement; a second would leave open which of the two holds. */
async function requireOnlyAgreement(tx: Tx, definition: DefinitionRow): Promise<void> {
  const other = await tx.first<{ key: string }>(
    sql`select key from definition where kind = 'sla' and id <> ${definition.id} order by created_at, id limit 1`,
  );
  if (other === null) return;
  throw new AppError(
    'conflict',
    `There is an agreement between marketing and sales already, "${other.key}", and it is one for both. Write a new version of it.`,
  );
}

async function requireStage(tx: Tx, definition: DefinitionRow, stageKey: string): Promise<void> {
  const stages = await tx.rows<{ key: string }>(sql`select key from lifecycle_stage order by position`);
  if (stageKey === definition.key && stages.some((stage) => stage.key === stageKey)) return;
  throw new AppError(
    'invalid_input',
    `The stage "${stageKey}" is not one that this definition can be of. A stage's definition has the key of its lifecycle stage: ${stages.map((stage) => stage.key).join(', ')}.`,
    {
      fields: [
        { path: 'body.stageKey', message: 'not a lifecycle stage, or not the one of this definition' },
      ],
    },
  );
}
