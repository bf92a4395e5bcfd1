import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody } from './bodies.ts';
import type { DefinitionRow } from './find-version.ts';

type CheckBody = {
  tx: Tx;
  definition: DefinitionRow;
  body: DefinitionBody;
  /** What is refused at signing can no longer be changed in the text: the message says what to do instead. */
  when?: 'writing' | 'signing';
};

/** Refuses a body that could not hold, with each fault by its place. */
export async function requireSoundBody(options: CheckBody): Promise<void> {
  const { tx, definition, body } = options;
  requireKind(definition, body);
  if (body.kind === 'stage') await requireStage(tx, definition, body.stageKey);
}

function requireKind(definition: DefinitionRow, body: DefinitionBody): void {
  if (definition.kind === body.kind) return;
  throw new AppError(
    'invalid_input',
    `"${definition.key}" is a definition of the kind ${definition.kind}, and stays one; this text is of the kind ${body.kind}.`,
    { fields: [{ path: 'body.kind', message: `must be ${definition.kind}` }] },
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
