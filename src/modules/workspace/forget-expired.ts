import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';

const dayMs = 86_400_000;
/** A client that has not heard for a week does not ask again with the same key. */
const idempotencyDays = 7;

/** Drops what no longer holds: sessions that ended, and the answers kept for repeats. To be run once a day. */
export async function forgetExpired(
  services: Pick<Services, 'database' | 'now'>,
): Promise<{ sessions: number; answers: number }> {
  const now = services.now();
  const oldest = new Date(now.getTime() - idempotencyDays * dayMs);
  return services.database.asSystem(async (tx) => ({
    sessions: await tx.run(sql`delete from auth_session where expires_at < ${now}`),
    answers: await tx.run(sql`delete from idempotent_request where created_at < ${oldest}`),
  }));
}
