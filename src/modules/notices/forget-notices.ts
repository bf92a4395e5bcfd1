import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';

/** Notices are for the day's work; the records they link to keep what happened. */
const keptDays = 180;

/** Drops what people were told long ago, and how it was sent. */
export async function forgetNotices({ database, now }: Pick<Services, 'database' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - keptDays * 86_400_000);
  await database.asSystem(async (tx) => {
    await tx.run(sql`delete from notice where at < ${before}`);
    await tx.run(sql`delete from notice_mail where created_at < ${before} and state <> 'waiting'`);
    await tx.run(sql`delete from notice_webhook_delivery where at < ${before} and state <> 'waiting'`);
  });
}
