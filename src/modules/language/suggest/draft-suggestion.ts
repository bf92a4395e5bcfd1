import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { definitionBody } from '../definitions/bodies.ts';
import { findDefinition } from '../definitions/find-version.ts';
import type { Step } from '../definitions/step.ts';
import { writeVersion } from '../definitions/write-version.ts';
import type { ScoringModel } from '../scoring/model.ts';

/** Writes a suggested model as a draft of a scoring definition: its words stay, both sides still have to sign. */
export async function draftSuggestion(
  options: Step & { definitionId: string; model: ScoringModel; note: string },
): Promise<{ definitionId: string; versionId: string; number: number }> {
  const { tx, definitionId, model, note } = options;
  const definition = await findDefinition(tx, definitionId);
  if (definition.kind !== 'scoring')
    throw new AppError('unprocessable', 'A suggestion can only become a draft of a scoring definition.', {
      fields: [{ path: 'definitionId', message: 'is no scoring definition' }],
    });
  const newest = await tx.first<{ body: unknown }>(sql`select body from definition_version
    where definition_id = ${definition.id} order by (status = 'in_force') desc, number desc limit 1`);
  const body = definitionBody.parse(newest?.body);
  if (body.kind !== 'scoring') throw new Error('a scoring definition holds another kind of body');
  const version = await writeVersion({
    ...options,
    definitionId: definition.id,
    body: { ...body, model },
    note,
  });
  return { definitionId: definition.id, versionId: version.id, number: version.number };
}
