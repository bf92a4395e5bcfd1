import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { requireStillSound } from './check-body.ts';
import type { DefinitionVersion, Side } from './contract.ts';
import { holdVersion, type VersionRow } from './find-version.ts';
import { hashOf } from './hash-body.ts';
import { isOpenToSignatures, loadVersion } from './load-versions.ts';
import { settleSignatures } from './settle-signatures.ts';
import { requireMaySign, ruleOf, type Standing, standingOf } from './signing-policy.ts';
import { recordStep, type Step } from './step.ts';

type Sign = Step & { definitionId: string; versionId: string; side: Side; hash: string };

/**
 * One person's signature for one side, for the text they have read. The last one that is missing makes the version
 * hold, in the same transaction.
 */
export async function signVersion(options: Sign): Promise<DefinitionVersion> {
  const { tx, definitionId, side, userId, now } = options;
  const { definition, version } = await holdVersion(tx, options);
  const standing = await standingOf(tx, userId);
  requireMaySign(standing, side);
  await requireFirstSignature(tx, options, version);
  requireOpen(version);
  requireSameText(version, options.hash);
  await requireStillSound({ tx, definition, version });
  await tx.run(sql`insert into definition_signature (id, workspace_id, version_id, side, user_id, name, at, hash)
    values (${newId()}, ${options.workspaceId}, ${version.id}, ${side}, ${userId}, ${options.actor.name}, ${now}, ${version.hash})`);
  await recordStep(options, {
    what: 'signed',
    definitionId,
    word: version.body.word,
    versionNumber: version.number,
    side,
  });
  await settleObjections(options, { version, standing });
  await settleSignatures({ ...options, version });
  return loadVersion(tx, version.id);
}

async function requireFirstSignature(tx: Tx, { userId, side }: Sign, version: VersionRow): Promise<void> {
  const earlier = await tx.first<{ side: Side; at: Date }>(
    sql`select side, at from definition_signature where version_id = ${version.id} and user_id = ${userId}`,
  );
  if (earlier === null) return;
  throw new AppError(
    'conflict',
    earlier.side === side
      ? `You have signed version ${version.number} for ${side} already, on ${earlier.at.toISOString().slice(0, 10)}. Nothing more is needed from you.`
      : `You have signed version ${version.number} for ${earlier.side}, and nobody signs for both sides. Ask somebody who signs for ${side}.`,
  );
}

const whyClosed: Record<VersionRow['status'], string> = {
  draft: 'is a draft still. Propose it first: only then does its text stand.',
  proposed: '',
  signed: 'has been signed by both sides already and waits for its day.',
  in_force: 'is in force, signed by both sides. To change it, propose a new version.',
  superseded: 'has been superseded. Read the version that is in force.',
  withdrawn: 'was withdrawn. There is nothing to sign in it any more.',
};

function requireOpen(version: VersionRow): void {
  if (isOpenToSignatures(version)) return;
  throw new AppError('conflict', `Version ${version.number} ${whyClosed[version.status]}`);
}

/** What was read, what was proposed and what is stored must be one text. */
function requireSameText(version: VersionRow, hash: string): void {
  if (hash === version.hash && hash === hashOf(version.body)) return;
  throw new AppError(
    'conflict',
    `The text you read is not the text of version ${version.number}. Nothing was signed. Load the page again and read it once more.`,
  );
}

/** A side that has signed after all has no objection left. */
async function settleObjections(
  { tx, side, now }: Sign,
  { version, standing }: { version: VersionRow; standing: Standing },
): Promise<void> {
  const count = await tx.first<{ signed: number }>(
    sql`select count(*) as signed from definition_signature where version_id = ${version.id} and side = ${side}`,
  );
  if ((count?.signed ?? 0) < ruleOf(standing.policy, side).quorum) return;
  await tx.run(sql`update definition_objection set settled_at = ${now}
    where version_id = ${version.id} and side = ${side} and settled_at is null`);
}
