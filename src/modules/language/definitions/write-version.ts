import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody } from './bodies.ts';
import { requireSoundBody } from './check-body.ts';
import type { DefinitionVersion } from './contract.ts';
import { findVersion, lockDefinition, type VersionRow } from './find-version.ts';
import { hashOf } from './hash-body.ts';
import { loadVersion } from './load-versions.ts';
import { standingOf } from './signing-policy.ts';
import { recordStep, type Step } from './step.ts';

type WriteVersion = Step & {
  definitionId: string;
  body: DefinitionBody;
  note?: string | undefined;
  answersId?: string | undefined;
};

/** A new version as a draft. With `answersId` it becomes a counter-proposal when it is proposed. */
export async function writeVersion(options: WriteVersion): Promise<DefinitionVersion> {
  const { tx, definitionId, body, answersId } = options;
  const definition = await lockDefinition(tx, definitionId);
  await requireSoundBody({ ...options, definition, body });
  if (answersId !== undefined)
    requireAnswerable(await findVersion(tx, { definitionId, versionId: answersId }));
  return loadVersion(tx, await insertDraft(options));
}

function requireAnswerable(version: VersionRow): void {
  if (['proposed', 'signed', 'in_force'].includes(version.status)) return;
  throw new AppError(
    'conflict',
    `Version ${version.number} is ${version.status.replace('_', ' ')}: only what is proposed or in force can be answered. Write a version without answering it.`,
  );
}

export async function insertDraft(options: WriteVersion): Promise<string> {
  const { tx, workspaceId, actor, userId, now, definitionId, body, note, answersId } = options;
  const { side } = await standingOf(tx, userId);
  const number = await nextNumber(tx, definitionId);
  const id = newId();
  await tx.run(sql`insert into definition_version
      (id, workspace_id, definition_id, number, status, body, hash, note, side, answers_id, created_at, created_by, created_by_user_id)
    values (${id}, ${workspaceId}, ${definitionId}, ${number}, 'draft', ${JSON.stringify(body)}::jsonb, ${hashOf(body)},
      ${note || null}, ${side}, ${answersId ?? null}, ${now}, ${actor.name}, ${userId})`);
  await recordStep(options, {
    what: 'written',
    definitionId,
    word: body.word,
    versionNumber: number,
    side,
    text: note || null,
  });
  return id;
}

async function nextNumber(tx: Tx, definitionId: string): Promise<number> {
  const row = await tx.first<{ next: number }>(
    sql`select coalesce(max(number), 0) + 1 as next from definition_version where definition_id = ${definitionId}`,
  );
  return row?.next ?? 1;
}
