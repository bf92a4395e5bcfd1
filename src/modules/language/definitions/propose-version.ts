import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { requireSoundBody } from './check-body.ts';
import type { DefinitionVersion } from './contract.ts';
import { requireDraft } from './edit-draft.ts';
import { holdVersion, type VersionRow } from './find-version.ts';
import { hashOf } from './hash-body.ts';
import { loadVersion } from './load-versions.ts';
import { requireBelongsTo, standingOf } from './signing-policy.ts';
import { recordStep, type Step } from './step.ts';

type Propose = Step & {
  definitionId: string;
  versionId: string;
  wantedFrom?: string | undefined;
  note?: string | undefined;
};

/** Puts a draft before both sides. From here on its text is what it is. */
export async function proposeVersion(options: Propose): Promise<DefinitionVersion> {
  const { tx, now, definitionId, wantedFrom, userId } = options;
  const { definition, version } = await holdVersion(tx, options);
  requireDraft(version, 'is proposed');
  const standing = await standingOf(tx, userId);
  if (version.side !== null) requireBelongsTo(standing, version.side, 'proposes its own drafts');
  await requireSoundBody({ ...options, definition, body: version.body });
  await requireSomethingNew(tx, version);
  if (wantedFrom !== undefined) await requireDayToCome({ ...options, wantedFrom });
  const note = options.note || version.note;
  await tx.run(sql`update definition_version set status = 'proposed', proposed_at = ${now}, wanted_from = ${wantedFrom ?? null},
      note = ${note}, hash = ${hashOf(version.body)}
    where id = ${version.id}`);
  await recordStep(options, {
    what: 'proposed',
    definitionId,
    word: version.body.word,
    versionNumber: version.number,
    side: version.side,
    text: note,
  });
  return loadVersion(tx, version.id);
}

/** The same text again would only gather signatures a second time. */
async function requireSomethingNew(tx: Tx, version: VersionRow): Promise<void> {
  const same = await tx.first<{
    number: number;
    status: string;
  }>(sql`select number, status from definition_version
    where definition_id = ${version.definition_id} and status in ('proposed', 'signed', 'in_force')
      and hash = ${hashOf(version.body)} limit 1`);
  if (same === null) return;
  throw new AppError(
    'conflict',
    `Version ${same.number}, which is ${same.status.replace('_', ' ')}, says the same word for word. Sign that one, or change the draft.`,
  );
}

async function requireDayToCome(options: Propose & { wantedFrom: string }): Promise<void> {
  const { tx, workspaceId, now, wantedFrom } = options;
  const row = await tx.first<{ today: string }>(
    sql`select (${now}::timestamptz at time zone time_zone)::date as today from workspace where id = ${workspaceId}`,
  );
  if (row === null || wantedFrom >= row.today) return;
  throw new AppError(
    'invalid_input',
    `${wantedFrom} is past. Take today or a day to come, or leave it empty: then it holds as soon as both have signed.`,
    { fields: [{ path: 'wantedFrom', message: 'a day that is past' }] },
  );
}
