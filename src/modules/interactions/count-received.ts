import { sql, type Tx } from '../../platform/postgres/database.ts';

type Counted = { accepted?: number; duplicate?: number; deadLettered?: number };

/** Adds what a door received to the day's count, in the transaction of what was received. */
export async function countReceived(options: {
  tx: Tx;
  workspaceId: string;
  door: 'api' | 'mail' | 'calendar';
  now: Date;
  counted: Counted;
}): Promise<void> {
  const { accepted = 0, duplicate = 0, deadLettered = 0 } = options.counted;
  const received = accepted + duplicate + deadLettered;
  if (received === 0) return;
  await options.tx.run(sql`
    insert into log_count as c (workspace_id, day, door, received, accepted, duplicate, dead_lettered)
    values (${options.workspaceId}, ${options.now.toISOString().slice(0, 10)}::date, ${options.door}, ${received},
      ${accepted}, ${duplicate}, ${deadLettered})
    on conflict (workspace_id, day, door) do update set received = c.received + excluded.received,
      accepted = c.accepted + excluded.accepted, duplicate = c.duplicate + excluded.duplicate,
      dead_lettered = c.dead_lettered + excluded.dead_lettered`);
}
