import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { RecordType } from './lists/contract.ts';

type ExternalIdOut = { system: string; externalId: string; createdAt: string };

export async function listExternalIds(
  tx: Tx,
  recordType: RecordType,
  recordId: string,
): Promise<ExternalIdOut[]> {
  const rows = await tx.rows<{ system: string; external_id: string; created_at: Date }>(sql`
    select system, external_id, created_at from external_id
    where record_type = ${recordType} and record_id = ${recordId} order by system, created_at, external_id limit 200`);
  return rows.map((row) => ({
    system: row.system,
    externalId: row.external_id,
    createdAt: row.created_at.toISOString(),
  }));
}

export async function addExternalIds(options: {
  tx: Tx;
  workspaceId: string;
  recordType: RecordType;
  recordId: string;
  externalIds: readonly { system: string; externalId: string }[] | undefined;
}): Promise<void> {
  const { tx, workspaceId, recordType, recordId } = options;
  for (const one of options.externalIds ?? []) {
    const added =
      await tx.run(sql`insert into external_id (workspace_id, record_type, system, external_id, record_id)
      values (${workspaceId}, ${recordType}, ${one.system}, ${one.externalId}, ${recordId}) on conflict do nothing`);
    if (added === 1) continue;
    throw new AppError(
      'conflict',
      `${one.system} ${one.externalId} is already the id of another record. Change that one instead.`,
      {
        fields: [{ path: 'externalIds', message: `${one.system} ${one.externalId} is taken` }],
      },
    );
  }
}
