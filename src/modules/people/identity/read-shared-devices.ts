import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type IdentityFact, profilesOf, subjectOf } from './identity-fact.ts';
import { uuids } from './read-facts.ts';

type Row = { profile_id: string; at_ms: number; user_id: string };

/**
 * That a user goes on using a device is no fact of its own; its events in the log say it. Where several people use
 * one, each change from one user's events to another's counts as if it had been said. Beside several that were named at
 * the same time, who comes last is not told here: the events next to them are kept.
 */
export async function readSharedDevices(tx: Tx, facts: readonly IdentityFact[]): Promise<IdentityFact[]> {
  const shared = sharedProfiles(facts);
  if (shared.length === 0) return [];
  const firstFacts = firstFactsOfUsers(facts);
  const rows = await tx.rows<Row>(sql`
    select profile_id, floor(extract(epoch from occurred_at) * 1000)::bigint as at_ms, user_id from (
      select *, lag(user_id) over in_time as before, lead(user_id) over in_time as after,
        lag(is_tie) over in_time as tie_before, lead(is_tie) over in_time as tie_after
      from (select *, min(user_id) over at_once <> max(user_id) over at_once as is_tie from (
        select i.profile_id, i.occurred_at, i.context ->> 'userId' as user_id from interaction i
        where i.profile_id = any(${uuids(shared)}) and i.source = 'tracking' and i.verified
          and i.context ->> 'userId' is not null
        union
        select s.profile_id, s.at, s.who from jsonb_to_recordset(${JSON.stringify(saidOn(shared, facts))}::jsonb)
          as s(profile_id uuid, at timestamptz, who text)
      ) said window at_once as (partition by profile_id, occurred_at)) ties
      window in_time as (partition by profile_id order by occurred_at, user_id)
    ) events
    where before is distinct from user_id or after is distinct from user_id or is_tie or tie_before or tie_after`);
  return rows.flatMap((row) => {
    const fact = firstFacts.get(`${row.profile_id} ${row.user_id}`);
    if (!fact) return [];
    const { profile_id: profileId, at_ms: atMs } = row;
    return [
      {
        ...fact,
        kind: 'use',
        profileId,
        atMs,
        email: null,
        contactId: null,
        previousUserId: null,
        previousProfileId: null,
      },
    ];
  });
}

/** Who was named when on these profiles: between two of it nobody else's events are left out. */
function saidOn(profileIds: readonly string[], facts: readonly IdentityFact[]) {
  const isShared = new Set(profileIds);
  return facts.flatMap((fact) => {
    const who = fact.userId ?? subjectOf(fact);
    if (who === null) return [];
    const at = new Date(fact.atMs).toISOString();
    return profilesOf(fact)
      .filter((profileId) => isShared.has(profileId))
      .map((profileId) => ({ profile_id: profileId, at, who }));
  });
}

/** A user's first fact on a profile stands for what their events there say. */
function firstFactsOfUsers(facts: readonly IdentityFact[]): Map<string, IdentityFact> {
  const first = new Map<string, IdentityFact>();
  for (const fact of facts) {
    if (fact.userId === null) continue;
    for (const profileId of profilesOf(fact)) {
      const key = `${profileId} ${fact.userId}`;
      const known = first.get(key);
      if (!known || fact.atMs < known.atMs) first.set(key, fact);
    }
  }
  return first;
}

function sharedProfiles(facts: readonly IdentityFact[]): string[] {
  const subjects = new Map<string, string>();
  const shared = new Set<string>();
  for (const fact of facts) {
    const subject = subjectOf(fact);
    if (subject === null) continue;
    for (const profileId of profilesOf(fact)) {
      const known = subjects.get(profileId);
      if (known !== undefined && known !== subject) shared.add(profileId);
      subjects.set(profileId, subject);
    }
  }
  return [...shared];
}
