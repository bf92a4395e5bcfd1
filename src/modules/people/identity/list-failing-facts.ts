import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { FailingFact } from './contract.ts';

const most = 100;

type Row = Omit<FailingFact, 'at' | 'nextTryAt'> & { at: Date; nextTryAt: Date };

/** What was said of people and could not be worked out, with why. */
export async function listFailingFacts(tx: Tx): Promise<FailingFact[]> {
  const rows = await tx.rows<Row>(sql`
    select id, kind, at, user_id as "userId", email, attempts, error, retry_at as "nextTryAt" from identity_fact
    where settled_at is null and error is not null order by received_at desc, id desc limit ${most}`);
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    nextTryAt: row.nextTryAt.toISOString(),
  }));
}
