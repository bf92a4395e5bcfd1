import { sql, type Tx } from '../../../platform/postgres/database.ts';

/**
 * Whoever gives somebody a hand-off takes this first and counts their open ones only then, so that turns are fair and
 * nobody is filled beyond their capacity by two who act at once. Held until the transaction ends.
 */
export async function lockRouting(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`routing:${workspaceId}`}, 4))`);
}
