import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Said } from './contract.ts';
import { saidOfDeal } from './standing-reasons.ts';

/** Everything that was said of one deal, latest first: also while it was closed another way. */
export async function readHistory(tx: Tx, opportunityId: string): Promise<{ items: Said[] }> {
  const deal = await tx.first(sql`select id from opportunity where id = ${opportunityId}`);
  if (deal === null) throw notFound('deal');
  return { items: await saidOfDeal(tx, opportunityId) };
}
