import { sql } from '../../../platform/postgres/database.ts';
import { comeIntoForce, tellListeners } from './come-into-force.ts';
import type { Side } from './contract.ts';
import { findVersion, lockDefinition, type VersionRow } from './find-version.ts';
import { isOpenToSignatures, missingFrom } from './load-versions.ts';
import { readSigningPolicy } from './signing-policy.ts';
import type { Step } from './step.ts';

/** Where nobody is missing any more, the version is signed; and in force, where its day has come. */
export async function settleSignatures(options: Step & { version: VersionRow }): Promise<void> {
  const { tx, workspaceId, version, now } = options;
  if (!isOpenToSignatures(version)) return;
  const signatures = await tx.rows<{ side: Side }>(
    sql`select side from definition_signature where version_id = ${version.id} and hash = ${version.hash}`,
  );
  if (missingFrom(signatures, await readSigningPolicy(tx)).length > 0) return;
  if (version.status === 'in_force') {
    await tx.run(sql`update definition_version set signed_at = ${now} where id = ${version.id}`);
    return tellListeners(options, workspaceId);
  }
  await tx.run(
    sql`update definition_version set status = 'signed', signed_at = ${now} where id = ${version.id}`,
  );
  const signed = await findVersion(tx, { definitionId: version.definition_id, versionId: version.id });
  const from = await dayBegins(options, signed);
  if (from === null || from <= now) await comeIntoForce({ ...options, version: signed, from: now });
}

/** Midnight, in the zone of the workspace, of the day from which a version is to hold; null: at once. */
export async function dayBegins(
  { tx, workspaceId }: Step,
  version: Pick<VersionRow, 'wanted_from'>,
): Promise<Date | null> {
  if (version.wanted_from === null) return null;
  const row = await tx.first<{ begins: Date }>(
    sql`select (${version.wanted_from}::date::timestamp at time zone time_zone) as begins from workspace where id = ${workspaceId}`,
  );
  return row?.begins ?? null;
}

/** A policy that asks for fewer may have made a proposal complete. */
export async function settleOpenProposals(step: Step): Promise<void> {
  const open = await step.tx.rows<{
    id: string;
    definition_id: string;
  }>(sql`select id, definition_id from definition_version
    where status = 'proposed' or (status = 'in_force' and came_with_workspace and signed_at is null) order by number`);
  for (const { id, definition_id } of open) {
    await lockDefinition(step.tx, definition_id);
    const version = await findVersion(step.tx, { definitionId: definition_id, versionId: id });
    await settleSignatures({ ...step, version });
  }
}
