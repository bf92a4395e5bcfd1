import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { PreparedInteraction, PreparedProfile } from './prepare-events.ts';
import { idOf, type Session } from './session.ts';

type ProfileRow = {
  anonymous_id: string;
  first_seen_at: string;
  last_seen_at: string;
  contact_id: string | null;
};

/** Writes profiles, those that interactions only name included. Answers their ids by anonymous id. */
export async function writeProfiles(
  session: Session,
  inputs: readonly PreparedProfile[],
  interactions: readonly PreparedInteraction[],
): Promise<Map<string, string>> {
  const rows = new Map<string, ProfileRow>();
  const see = (anonymousId: string, first: string, last: string, contactId: string | null) => {
    const row = rows.get(anonymousId);
    rows.set(anonymousId, {
      anonymous_id: anonymousId,
      first_seen_at: row && row.first_seen_at < first ? row.first_seen_at : first,
      last_seen_at: row && row.last_seen_at > last ? row.last_seen_at : last,
      contact_id: contactId ?? row?.contact_id ?? null,
    });
  };
  for (const input of inputs) {
    see(
      input.anonymousId,
      input.firstSeenAt,
      input.lastSeenAt,
      idOf(session, 'contact', input.contact) ?? null,
    );
  }
  for (const { profile, occurredAt } of interactions) {
    if (profile !== undefined) see(profile, occurredAt, occurredAt, null);
  }
  if (rows.size === 0) return new Map();
  const before = await readProfiles(session.tx, [...rows.keys()]);
  const written = await upsertProfiles(session, [...rows.values()]);
  const ids = new Map([...before, ...written]);
  const seen = new Set<string>();
  for (const { key, anonymousId } of inputs) {
    const isFirst = !seen.has(anonymousId);
    seen.add(anonymousId);
    const change = before.has(anonymousId) ? 'updated' : 'created';
    const outcome = isFirst && written.has(anonymousId) ? change : 'unchanged';
    session.outcomes.set(key, { outcome, recordId: ids.get(anonymousId) ?? null });
  }
  return ids;
}

async function readProfiles(tx: Tx, anonymousIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; anonymous_id: string }>(
    sql`select id, anonymous_id from profile where anonymous_id = any(${sql.param([...anonymousIds])}::text[])`,
  );
  return new Map(rows.map((row) => [row.anonymous_id, row.id]));
}

async function upsertProfiles(session: Session, rows: readonly ProfileRow[]): Promise<Map<string, string>> {
  const { now, workspaceId, system } = session;
  const input = JSON.stringify(rows.map((row) => ({ id: newId(), ...row })));
  const written = await session.tx.rows<{ id: string; anonymous_id: string }>(sql`
    insert into profile as t (id, workspace_id, anonymous_id, contact_id, first_seen_at, last_seen_at, bound_at, bound_by, created_at)
    select i.id, ${workspaceId}::uuid, i.anonymous_id, i.contact_id, i.first_seen_at, i.last_seen_at,
      case when i.contact_id is not null then ${now}::timestamptz end,
      case when i.contact_id is not null then ${system}::text end, ${now}::timestamptz
    from jsonb_to_recordset(${input}::jsonb)
      as i(id uuid, anonymous_id text, contact_id uuid, first_seen_at timestamptz, last_seen_at timestamptz)
    on conflict (workspace_id, anonymous_id) do update set
      first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at),
      contact_id = coalesce(excluded.contact_id, t.contact_id),
      bound_at = case when excluded.contact_id is distinct from t.contact_id then coalesce(excluded.bound_at, t.bound_at) else t.bound_at end,
      bound_by = case when excluded.contact_id is distinct from t.contact_id then coalesce(excluded.bound_by, t.bound_by) else t.bound_by end
    where (least(t.first_seen_at, excluded.first_seen_at), greatest(t.last_seen_at, excluded.last_seen_at),
      coalesce(excluded.contact_id, t.contact_id)) is distinct from (t.first_seen_at, t.last_seen_at, t.contact_id)
    returning t.id, t.anonymous_id`);
  return new Map(written.map((row) => [row.anonymous_id, row.id]));
}
