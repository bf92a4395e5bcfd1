import type { DoorConnection } from './door-connection.ts';
import { asDeadLetter, type Entry, type Outcome } from './entry.ts';
import type { KnownRecords } from './known-records.ts';
import { type Group, ReplayedMeanwhile, writeGroup } from './write-group.ts';

// 22: a value cannot be what its column is; 23: a constraint; 54: too large for an index or a row.
const dataStates = /^(?:22|23|54)/;
// Deadlock, and two transactions that could not both go first.
const repeatableStates = new Set(['40P01', '40001']);
const maxTries = 3;

type Commit = { connection: DoorConnection; known: KnownRecords; group: Group };

/**
 * Commits a group, whole; answers what became of each entry, in their order. Where PostgreSQL refuses a value
 * nevertheless, the group is halved until the culprit stands alone and becomes a dead letter, so that it sinks none of
 * its neighbours.
 * @throws where the database is away, or it cannot be told what was committed: then the clients come again
 */
export async function commitGroup(options: Commit): Promise<Outcome[]> {
  const { group } = options;
  try {
    return await commitOnce(options);
  } catch (error) {
    const [only] = group.entries;
    if (!isRefusedValue(error) || only === undefined || group.replays.length > 0) throw error;
    if (group.entries.length === 1) {
      if (only.dead !== null) throw error;
      const reason = `PostgreSQL: ${error.message}`;
      return commitOnce({
        ...options,
        group: { ...group, entries: [asDeadLetter(only, { code: 'refused_by_database', reason })] },
      });
    }
    const half = Math.ceil(group.entries.length / 2);
    const part = (entries: readonly Entry[]) => commitGroup({ ...options, group: { ...group, entries } });
    return [...(await part(group.entries.slice(0, half))), ...(await part(group.entries.slice(half)))];
  }
}

export function isRefusedValue(error: unknown): error is Error {
  return error instanceof Error && dataStates.test(stateOf(error));
}

function stateOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

async function commitOnce(options: Commit): Promise<Outcome[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact(options);
    } catch (error) {
      if (tries >= maxTries || !repeatableStates.has(stateOf(error))) throw error;
    }
  }
}

async function transact({ connection, known, group }: Commit): Promise<Outcome[]> {
  const client = await connection.client();
  await client.query('begin');
  try {
    const fresh = await writeGroup(client, group, known);
    return group.entries.map((entry) => outcomeOf(entry, fresh));
  } catch (error) {
    // A statement that was refused leaves the connection as it was; after anything else it is not to be trusted.
    if (stateOf(error) === '' && !(error instanceof ReplayedMeanwhile)) connection.discard(client);
    else await client.query('rollback').catch(() => connection.discard(client));
    throw error;
  }
}

function outcomeOf(entry: Entry, fresh: ReadonlySet<Entry>): Outcome {
  if (!fresh.has(entry)) return { outcome: 'duplicate' };
  if (entry.dead === null) return { outcome: 'accepted' };
  return { outcome: 'dead-lettered', ...entry.dead };
}
