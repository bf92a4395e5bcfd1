import type pg from 'pg';
import { newId } from '../../../platform/ids.ts';
import type { Entry, Fact } from './entry.ts';
import { keyIn, type SaidUser } from './known-records.ts';
import type { Profiles } from './write-profiles.ts';

export type FactsWritten = {
  count: number;
  /** Who is the latest, in the order of time, that was said of a profile. */
  userIds: ReadonlyMap<string, SaidUser>;
};

/**
 * What events say of who somebody is. That a known user goes on is said once: it is written again only where another
 * user was said last, or where it speaks of a time before that. What is left out stands in the log, where it is
 * found for devices that several use (`people/identity/follow-log.ts`). Repeats after a restart are harmless.
 */
export async function writeFacts(options: {
  client: pg.Client;
  entries: readonly Entry[];
  profiles: Profiles;
  now: Date;
}): Promise<FactsWritten> {
  const { client, entries, profiles, now } = options;
  const userIds = new Map<string, SaidUser>();
  const rows: object[] = [];
  for (const entry of entries) {
    const key = entry.profileKey === null ? null : keyIn(entry.workspaceId, entry.profileKey);
    for (const fact of entry.facts) {
      const atMs = entry.occurredAt.getTime();
      const said = key === null ? null : (userIds.get(key) ?? profiles.known.get(key)?.said ?? null);
      if (fact.kind === 'use' && !entry.verified) continue;
      if (fact.kind === 'use' && said?.userId === fact.userId && atMs >= said.atMs) continue;
      if (key !== null && fact.userId !== null && entry.verified && (said === null || atMs >= said.atMs)) {
        userIds.set(key, { userId: fact.userId, atMs });
      }
      rows.push(factRow(entry, fact, key === null ? null : (profiles.ids.get(key) ?? null)));
    }
  }
  if (rows.length === 0) return { count: rows.length, userIds };
  await client.query({
    name: 'tracking-facts',
    text: `insert into identity_fact (id, workspace_id, kind, at, received_at, profile_id, user_id, previous_user_id,
        email, group_id, traits, message_id, source, verified)
      select i.id, i.workspace_id, i.kind, i.at, $2, i.profile_id, i.user_id, i.previous_user_id, i.email, i.group_id,
        i.traits, i.message_id, 'tracking', i.verified
      from jsonb_to_recordset($1::jsonb) as i(id uuid, workspace_id uuid, kind text, at timestamptz, profile_id uuid,
        user_id text, previous_user_id text, email text, group_id text, traits jsonb, message_id text, verified boolean)`,
    values: [JSON.stringify(rows), now],
  });
  return { count: rows.length, userIds };
}

function factRow(entry: Entry, fact: Fact, profileId: string | null): object {
  return {
    id: newId(),
    workspace_id: entry.workspaceId,
    kind: fact.kind,
    at: entry.occurredAt,
    profile_id: profileId,
    user_id: fact.userId,
    previous_user_id: fact.previousUserId,
    email: fact.email,
    group_id: fact.groupId,
    traits: fact.traits,
    message_id: entry.messageId,
    verified: entry.verified,
  };
}
