import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Mail, MailState } from './contract.ts';
import { loadSight, presentMail, type ShownRow, shownColumns } from './present-mail.ts';

/** Latest first. */
export async function listMails(options: {
  tx: Tx;
  userId: string | null;
  input: { state?: MailState | undefined; cursor?: string | undefined; limit: number };
}): Promise<{ items: Mail[]; nextCursor: string | null }> {
  const { tx, userId, input } = options;
  const sight = await loadSight(tx, userId);
  const conditions = [sql`m.workspace_id = current_setting('liaison.workspace_id')::uuid`];
  if (input.state) conditions.push(sql`m.state = ${input.state}`);
  if (input.cursor !== undefined) {
    const [at, id] = decodeCursor(input.cursor, 2);
    conditions.push(sql`(m.received_at, m.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await tx.rows<ShownRow & { cursor_at: string }>(sql`
    select ${shownColumns(userId)} from inbound_mail m where ${sql.join(conditions, sql` and `)}
    order by m.received_at desc, m.id desc limit ${input.limit + 1}`);
  return toPage({
    rows,
    limit: input.limit,
    item: (row) => presentMail(row, sight),
    cursor: (row) => [row.cursor_at, row.id],
  });
}

/** What waits in the tray. */
export async function summariseMails(tx: Tx): Promise<{ waiting: number; oldestAt: string | null }> {
  const row = await tx.first<{ waiting: number; oldest: Date | null }>(sql`
    select count(*)::integer as waiting, min(received_at) as oldest from inbound_mail
    where workspace_id = current_setting('liaison.workspace_id')::uuid and state = 'waiting'`);
  return { waiting: row?.waiting ?? 0, oldestAt: row?.oldest?.toISOString() ?? null };
}
