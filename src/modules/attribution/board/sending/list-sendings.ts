import { idCursor, toPage } from '../../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { BoardSending } from '../contract.ts';

type Row = {
  id: string;
  report_id: string;
  quarter: string;
  name: string;
  address: string;
  cause: BoardSending['cause'];
  state: BoardSending['state'];
  attempts: number;
  error: string | null;
  made_at: Date;
  sent_at: Date | null;
};

/** To whom the page went, latest first. */
export async function listSendings(
  tx: Tx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: BoardSending[]; nextCursor: string | null }> {
  const after = idCursor(cursor);
  const rows =
    await tx.rows<Row>(sql`select s.id, s.report_id, r.quarter, s.name, s.address, s.cause, s.state, s.attempts,
      s.error, s.made_at, s.sent_at
    from board_sending s join board_report r on r.id = s.report_id
    where ${after === null ? sql`true` : sql`s.id < ${after}`} order by s.id desc limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: (row) => ({
      id: row.id,
      reportId: row.report_id,
      quarter: row.quarter,
      name: row.name,
      address: row.address,
      cause: row.cause,
      state: row.state,
      attempts: row.attempts,
      error: row.error,
      madeAt: row.made_at.toISOString(),
      sentAt: row.sent_at?.toISOString() ?? null,
    }),
    cursor: (row) => [row.id],
  });
}
