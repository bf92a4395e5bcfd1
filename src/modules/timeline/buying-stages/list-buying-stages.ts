import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BuyingStage } from './contract.ts';

/** The workspace's buying stages, in the order a buyer goes through them. */
export async function listBuyingStages({ tx }: { tx: Tx }): Promise<BuyingStage[]> {
  return tx.rows<BuyingStage>(sql`select key, position, name, steps from buying_stage order by position`);
}

export async function findBuyingStage(tx: Tx, key: string): Promise<BuyingStage> {
  const stage = await tx.first<BuyingStage>(
    sql`select key, position, name, steps from buying_stage where key = ${key}`,
  );
  if (!stage) throw notFound('buying stage');
  return stage;
}
