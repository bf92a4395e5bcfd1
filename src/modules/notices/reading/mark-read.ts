import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { noticesChannel } from '../notices-channel.ts';
import { countUnread } from './list-notices.ts';

type Options = { tx: Tx; workspaceId: string; userId: string | null; now: Date };

/** Marks one notice as read; again changes nothing. The person's other pages hear of it. */
export async function markRead(options: Options & { noticeId: string }): Promise<{ unread: number }> {
  const { tx, userId, now, noticeId } = options;
  const found = await tx.run(sql`update notice set read_at = coalesce(read_at, ${now})
    where id = ${noticeId} and user_id = ${userId}`);
  if (found === 0) throw notFound('notice');
  return told(options);
}

/** Marks all as read that had been told by a moment. */
export async function markAllRead(options: Options & { until: Date }): Promise<{ unread: number }> {
  const { tx, userId, now, until } = options;
  await tx.run(sql`update notice set read_at = ${now}
    where user_id = ${userId} and read_at is null and at <= ${until}`);
  return told(options);
}

async function told({ tx, workspaceId, userId }: Options): Promise<{ unread: number }> {
  await tx.run(sql`select pg_notify(${noticesChannel}, ${workspaceId})`);
  return { unread: await countUnread(tx, userId) };
}
