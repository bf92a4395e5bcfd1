import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { bindImported, type ImportedBinding } from '../identity/bind-imported.ts';
import type { PreparedInteraction, PreparedProfile } from './prepare-events.ts';
import { idOf, type Session } from './session.ts';

type ProfileRow = {
  anonymous_id: string;
  first_seen_at: string;
  last_seen_at: string;
};

/** Writes profiles, those that interactions only name included. Answers their ids by anonymous id. */
export async function writeProfiles(
  session: Session,
  inputs: readonly PreparedProfile[],
  interactions: readonly PreparedInteraction[],
): Promise<Map<string, string>> {
  const rows = new Map<string, ProfileRow>();
  const see = (anonymousId: string, first: string, last: string) => {
    const row = rows.get(anonymousId);
    rows.set(anonymousId, {
      anonymous_id: anonymousId,
      first_seen_at: row && row.first_seen_at < first ? row.first_seen_at : first,
      last_seen_at: row && row.last_seen_at > last ? row.last_seen_at : last,
    });
  };
  for (const input of inputs) see(input.anonymousId, input.firstSeenAt, input.lastSeenAt);
  for (const { profile, occurredAt } of interactions) {
    if (profile !== undefined) see(profile, occurredAt, occurredAt);
  }
  if (rows.size === 0) return new Map();
  const before = await readProfiles(session.tx, [...rows.keys()]);
  const written = await upsertProfiles(session, [...rows.values()]);
  const ids = new Map([...before, ...written]);
  const bound = await bindProfiles(session, inputs, ids, before);
  const seen = new Set<string>();
  for (const { key, anonymousId } of inputs) {
    const isFirst = !seen.has(anonymousId);
    seen.add(anonymousId);
    const id = ids.get(anonymousId) ?? null;
    const change = before.has(anonymousId) ? 'updated' : 'created';
    const changed = written.has(anonymousId) || (id !== null && bound.has(id));
    session.outcomes.set(key, { outcome: isFirst && changed ? change : 'unchanged', recordId: id });
  }
  return ids;
}

/** Whom the inputs say the profiles are, from when they were first seen on. Answers the profiles of whom that is new. */
async function bindProfiles(
  session: Session,
  inputs: readonly PreparedProfile[],
  ids: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const bindings: ImportedBinding[] = [];
  for (const { anonymousId, contact, firstSeenAt } of inputs) {
    const profileId = ids.get(anonymousId);
    const contactId = idOf(session, 'contact', contact);
    if (profileId === undefined || contactId === undefined) continue;
    bindings.push({ profileId, contactId, at: firstSeenAt, isNewProfile: !before.has(anonymousId) });
  }
  return bindImported({
    tx: session.tx,
    workspaceId: session.workspaceId,
    now: session.now,
    source: session.system,
    bindings,
  });
}

async function readProfiles(tx: Tx, anonymousIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; anonymous_id: string }>(
    sql`select id, anonymous_id from profile where anonymous_id = any(${sql.param([...anonymousIds])}::text[])`,
  );
  return new Map(rows.map((row) => [row.anonymous_id, row.id]));
}

async function upsertProfiles(session: Session, rows: readonly ProfileRow[]): Promise<Map<string, string>> {
  const { now, workspaceId } = session;
  const input = JSON.stringify(rows.map((row) => ({ id: newId(), ...row })));
  const written = await session.tx.rows<{ id: string; anonymous_id: string }>(sql`
    insert into profile as t (id, workspace_id, anonymous_id, first_seen_at, last_seen_at, created_at)
    select i.id, ${workspaceId}::uuid, i.anonymous_id, i.first_seen_at, i.last_seen_at, ${now}::timestamptz
    from jsonb_to_recordset(${input}::jsonb)
      as i(id uuid, anonymous_id text, first_seen_at timestamptz, last_seen_at timestamptz)
    on conflict (workspace_id, anonymous_id) do update set
      first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)
    where (least(t.first_seen_at, excluded.first_seen_at), greatest(t.last_seen_at, excluded.last_seen_at))
      is distinct from (t.first_seen_at, t.last_seen_at)
    returning t.id, t.anonymous_id`);
  return new Map(written.map((row) => [row.anonymous_id, row.id]));
}
