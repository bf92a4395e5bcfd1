import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody, DefinitionKind } from './bodies.ts';
import type { Side, VersionStatus } from './contract.ts';

export type VersionRow = {
  id: string;
  definition_id: string;
  number: number;
  status: VersionStatus;
  body: DefinitionBody;
  hash: string;
  note: string | null;
  side: Side | null;
  answers_id: string | null;
  created_at: Date;
  created_by: string;
  created_by_user_id: string | null;
  proposed_at: Date | null;
  wanted_from: string | null;
  signed_at: Date | null;
  in_force_from: Date | null;
  in_force_to: Date | null;
  came_with_workspace: boolean;
};

export const versionColumns = sql`v.id, v.definition_id, v.number, v.status, v.body, v.hash, v.note, v.side, v.answers_id,
  v.created_at, v.created_by, v.created_by_user_id, v.proposed_at, v.wanted_from, v.signed_at, v.in_force_from,
  v.in_force_to, v.came_with_workspace`;

export type DefinitionRow = { id: string; kind: DefinitionKind; key: string };

export async function findDefinition(tx: Tx, idOrKey: string): Promise<DefinitionRow> {
  const byId = idOrKey.includes('-');
  const row = await tx.first<DefinitionRow>(
    sql`select id, kind, key from definition where ${byId ? sql`id = ${idOrKey}` : sql`key = ${idOrKey}`}`,
  );
  if (row === null) throw notFound('definition');
  return row;
}

/**
 * Whoever changes where a definition stands holds its row until the transaction ends: of two who sign at once the
 * second sees what the first has done.
 */
export async function lockDefinition(tx: Tx, definitionId: string): Promise<DefinitionRow> {
  const row = await tx.first<DefinitionRow>(
    sql`select id, kind, key from definition where id = ${definitionId} for no key update`,
  );
  if (row === null) throw notFound('definition');
  return row;
}

export async function findVersion(
  tx: Tx,
  ids: { definitionId: string; versionId: string },
): Promise<VersionRow> {
  const row = await tx.first<VersionRow>(sql`select ${versionColumns} from definition_version v
    where v.id = ${ids.versionId} and v.definition_id = ${ids.definitionId}`);
  if (row === null) throw notFound('version of this definition');
  return row;
}

/** The version, with its definition held. */
export async function holdVersion(
  tx: Tx,
  ids: { definitionId: string; versionId: string },
): Promise<{ definition: DefinitionRow; version: VersionRow }> {
  const definition = await lockDefinition(tx, ids.definitionId);
  return { definition, version: await findVersion(tx, ids) };
}
