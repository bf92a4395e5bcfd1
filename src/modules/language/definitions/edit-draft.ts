import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { DefinitionBody } from './bodies.ts';
import { requireSoundBody } from './check-body.ts';
import type { DefinitionVersion } from './contract.ts';
import { holdVersion, type VersionRow } from './find-version.ts';
import { hashOf } from './hash-body.ts';
import { loadVersion } from './load-versions.ts';
import { requireBelongsTo, standingOf } from './signing-policy.ts';
import { recordStep, type Step } from './step.ts';

type EditDraft = Step & {
  definitionId: string;
  versionId: string;
  body: DefinitionBody;
  note?: string | undefined;
};

export async function editDraft(options: EditDraft): Promise<DefinitionVersion> {
  const { tx, body, note, definitionId, userId } = options;
  const { definition, version } = await holdVersion(tx, options);
  requireDraft(version, 'is changed');
  const standing = await standingOf(tx, userId);
  if (version.side !== null) requireBelongsTo(standing, version.side, 'changes its own drafts');
  await requireSoundBody({ ...options, definition });
  await tx.run(sql`update definition_version
    set body = ${JSON.stringify(body)}::jsonb, hash = ${hashOf(body)}, note = ${note === undefined ? version.note : note || null}
    where id = ${version.id}`);
  await recordStep(options, {
    what: 'written',
    definitionId,
    word: body.word,
    versionNumber: version.number,
    side: standing.side,
    text: note || null,
  });
  return loadVersion(tx, version.id);
}

const stands: Record<Exclude<VersionRow['status'], 'draft'>, string> = {
  proposed: 'has been proposed',
  signed: 'has been signed by both sides',
  in_force: 'is in force',
  superseded: 'has been superseded',
  withdrawn: 'was withdrawn',
};

/** Only a draft is changed or proposed. */
export function requireDraft(version: VersionRow, what: string): void {
  if (version.status === 'draft') return;
  throw new AppError(
    'conflict',
    `Only a draft ${what}; version ${version.number} ${stands[version.status]}, and its text stays as it is. Write a new version.`,
  );
}
