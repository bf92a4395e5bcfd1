import { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { readMail } from './reading/read-mail.ts';
import { isOurFault, keepMail } from './receive-mail.ts';

const kept = z.object({ file: z.string() });

type Replaying = { services: Services; workspaceId: string; deadLetterId: string; actorName: string };
type Letter = { id: string; received_at: Date; raw: string; replayed_at: Date | null };

export type MailReplay = { accepted: number; duplicate: number; deadLettered: number; reason: string | null };

/** Takes a mail that could not be taken once more, as it came. What is still wrong stays a dead letter and says why. */
export async function replayDeadMail(options: Replaying): Promise<MailReplay> {
  const { services, workspaceId, deadLetterId } = options;
  const letter = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<Letter>(sql`select id, received_at, raw, replayed_at from dead_letter
      where id = ${deadLetterId} and door = 'mail'`),
  );
  if (!letter) throw notFound('dead letter');
  if (letter.replayed_at !== null) throw replayedAlready();
  try {
    const raw = await services.files.getBytes(kept.parse(JSON.parse(letter.raw)).file);
    const replayed = { accepted: 0, duplicate: 0, deadLettered: 0 };
    await keepMail({
      services,
      workspaceId,
      raw,
      now: services.now(),
      mail: await readMail(raw),
      count: (tx, outcome) => {
        replayed[outcome] = 1;
        return settleLetter(tx, { ...options, letter, outcome });
      },
    });
    return { ...replayed, reason: null };
  } catch (error) {
    if (isOurFault(error) || error instanceof AppError) throw error;
    return noteRefusal(options, error instanceof Error ? error.message : String(error));
  }
}

/** It counts where it belongs from now on, on the day it came. */
async function settleLetter(
  tx: Tx,
  options: Replaying & { letter: Letter; outcome: 'accepted' | 'duplicate' },
): Promise<void> {
  const { services, actorName, letter, outcome } = options;
  const settled =
    await tx.run(sql`update dead_letter set replayed_at = ${services.now()}, replayed_by = ${actorName},
    replay_outcome = ${outcome} where id = ${letter.id} and replayed_at is null`);
  if (settled === 0) throw replayedAlready();
  const column = sql.identifier(outcome);
  await tx.run(sql`update log_count set dead_lettered = dead_lettered - 1, ${column} = ${column} + 1
    where door = 'mail' and day = ${letter.received_at.toISOString().slice(0, 10)}::date`);
}

async function noteRefusal(options: Replaying, reason: string): Promise<MailReplay> {
  const { services, workspaceId, deadLetterId, actorName } = options;
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`update dead_letter set replayed_by = ${actorName}, replay_outcome = ${`refused: ${reason}`.slice(0, 500)}
      where id = ${deadLetterId} and replayed_at is null`),
  );
  return { accepted: 0, duplicate: 0, deadLettered: 1, reason };
}

function replayedAlready(): AppError {
  return new AppError('conflict', 'This dead letter was replayed already. Load the list again.');
}

/** Replays the mails that wait for a reason, the oldest first, at most a page of them. */
export async function replayDeadMails(
  options: Omit<Replaying, 'deadLetterId'> & { reasonCode: string },
): Promise<Omit<MailReplay, 'reason'>> {
  const { services, workspaceId, reasonCode } = options;
  const letters = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.rows<{ id: string }>(sql`select id from dead_letter where door = 'mail' and replayed_at is null
      and reason_code = ${reasonCode} order by id limit 100`),
  );
  const total = { accepted: 0, duplicate: 0, deadLettered: 0 };
  for (const { id } of letters) {
    const { reason: _reason, ...outcome } = await replayDeadMail({ ...options, deadLetterId: id });
    total.accepted += outcome.accepted;
    total.duplicate += outcome.duplicate;
    total.deadLettered += outcome.deadLettered;
  }
  return total;
}
