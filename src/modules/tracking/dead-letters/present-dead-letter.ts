import { sql } from '../../../platform/postgres/database.ts';
import type { DeadLetter } from '../contract.ts';

export type DeadLetterRow = {
  id: string;
  door: DeadLetter['door'];
  received_at: Date;
  cursor_at: string;
  reason_code: string;
  reason: string;
  event_type: string | null;
  message_id: string | null;
  excerpt: string;
  size_bytes: number;
  replayed_at: Date | null;
  replayed_by: string | null;
  replay_outcome: string | null;
};

const excerptLength = 300;

export const deadLetterColumns = sql`d.id, d.door, d.received_at, d.received_at::text as cursor_at, d.reason_code, d.reason,
  d.event_type, d.message_id, left(d.raw, ${excerptLength}::int) as excerpt, octet_length(d.raw) as size_bytes, d.replayed_at,
  d.replayed_by, d.replay_outcome`;

export function presentDeadLetter(row: DeadLetterRow): DeadLetter {
  return {
    id: row.id,
    door: row.door,
    receivedAt: row.received_at.toISOString(),
    reasonCode: row.reason_code,
    reason: row.reason,
    eventType: row.event_type,
    messageId: row.message_id,
    excerpt: row.excerpt,
    sizeBytes: row.size_bytes,
    replayedAt: row.replayed_at?.toISOString() ?? null,
    replayedBy: row.replayed_by,
    replayOutcome: row.replay_outcome,
  };
}
