import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { DefinitionVersion, Side } from './contract.ts';
import { holdVersion } from './find-version.ts';
import { loadVersion } from './load-versions.ts';
import { requireBelongsTo, standingOf } from './signing-policy.ts';
import { recordStep, type Step } from './step.ts';

type OfVersion = Step & { definitionId: string; versionId: string };

/** One side says why it does not agree. It stands until that side signs, or takes it back. */
export async function objectToVersion(
  options: OfVersion & { side: Side; reason: string },
): Promise<DefinitionVersion> {
  const { tx, workspaceId, actor, userId, now, definitionId, side, reason } = options;
  const { version } = await holdVersion(tx, options);
  requireBelongsTo(await standingOf(tx, userId), side, 'objects for itself');
  if (!['proposed', 'signed', 'in_force'].includes(version.status)) {
    throw new AppError(
      'conflict',
      `Version ${version.number} is ${version.status === 'draft' ? 'a draft' : version.status}: one objects to what is proposed or in force.`,
    );
  }
  await tx.run(sql`insert into definition_objection (id, workspace_id, version_id, side, user_id, name, at, reason)
    values (${newId()}, ${workspaceId}, ${version.id}, ${side}, ${userId}, ${actor.name}, ${now}, ${reason})`);
  await recordStep(options, {
    what: 'objected',
    definitionId,
    word: version.body.word,
    versionNumber: version.number,
    side,
    text: reason,
  });
  return loadVersion(tx, version.id);
}

export async function withdrawObjection(
  options: OfVersion & { objectionId: string },
): Promise<DefinitionVersion> {
  const { tx, userId, now, definitionId, objectionId } = options;
  const { version } = await holdVersion(tx, options);
  const objection = await tx.first<{ side: Side; settled_at: Date | null }>(
    sql`select side, settled_at from definition_objection where id = ${objectionId} and version_id = ${version.id}`,
  );
  if (objection === null) throw notFound('objection');
  requireBelongsTo(await standingOf(tx, userId), objection.side, 'takes back its own objections');
  if (objection.settled_at !== null)
    throw new AppError('conflict', 'This objection has been settled already. There is nothing to take back.');
  await tx.run(sql`update definition_objection set settled_at = ${now} where id = ${objectionId}`);
  await recordStep(options, {
    what: 'objection_withdrawn',
    definitionId,
    word: version.body.word,
    versionNumber: version.number,
    side: objection.side,
  });
  return loadVersion(tx, version.id);
}
