import { type SQL, sql } from '../../../platform/postgres/database.ts';

/**
 * Not superseded, in words that no partial index is made for: where statistics lag behind, the planner would go
 * through the whole company's changes by the index of the latest ones rather than to the one person's.
 */
export const standsAsStated = (change: SQL): SQL =>
  sql`coalesce(${change}.superseded_at, 'infinity'::timestamptz) = 'infinity'::timestamptz`;
