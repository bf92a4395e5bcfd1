import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import {
  type Buyer,
  type ChangeRow,
  changeColumns,
  changeJoins,
  changesOf,
  currentChange,
  findBuyer,
  presentChange,
} from './buying-stage-changes.ts';
import type { BuyingStageChange } from './contract.ts';

/** How a buyer came to where they are, latest first; undone changes stay in the list. */
export async function listBuyingStageChanges(
  options: Buyer & { tx: Tx; cursor?: string | undefined; limit: number },
): Promise<{ items: BuyingStageChange[]; nextCursor: string | null; current: BuyingStageChange | null }> {
  const { tx, limit } = options;
  const buyer = await findBuyer(tx, options);
  const { ctes, condition } = changesOf(buyer);
  const [at, id] = options.cursor === undefined ? [] : decodeCursor(options.cursor, 2);
  const after =
    options.cursor === undefined ? sql`true` : sql`(b.at, b.id) < (${at}::timestamptz, ${id}::uuid)`;
  const rows = await tx.rows<ChangeRow>(sql`
    with ${ctes}
    select ${changeColumns} from buying_stage_change b ${changeJoins}
    where ${condition} and ${after}
    order by b.at desc, b.id desc limit ${limit + 1}`);
  const page = toPage({ rows, limit, item: presentChange, cursor: (row) => [row.at_text, row.id] });
  return { ...page, current: await currentChange(tx, buyer) };
}
