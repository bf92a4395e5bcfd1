import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';

/** So long a repeat of an event is known as one. */
const keptMs = 30 * 86_400_000;

/** Forgets what came in longer ago than anybody repeats it. To be run once a day. */
export function forgetReceipts(services: Pick<Services, 'database' | 'now'>): Promise<number> {
  const oldest = new Date(services.now().getTime() - keptMs);
  return services.database.asSystem((tx) =>
    tx.run(sql`delete from tracking_receipt where received_at < ${oldest}`),
  );
}
