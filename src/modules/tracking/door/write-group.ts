import pg from 'pg';
import { logChannel } from '../../interactions/index.ts';
import { kickIdentity } from '../../people/index.ts';
import type { Entry } from './entry.ts';
import { textOf } from './event.ts';
import type { KnownRecords } from './known-records.ts';
import type { Refusal } from './reasons.ts';
import { writeFacts } from './write-facts.ts';
import { commitWithLog } from './write-log.ts';
import { resolveProfiles } from './write-profiles.ts';

/** A dead letter that is replayed, with the events it holds now; they are among the group's entries too. */
export type Replay = {
  deadLetterId: string;
  workspaceId: string;
  receivedAt: Date;
  by: string;
  entries: readonly Entry[];
};

export type Group = { entries: readonly Entry[]; replays: readonly Replay[]; now: Date };

/**
 * Writes what came in, within a transaction that the caller begins and this commits; answers what was not there before.
 * The log comes last: from then on to the commit nobody else can append.
 */
export async function writeGroup(
  client: pg.Client,
  group: Group,
  known: KnownRecords,
): Promise<ReadonlySet<Entry>> {
  const fresh = await takeReceipts(client, group);
  const accepted = group.entries.filter((entry) => entry.dead === null && fresh.has(entry));
  const profiles = await resolveProfiles({ client, entries: accepted, known, now: group.now });
  const factsWritten = await writeFacts({ client, entries: accepted, profiles, now: group.now });
  await writeDeadLetters(client, group, fresh);
  await settleReplays(client, group, fresh);
  const campaigns = await commitWithLog({
    client,
    entries: accepted,
    profiles: profiles.ids,
    known,
    closing: [countStatement(group, fresh), ...workspacesOf(accepted).map(notice)],
  });
  profiles.remember(factsWritten.userIds);
  if (factsWritten.count > 0) kickIdentity();
  campaigns.remember();
  return fresh;
}

/** The entries that were not received before; of those that come twice at once the first is taken. */
async function takeReceipts(client: pg.Client, { entries, now }: Group): Promise<Set<Entry>> {
  const fresh = new Set<Entry>();
  const first = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.receiptKey === null) fresh.add(entry);
    else {
      const key = entry.workspaceId + entry.receiptKey;
      if (!first.has(key)) first.set(key, entry);
    }
  }
  if (first.size === 0) return fresh;
  // One order for everybody: two that take the same receipts never wait for each other.
  const keys = [...first.keys()].sort();
  const ordered = keys.flatMap((key) => first.get(key) ?? []);
  const taken = await insertReceipts(client, ordered, now);
  if (taken.length === ordered.length) for (const entry of ordered) fresh.add(entry);
  else {
    for (const [workspaceId, messageId] of taken) {
      const entry = first.get(workspaceId + messageId);
      if (entry !== undefined) fresh.add(entry);
    }
  }
  return fresh;
}

/** Answers workspace and key of those that were not there. */
async function insertReceipts(
  client: pg.Client,
  entries: readonly Entry[],
  now: Date,
): Promise<readonly (readonly [string, string])[]> {
  const keys = entries.map((entry) => entry.receiptKey);
  const workspaceId = entries[0]?.workspaceId;
  const isOfOne = workspaceId !== undefined && entries.at(-1)?.workspaceId === workspaceId;
  if (!isOfOne) {
    const { rows } = await client.query<[string, string]>({
      name: 'tracking-receipts',
      text: `insert into tracking_receipt (workspace_id, message_id, received_at)
        select i.workspace_id, i.message_id, $3 from unnest($1::uuid[], $2::text[]) as i(workspace_id, message_id)
        on conflict do nothing returning workspace_id, message_id`,
      values: [entries.map((entry) => entry.workspaceId), keys, now],
      rowMode: 'array',
    });
    return rows;
  }
  // Mostly one workspace sends at a time: then its id goes over the wire once.
  const { rows } = await client.query<[string]>({
    name: 'tracking-receipts-of-one',
    text: `insert into tracking_receipt (workspace_id, message_id, received_at)
      select $1, i.message_id, $3 from unnest($2::text[]) as i(message_id)
      on conflict do nothing returning message_id`,
    values: [workspaceId, keys, now],
    rowMode: 'array',
  });
  return rows.map(([messageId]) => [workspaceId, messageId] as const);
}

