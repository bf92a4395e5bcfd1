import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { NoticeMail } from '../contract.ts';

type Row = {
  id: string;
  form: NoticeMail['form'];
  state: NoticeMail['state'];
  address: string | null;
  subject: string | null;
  title: string | null;
  created_at: Date;
  due_at: Date;
  held: boolean;
  attempts: number;
  last_error: string | null;
  ended_at: Date | null;
};

/** Mails to one person, or to everybody (`userId` undefined), latest first. */
export async function listMails(options: {
  tx: Tx;
  userId: string | null | undefined;
  cursor?: string | undefined;
  limit: number;
}): Promise<{ items: NoticeMail[]; nextCursor: string | null }> {
  const { tx, userId, cursor, limit } = options;
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const rows = await tx.rows<Row>(sql`
    select m.*, coalesce(m.address, u.email, t.email) as address,
      (select n.title from notice n where n.mail_id = m.id order by n.at limit 1) as title
    from notice_mail m left join auth_user u on u.id = m.user_id left join teammate t on t.id = m.teammate_id
    where ${userId === undefined ? sql`true` : sql`m.recipient_id = ${userId}`}
      and ${at === null ? sql`true` : sql`(m.created_at, m.id) < (${at}::timestamptz, ${id}::uuid)`}
    order by m.created_at desc, m.id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: present, cursor: (row) => [row.created_at.toISOString(), row.id] });
}

function present(row: Row): NoticeMail {
  const { id, form, state, held, attempts } = row;
  return {
    id,
    form,
    state,
    to: row.address,
    subject: row.subject ?? (form === 'digest' ? 'Your daily digest' : (row.title ?? 'A notice')),
    createdAt: row.created_at,
    dueAt: row.due_at,
    held,
    attempts,
    lastError: row.last_error,
    endedAt: row.ended_at,
  };
}
