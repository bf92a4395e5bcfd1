import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { LogCounts } from './contract.ts';

type Row = LogCounts['doors'][number];

/** What came in through every door, by days of arrival in UTC, both ends included. */
export async function countLog(options: {
  tx: Tx;
  from?: string | undefined;
  to?: string | undefined;
}): Promise<LogCounts> {
  const { tx, from, to } = options;
  const doors = await tx.rows<Row>(sql`
    select door, sum(received)::bigint as received, sum(accepted)::bigint as accepted,
      sum(duplicate)::bigint as duplicate, sum(dead_lettered)::bigint as "deadLettered"
    from log_count
    where workspace_id = current_setting('liaison.workspace_id')::uuid
      and day >= coalesce(${from ?? null}::date, '-infinity') and day <= coalesce(${to ?? null}::date, 'infinity')
    group by door order by door`);
  const total = (of: (row: Row) => number) => doors.reduce((sum, row) => sum + of(row), 0);
  return {
    received: total((row) => row.received),
    accepted: total((row) => row.accepted),
    duplicate: total((row) => row.duplicate),
    deadLettered: total((row) => row.deadLettered),
    doors,
  };
}
