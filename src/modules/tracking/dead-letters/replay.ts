import { AppError, notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { replayDeadMail, replayDeadMails } from '../../conversations/index.ts';
import { classifierOf } from '../classify/classifier-of.ts';
import type { ReplayOutcome } from '../contract.ts';
import { isRefusedValue } from '../door/commit-group.ts';
import { trackingDoorOf } from '../door/door.ts';
import type { Outcome } from '../door/entry.ts';
import type { ReceivedEvent } from '../door/event.ts';
import { makeEntry } from '../door/make-entry.ts';
import { type Replay, ReplayedMeanwhile } from '../door/write-group.ts';
import { readLetter, type WaitingLetter } from './read-letter.ts';

type ReplayFor = { services: Services; workspaceId: string; actorName: string };

const letterColumns = sql`id, received_at, sent_at, event_type, raw`;

/** Replays one; a correction takes the place of its text, which the letter keeps. */
export async function replayDeadLetter(
  options: ReplayFor & { deadLetterId: string; correctedJson?: string | undefined },
): Promise<ReplayOutcome & { reason: string | null }> {
  const { services, workspaceId, deadLetterId, correctedJson } = options;
  const letter = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<WaitingLetter & { door: string; replayed_at: Date | null }>(
      sql`select ${letterColumns}, door, replayed_at from dead_letter where id = ${deadLetterId}`,
    ),
  );
  if (letter === null) throw notFound('dead letter');
  if (letter.door === 'mail' && correctedJson === undefined) return replayDeadMail(options);
  if (letter.door !== 'tracking') {
    throw new AppError(
      'unprocessable',
      letter.door === 'mail'
        ? 'A mail is replayed as it came; it cannot be corrected.'
        : 'Only tracked events and mails are replayed; a calendar is read again as a whole.',
    );
  }
  if (letter.replayed_at !== null) throw replayedAlready();
  const read = readAgain(letter, correctedJson);
  if ('reason' in read) {
    await noteRefusals(options, [{ id: letter.id, reason: read.reason }]);
    return { accepted: 0, duplicate: 0, deadLettered: 1, reason: read.reason };
  }
  try {
    const outcomes = await commitReplays(options, [{ letter, events: read.events }]);
    const [first] = outcomes;
    return { ...tally(outcomes), reason: first?.outcome === 'dead-lettered' ? first.reason : null };
  } catch (error) {
    if (error instanceof ReplayedMeanwhile) throw replayedAlready();
    if (!isRefusedValue(error)) throw error;
    const reason = `PostgreSQL: ${error.message}`;
    await noteRefusals(options, [{ id: letter.id, reason }]);
    return { accepted: 0, duplicate: 0, deadLettered: 1, reason };
  }
}

const pageSize = 200;
/** One call answers within a request's time; who has more calls again. */
const maxPages = 50;

/** Replays all that wait for a reason, the oldest first. */
export async function replayDeadLetters(
  options: ReplayFor & { reasonCode: string },
): Promise<ReplayOutcome & { waiting: number }> {
  const { services, workspaceId, reasonCode } = options;
  const total: ReplayOutcome = { accepted: 0, duplicate: 0, deadLettered: 0 };
  let after: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const letters: WaitingLetter[] = await services.database.inWorkspace(workspaceId, (tx) =>
      tx.rows<WaitingLetter>(sql`select ${letterColumns} from dead_letter
        where workspace_id = ${workspaceId} and door = 'tracking' and reason_code = ${reasonCode} and replayed_at is null
          and ${after === null ? sql`true` : sql`id > ${after}`}
        order by id limit ${pageSize}`),
    );
    add(total, await replayPage(options, letters));
    after = letters.at(-1)?.id ?? null;
    if (letters.length < pageSize) break;
  }
  add(total, await replayDeadMails(options));
  const left = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<{ waiting: number }>(sql`select count(*) as waiting from dead_letter
      where workspace_id = ${workspaceId} and door in ('tracking', 'mail') and reason_code = ${reasonCode} and replayed_at is null`),
  );
  return { ...total, waiting: left?.waiting ?? 0 };
}