async function writeDeadLetters(client: pg.Client, { entries }: Group, fresh: Set<Entry>): Promise<void> {
  const letters = entries.flatMap((entry) =>
    entry.dead !== null && fresh.has(entry) ? [letterRow(entry, entry.dead)] : [],
  );
  if (letters.length === 0) return;
  await client.query({
    name: 'tracking-dead-letters',
    text: `insert into dead_letter (id, workspace_id, door, received_at, reason_code, reason, event_type, message_id, raw, sent_at)
      select i.id, i.workspace_id, 'tracking', i.received_at, i.reason_code, i.reason, i.event_type, i.message_id, i.raw, i.sent_at
      from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
        as i(id, workspace_id, received_at, reason_code, reason, event_type, message_id, raw, sent_at)`,
    values: [
      letters.map((letter) => letter.id),
      letters.map((letter) => letter.workspaceId),
      letters.map((letter) => letter.receivedAt),
      letters.map((letter) => letter.code),
      letters.map((letter) => letter.reason),
      letters.map((letter) => letter.eventType),
      letters.map((letter) => letter.messageId),
      letters.map((letter) => letter.raw),
      letters.map((letter) => letter.sentAt),
    ],
  });
}

function letterRow(entry: Entry, refusal: Refusal) {
  return { ...entry, ...refusal, raw: textOf(entry.raw) };
}

type Count = { received: number; accepted: number; duplicate: number; dead: number };

/** Added up by the day of arrival; a dead letter that is replayed is counted anew for what becomes of it now. */
function countStatement(group: Group, fresh: ReadonlySet<Entry>): string {
  const counts = new Map<string, Count>();
  let last: { workspaceId: string; at: Date; count: Count } | null = null;
  const countOf = (workspaceId: string, at: Date): Count => {
    // Those of one request follow each other.
    if (last?.workspaceId === workspaceId && last.at === at) return last.count;
    const key = `${workspaceId} ${at.toISOString().slice(0, 10)}`;
    const count = counts.get(key) ?? { received: 0, accepted: 0, duplicate: 0, dead: 0 };
    counts.set(key, count);
    last = { workspaceId, at, count };
    return count;
  };
  for (const entry of group.entries) {
    const count = countOf(entry.workspaceId, entry.receivedAt);
    count.received += 1;
    if (!fresh.has(entry)) count.duplicate += 1;
    else if (entry.dead === null) count.accepted += 1;
    else count.dead += 1;
  }
  for (const { workspaceId, receivedAt } of group.replays) {
    const count = countOf(workspaceId, receivedAt);
    count.received -= 1;
    count.dead -= 1;
  }
  const rows = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { received, accepted, duplicate, dead }]) => {
      const [workspaceId, day] = [key.slice(0, 36), key.slice(37)].map(pg.escapeLiteral);
      return `(${workspaceId}, ${day}, 'tracking', ${received}, ${accepted}, ${duplicate}, ${dead})`;
    });
  return `insert into log_count as c (workspace_id, day, door, received, accepted, duplicate, dead_lettered)
    values ${rows.join(', ')}
    on conflict (workspace_id, day, door) do update set received = c.received + excluded.received,
      accepted = c.accepted + excluded.accepted, duplicate = c.duplicate + excluded.duplicate,
      dead_lettered = c.dead_lettered + excluded.dead_lettered`;
}

/** Tells listeners that a workspace's log has grown; they hear it with the commit. */
function notice(workspaceId: string): string {
  return `notify ${logChannel}, ${pg.escapeLiteral(workspaceId)}`;
}

/** @throws where another replay of one of them was quicker: then nothing of this one counts */
async function settleReplays(
  client: pg.Client,
  { replays, now }: Group,
  fresh: ReadonlySet<Entry>,
): Promise<void> {
  if (replays.length === 0) return;
  const { rowCount } = await client.query(
    `update dead_letter d set replayed_at = $1, replayed_by = i.by, replay_outcome = i.outcome
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as i(id, workspace_id, by, outcome)
     where d.id = i.id and d.workspace_id = i.workspace_id and d.replayed_at is null`,
    [
      now,
      replays.map((replay) => replay.deadLetterId),
      replays.map((replay) => replay.workspaceId),
      replays.map((replay) => replay.by),
      replays.map((replay) => describeOutcome(replay, fresh)),
    ],
  );
  if (rowCount !== replays.length) throw new ReplayedMeanwhile();
}

function describeOutcome({ entries }: Replay, fresh: ReadonlySet<Entry>): string {
  const dead = entries.filter((entry) => entry.dead !== null && fresh.has(entry)).length;
  const accepted = entries.filter((entry) => entry.dead === null && fresh.has(entry)).length;
  const duplicate = entries.length - accepted - dead;
  if (entries.length === 1) return accepted === 1 ? 'accepted' : 'duplicate: it had come in otherwise';
  return `${accepted} accepted, ${duplicate} duplicate, ${dead} refused`;
}

export class ReplayedMeanwhile extends Error {}

/** Where the log grows. */
function workspacesOf(accepted: readonly Entry[]): string[] {
  const workspaceIds = new Set<string>();
  for (const entry of accepted) if (entry.line !== null) workspaceIds.add(entry.workspaceId);
  return [...workspaceIds];
}
