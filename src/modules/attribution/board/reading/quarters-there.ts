import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { quarterAt, quartersBefore } from '../quarters.ts';

const mostQuarters = 40;

/** Quarters since the first deal was opened, the running one first. */
export async function quartersThere(
  tx: Tx,
  { now, zone }: { now: Date; zone: string },
): Promise<{ key: string; label: string }[]> {
  const first = await tx.first<{ at: Date | null }>(
    sql`select min(coalesce(opened_at, least(created_at, closed_at))) as at from opportunity`,
  );
  const running = quarterAt(now, zone);
  const from = first?.at ?? now;
  return Array.from({ length: mostQuarters }, (_, nth) => quartersBefore(running, nth, zone))
    .filter((quarter, nth) => nth === 0 || quarter.to > from)
    .map(({ key, label }) => ({ key, label }));
}
