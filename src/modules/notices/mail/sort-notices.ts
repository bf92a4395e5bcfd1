import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { effectiveChannels, type Preferences, usualPreferences } from '../preferences/preferences.ts';
import { nextDigest, nextLoudMoment } from '../preferences/quiet-times.ts';
import { readPreferences } from '../preferences/read-preferences.ts';

const noticesAtOnce = 500;

type Row = {
  id: string;
  recipient_id: string;
  user_id: string | null;
  teammate_id: string | null;
  kind: string;
  urgency: 'now' | 'digest';
};

/**
 * Decides of what was told in one workspace whether it is mailed, by what each person wishes now: at once, at the end
 * of their quiet hours, in their next digest, or not at all. Answers how many notices it decided.
 */
export async function sortNotices(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  mailReady: boolean;
}): Promise<number> {
  const { tx, mailReady } = options;
  if (!mailReady) return tx.run(sql`update notice set mail_state = 'none' where mail_state = 'undecided'`);
  const rows = await tx.rows<Row>(sql`select id, recipient_id, user_id, teammate_id, kind, urgency from notice
    where mail_state = 'undecided' order by id limit ${noticesAtOnce} for update skip locked`);
  if (rows.length === 0) return 0;
  const place = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const wishes = await readPreferences(tx, [...new Set(rows.map((row) => row.recipient_id))]);
  for (const row of rows) {
    const preferences = wishes.get(row.recipient_id) ?? usualPreferences;
    const zone = preferences.timeZone ?? place?.time_zone ?? 'UTC';
    const mailId = await placeInMail({ ...options, row, preferences, zone });
    await tx.run(sql`update notice set mail_id = ${mailId}, mail_state = ${mailId === null ? 'none' : 'mailed'}
      where id = ${row.id}`);
  }
  return rows.length;
}

type Placing = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  row: Row;
  preferences: Preferences;
  zone: string;
};

async function placeInMail({
  tx,
  workspaceId,
  now,
  row,
  preferences,
  zone,
}: Placing): Promise<string | null> {
  const { mail } = effectiveChannels({ preferences, kind: row.kind, urgency: row.urgency });
  if (mail === 'off') return null;
  const when = { wishes: preferences, zone, at: now };
  const form = mail === 'now' ? 'single' : 'digest';
  const dueAt = mail === 'now' ? nextLoudMoment(when) : nextDigest(when);
  const held = mail === 'now' && dueAt > now;
  const made = await tx.first<{ id: string }>(sql`
    insert into notice_mail (id, workspace_id, recipient_id, user_id, teammate_id, form, due_at, held, created_at)
    values (${newId()}, ${workspaceId}, ${row.recipient_id}, ${row.user_id}, ${row.teammate_id}, ${form}, ${dueAt}, ${held},
      ${now})
    on conflict (workspace_id, recipient_id) where form = 'digest' and state = 'waiting' and attempts = 0
      do update set due_at = notice_mail.due_at
    returning id`);
  return made?.id ?? null;
}
