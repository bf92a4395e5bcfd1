import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { WholeDeadLetter } from '../contract.ts';
import { type DeadLetterRow, deadLetterColumns, presentDeadLetter } from './present-dead-letter.ts';

export async function getDeadLetter(options: { tx: Tx; deadLetterId: string }): Promise<WholeDeadLetter> {
  const row = await options.tx.first<DeadLetterRow & { raw: string; sent_at: Date | null }>(
    sql`select ${deadLetterColumns}, d.raw, d.sent_at from dead_letter d where d.id = ${options.deadLetterId}`,
  );
  if (row === null) throw notFound('dead letter');
  return { ...presentDeadLetter(row), raw: row.raw, sentAt: row.sent_at?.toISOString() ?? null };
}
