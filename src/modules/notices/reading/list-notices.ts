import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Notice } from '../contract.ts';

export type NoticeRow = {
  id: string;
  kind: string;
  title: string;
  body: string;
  href: string;
  urgency: 'now' | 'digest';
  at: Date;
  read_at: Date | null;
};

export const noticeColumns = sql`id, kind, title, body, href, urgency, at, read_at`;

export function presentNotice({ body, read_at: readAt, ...row }: NoticeRow): Notice {
  const { id, kind, title, href, urgency, at } = row;
  return { id, kind, title, text: body, href, urgency, at, readAt };
}

/** What one person was told in the page, latest first. A token is nobody, and was told nothing. */
export async function listNotices(options: {
  tx: Tx;
  userId: string | null;
  unread?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}): Promise<{ items: Notice[]; nextCursor: string | null; unread: number }> {
  const { tx, userId, unread = false, cursor, limit } = options;
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const rows = await tx.rows<NoticeRow>(sql`select ${noticeColumns} from notice
    where user_id = ${userId} and in_page and ${unread ? sql`read_at is null` : sql`true`}
      and ${at === null ? sql`true` : sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`}
    order by at desc, id desc limit ${limit + 1}`);
  const page = toPage({
    rows,
    limit,
    item: presentNotice,
    cursor: (row) => [row.at.toISOString(), row.id],
  });
  return { ...page, unread: await countUnread(tx, userId) };
}

export async function countUnread(tx: Tx, userId: string | null): Promise<number> {
  const row = await tx.first<{ n: number }>(
    sql`select count(*) as n from notice where user_id = ${userId} and in_page and read_at is null`,
  );
  return row?.n ?? 0;
}
