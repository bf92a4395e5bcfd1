import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DeadLetterReason } from '../contract.ts';
import { isReasonCode, reasons } from '../door/reasons.ts';

type Row = { reason_code: string; door: DeadLetterReason['door']; waiting: number; latest_at: Date };

/** What waits, by reason, most first. */
export async function listDeadLetterReasons(tx: Tx): Promise<{ items: DeadLetterReason[] }> {
  const rows = await tx.rows<Row>(sql`
    select reason_code, door, count(*) as waiting, max(received_at) as latest_at from dead_letter
    where workspace_id = current_setting('liaison.workspace_id')::uuid and replayed_at is null
    group by reason_code, door order by count(*) desc, reason_code, door`);
  return {
    items: rows.map((row) => ({
      reasonCode: row.reason_code,
      ...describe(row.reason_code),
      door: row.door,
      waiting: row.waiting,
      latestAt: row.latest_at.toISOString(),
    })),
  };
}

/** Other doors have reasons of their own, whose codes say what they mean. */
function describe(code: string): { title: string; advice: string } {
  if (isReasonCode(code)) return reasons[code];
  const words = code.replaceAll('_', ' ');
  return {
    title: words.charAt(0).toUpperCase() + words.slice(1),
    advice: 'Each says in its reason what is wrong.',
  };
}
