import { type SQL, sql } from '../../../platform/postgres/database.ts';
import type { WayBack } from './contract.ts';

/** Of hand-offs `h`: those that came back to marketing. */
export const cameBack = sql`h.state in ('rejected', 'recycled', 'returned', 'expired')`;

/** When it came back; what sales had accepted before came back later than it was decided. */
export const cameBackAt = sql`coalesce(h.closed_at, h.decided_at, h.updated_at)`;

/** Those that sales took, whatever became of them later. */
export const accepted = sql`h.state in ('accepted', 'converted', 'returned')`;
export const decidedAt = sql`coalesce(h.decided_at, h.closed_at)`;

/** Waits for marketing on a day: everything that came back and was not followed up, recycled ones from their day on. */
export const isDueOn = (today: SQL): SQL =>
  sql`(h.follow_up = 'open' and (h.recycle_on is null or h.recycle_on <= ${today}))`;

/** What is counted together although sales chose no reason. */
const wayReasons: Record<Exclude<WayBack, 'rejected' | 'returned'>, { key: string; name: string }> = {
  recycled: { key: 'recycled', name: 'Later: recycled to a day' },
  expired: { key: 'expired', name: 'Nobody answered in time' },
};

/** The reason under which a hand-off is counted. */
export const reasonKeyOf = sql`case when h.state = 'expired' then 'expired'
  when h.reason_key is not null then h.reason_key when h.state = 'recycled' then 'recycled' else 'other' end`;

/** A reason's name, where it came to be called differently or is gone by its key. */
export function reasonName(key: string, names: ReadonlyMap<string, string>): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  if (key === 'recycled' || key === 'expired') return wayReasons[key].name;
  if (key === 'other') return 'Given back in their own words';
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
