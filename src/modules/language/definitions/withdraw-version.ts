import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { DefinitionVersion } from './contract.ts';
import { holdVersion, type VersionRow } from './find-version.ts';
import { loadVersion } from './load-versions.ts';
import { requireBelongsTo, standingOf } from './signing-policy.ts';
import { recordStep, type Step } from './step.ts';

type Withdraw = Step & { definitionId: string; versionId: string; reason: string };

/** The side that wrote a draft or a proposal takes it back. What both have signed neither takes back alone. */
export async function withdrawVersion(options: Withdraw): Promise<DefinitionVersion> {
  const { tx, userId, definitionId, reason } = options;
  const { version } = await holdVersion(tx, options);
  requireOpen(version);
  const standing = await standingOf(tx, userId);
  if (version.side !== null) requireBelongsTo(standing, version.side, 'takes back what it proposed');
  await tx.run(sql`update definition_version set status = 'withdrawn' where id = ${version.id}`);
  await recordStep(options, {
    what: 'withdrawn',
    definitionId,
    word: version.body.word,
    versionNumber: version.number,
    side: version.side,
    text: reason,
  });
  return loadVersion(tx, version.id);
}

const whyNot: Record<VersionRow['status'], string | null> = {
  draft: null,
  proposed: null,
  signed: 'has been signed by both sides; neither takes it back alone. Propose a new version.',
  in_force: 'is in force. To change it, propose a new version.',
  superseded: 'has been superseded already.',
  withdrawn: 'was withdrawn already.',
};

function requireOpen(version: VersionRow): void {
  const why = whyNot[version.status];
  if (why !== null) throw new AppError('conflict', `Version ${version.number} ${why}`);
}
