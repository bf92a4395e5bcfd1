import { IANAZone } from 'luxon';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { isNoticeKind } from '../kinds.ts';
import type { Preferences } from './preferences.ts';
import { nextDigest, nextLoudMoment } from './quiet-times.ts';

type Saving = { tx: Tx; workspaceId: string; recipientId: string; preferences: Preferences; now: Date };

/** Keeps how somebody wants to be told. What waits for them is put to its new time. */
export async function savePreferences(saving: Saving): Promise<void> {
  const { channels, quiet, timeZone } = saving.preferences;
  const unknown = Object.keys(channels).find((kind) => !isNoticeKind(kind));
  if (unknown !== undefined) throw wrong(`channels.${unknown}`, `There is no kind of notice “${unknown}”.`);
  if (quiet !== null && quiet.fromMinute === quiet.toMinute)
    throw wrong('quiet', 'Quiet hours begin and end at different times. Leave them out for none.');
  if (timeZone !== null && !IANAZone.isValidZone(timeZone))
    throw wrong('timeZone', `There is no time zone “${timeZone}”. Write it as Europe/Berlin.`);
  await writePreferences(saving);
}

function wrong(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { fields: [{ path, message }] });
}

export async function writePreferences(saving: Saving): Promise<void> {
  const { tx, workspaceId, recipientId, preferences, now } = saving;
  const { channels, digestOn, digestHour, quiet, quietWeekends, timeZone } = preferences;
  await tx.run(sql`
    insert into notice_preference (workspace_id, recipient_id, channels, digest_on, digest_hour, quiet_from, quiet_to,
      quiet_weekends, time_zone, updated_at)
    values (${workspaceId}, ${recipientId}, ${JSON.stringify(channels)}::jsonb, ${digestOn}, ${digestHour},
      ${quiet?.fromMinute ?? null}, ${quiet?.toMinute ?? null}, ${quietWeekends}, ${timeZone}, ${now})
    on conflict (workspace_id, recipient_id) do update set channels = excluded.channels, digest_on = excluded.digest_on,
      digest_hour = excluded.digest_hour, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      quiet_weekends = excluded.quiet_weekends, time_zone = excluded.time_zone, updated_at = excluded.updated_at`);
  await reschedule(saving);
}

async function reschedule({ tx, recipientId, preferences, now }: Saving): Promise<void> {
  const place = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const when = { wishes: preferences, zone: preferences.timeZone ?? place?.time_zone ?? 'UTC', at: now };
  await tx.run(sql`update notice_mail
    set due_at = case form when 'digest' then ${nextDigest(when)}::timestamptz else ${nextLoudMoment(when)}::timestamptz end,
      held = form = 'single' and ${nextLoudMoment(when)}::timestamptz > ${now}::timestamptz
    where recipient_id = ${recipientId} and state = 'waiting' and attempts = 0`);
}
