import { missingForMail } from '../../../platform/mail/mailer.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { MailDoor, NoticePreferences } from '../contract.ts';
import { noticeKinds } from '../kinds.ts';
import { usualPreferences } from './preferences.ts';
import { readPreferences } from './read-preferences.ts';

/** How a person is told, what they can choose from, and whether mail goes out at all. */
export async function describePreferences(options: {
  services: Pick<Services, 'config'>;
  tx: Tx;
  userId: string | null;
}): Promise<NoticePreferences> {
  const { services, tx, userId } = options;
  const chosen = userId === null ? undefined : (await readPreferences(tx, [userId])).get(userId);
  const preferences = chosen ?? usualPreferences;
  const row = await tx.first<{ time_zone: string; email: string | null }>(
    sql`select w.time_zone, (select u.email from auth_user u where u.id = ${userId}) as email from workspace w`,
  );
  return {
    ...preferences,
    channels: { ...preferences.channels },
    kinds: noticeKinds(),
    address: row?.email ?? null,
    zone: preferences.timeZone ?? row?.time_zone ?? 'UTC',
    mail: mailDoor(services.config),
  };
}

function mailDoor(config: Services['config']): MailDoor {
  const missing = missingForMail(config);
  return { ready: missing.length === 0, from: config.mailFrom ?? null, missing };
}
