import { z } from 'zod';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Preferences } from './preferences.ts';

type Row = {
  recipient_id: string;
  channels: unknown;
  digest_on: boolean;
  digest_hour: number;
  quiet_from: number | null;
  quiet_to: number | null;
  quiet_weekends: boolean;
  time_zone: string | null;
};

const channelsByKind = z.record(
  z.string(),
  z.object({ page: z.boolean(), mail: z.enum(['now', 'digest', 'off']) }),
);

/** The wishes of those who have any. */
export async function readPreferences(
  tx: Tx,
  recipientIds: readonly string[],
): Promise<Map<string, Preferences>> {
  const rows =
    await tx.rows<Row>(sql`select recipient_id, channels, digest_on, digest_hour, quiet_from, quiet_to,
      quiet_weekends, time_zone
    from notice_preference where recipient_id = any(${sql.param([...recipientIds])}::uuid[])`);
  return new Map(rows.map((row) => [row.recipient_id, present(row)]));
}

function present(row: Row): Preferences {
  const { quiet_from: fromMinute, quiet_to: toMinute } = row;
  return {
    channels: channelsByKind.parse(row.channels),
    digestOn: row.digest_on,
    digestHour: row.digest_hour,
    quiet: fromMinute === null || toMinute === null ? null : { fromMinute, toMinute },
    quietWeekends: row.quiet_weekends,
    timeZone: row.time_zone,
  };
}
