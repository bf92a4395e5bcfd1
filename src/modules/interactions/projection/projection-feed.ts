import type pg from 'pg';

/**
 * Tells ClickHouse something that PostgreSQL keeps beside the log. Run by the projector, which is alone in doing so, on
 * a connection that row-level security does not bind.
 */
export type ProjectionFeed = {
  /** Called before anything else is told, each time projecting begins: the engine may have lost its files. */
  begin(client: pg.PoolClient): Promise<void>;
  /** Tells the next changes; answers whether there were any. */
  catchUp(client: pg.PoolClient): Promise<boolean>;
  /** Tells everything anew beside what is known, and swaps the two. */
  rebuild(client: pg.PoolClient): Promise<void>;
  /** How many changes are still to be told. */
  waiting(client: pg.PoolClient): Promise<number>;
};
