import { AppError } from '../../../../platform/errors.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import type { BoardNote } from '../contract.ts';

/** What the head says about a quarter, as it stands. */
export async function readNote(tx: Tx, quarter: string): Promise<BoardNote> {
  const row = await tx.first<{ text: string; revision: number; written_at: Date; written_by: string }>(sql`
    select text, revision, written_at, written_by from board_note
    where quarter = ${quarter} order by revision desc limit 1`);
  return {
    quarter,
    text: row?.text ?? '',
    revision: row?.revision ?? 0,
    writtenAt: row?.written_at.toISOString() ?? null,
    writtenBy: row?.written_by ?? null,
  };
}

/** Writes new words over those that were read; whoever was quicker is not overwritten. */
export async function writeNote(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  quarter: string;
  text: string;
  revision: number;
}): Promise<BoardNote> {
  const { tx, workspaceId, actor, now, quarter, text, revision } = options;
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`liaison.board-note:${workspaceId}:${quarter}`}, 0))`,
  );
  const before = await readNote(tx, quarter);
  if (before.revision !== revision)
    throw new AppError(
      'conflict',
      `${before.writtenBy ?? 'Somebody'} wrote about ${quarter} meanwhile. Read it, then write yours.`,
    );
  if (before.text === text) return before;
  await tx.run(sql`insert into board_note (workspace_id, quarter, revision, text, written_at, written_by)
    values (${workspaceId}, ${quarter}, ${revision + 1}, ${text}, ${now}, ${actor.name})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'board_note.written',
    recordType: 'board_note',
    recordLabel: quarter,
    changes: { text: { from: before.text, to: text } },
  });
  return readNote(tx, quarter);
}