async function replayPage(options: ReplayFor, letters: readonly WaitingLetter[]): Promise<ReplayOutcome> {
  const ready: { letter: WaitingLetter; events: ReceivedEvent[] }[] = [];
  const refused: { id: string; reason: string }[] = [];
  for (const letter of letters) {
    const read = readAgain(letter);
    if ('reason' in read) refused.push({ id: letter.id, reason: read.reason });
    else ready.push({ letter, events: read.events });
  }
  await noteRefusals(options, refused);
  const total: ReplayOutcome = { accepted: 0, duplicate: 0, deadLettered: refused.length };
  if (ready.length === 0) return total;
  try {
    add(total, tally(await commitReplays(options, ready)));
  } catch (error) {
    if (!(error instanceof ReplayedMeanwhile) && !isRefusedValue(error)) throw error;
    // One of them spoils the lot: each for itself, then.
    for (const { letter } of ready) {
      const outcome = await replayDeadLetter({ ...options, deadLetterId: letter.id }).catch(ignoreReplayed);
      if (outcome !== null) add(total, outcome);
    }
  }
  return total;
}

/** A single event that is still wrong stays where it is; what is wrong within a batch gets a letter of its own. */
function readAgain(letter: WaitingLetter, text?: string): { events: ReceivedEvent[] } | { reason: string } {
  const events = readLetter(letter, text);
  if (!Array.isArray(events)) return { reason: events.reason };
  const [only] = events;
  const isWrong = events.length === 1 && only !== undefined && only.refusal !== null;
  return isWrong ? { reason: only.refusal.reason } : { events };
}

async function commitReplays(
  options: ReplayFor,
  letters: readonly { letter: WaitingLetter; events: readonly ReceivedEvent[] }[],
): Promise<Outcome[]> {
  const { services, workspaceId, actorName } = options;
  const classifier = await classifierOf(services, workspaceId);
  const replays = letters.map(({ letter, events }): Replay => {
    const facts = {
      workspaceId,
      receivedAt: letter.received_at,
      loggedAt: services.now().toISOString(),
      classifier,
      request: { origin: null, purpose: null, isMember: false },
      userAgent: null,
      ip: null,
    };
    return {
      deadLetterId: letter.id,
      workspaceId,
      receivedAt: letter.received_at,
      by: actorName,
      entries: events.map((event) => makeEntry(event, facts)),
    };
  });
  return trackingDoorOf(services).committer.commit({
    entries: replays.flatMap(({ entries }) => entries),
    replays,
    bytes: letters.reduce((sum, { letter }) => sum + letter.raw.length, 0),
  });
}

/** The letter goes on waiting, and says who tried and why it was refused again. */
async function noteRefusals(
  { services, workspaceId, actorName }: ReplayFor,
  refused: readonly { id: string; reason: string }[],
): Promise<void> {
  if (refused.length === 0) return;
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`update dead_letter d set replayed_by = ${actorName}, replay_outcome = 'refused: ' || i.reason
      from jsonb_to_recordset(${JSON.stringify(refused)}::jsonb) as i(id uuid, reason text)
      where d.id = i.id and d.replayed_at is null`),
  );
}

function tally(outcomes: readonly Outcome[]): ReplayOutcome {
  const total: ReplayOutcome = { accepted: 0, duplicate: 0, deadLettered: 0 };
  for (const { outcome } of outcomes) total[outcome === 'dead-lettered' ? 'deadLettered' : outcome] += 1;
  return total;
}

function add(total: ReplayOutcome, more: ReplayOutcome): void {
  total.accepted += more.accepted;
  total.duplicate += more.duplicate;
  total.deadLettered += more.deadLettered;
}

function replayedAlready(): AppError {
  return new AppError('conflict', 'This dead letter was replayed already. Load the list again.');
}

function ignoreReplayed(error: unknown): null {
  if (error instanceof AppError && error.code === 'conflict') return null;
  throw error;
}
