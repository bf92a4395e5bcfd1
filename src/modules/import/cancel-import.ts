import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { type ImportRow, loadImport } from './records.ts';
import { auditImport } from './run/finish-import.ts';

/** Ends an import before the next chunk. What is in stays in; the counts say how much that is. */
export async function cancelImport(tx: Tx, options: { importId: string; now: Date }): Promise<ImportRow> {
  const row = await loadImport(tx, options.importId, { lock: true });
  if (row.status === 'done' || row.status === 'failed') {
    throw new AppError('conflict', `This import is ${row.status} and cannot be cancelled.`);
  }
  if (row.status === 'cancelled') return row;
  await tx.run(sql`update import set status = 'cancelled', finished_at = ${options.now.toISOString()}::timestamptz
    where id = ${options.importId}`);
  if (!row.dryRun && row.rowsRead > 0) await auditImport(tx, row, 'import.cancelled');
  return loadImport(tx, options.importId);
}
