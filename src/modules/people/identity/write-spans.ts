import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { uuids } from './read-facts.ts';
import type { Span } from './spans-of-profile.ts';

/** Whose a profile became, and whose it was, in whole or for some time. */
export type SpanChange = { profileId: string; gained: readonly string[]; lost: readonly string[] };

type Stored = {
  id: string;
  profile_id: string;
  contact_id: string;
  person_key: string;
  from_ms: number | null;
  to_ms: number | null;
};

/** Makes the spans of these profiles those given; rows that say the same stay as they are. */
export async function writeSpans(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  spans: ReadonlyMap<string, readonly Span[]>;
}): Promise<SpanChange[]> {
  const stored = await readSpans(options.tx, [...options.spans.keys()]);
  const gone = new Map(stored.map((row) => [keyOf(row.profile_id, row), row]));
  const made: (Span & { profileId: string })[] = [];
  for (const [profileId, spans] of options.spans) {
    for (const span of spans) {
      const { contact: contact_id, person: person_key, fromMs: from_ms, toMs: to_ms } = span;
      if (!gone.delete(keyOf(profileId, { contact_id, person_key, from_ms, to_ms }))) {
        made.push({ ...span, profileId });
      }
    }
  }
  await remove(options.tx, [...gone.values()]);
  await insert(options, made);
  const gained = Map.groupBy(made, (span) => span.profileId);
  const lost = Map.groupBy(gone.values(), (row) => row.profile_id);
  return [...new Set([...gained.keys(), ...lost.keys()])].map((profileId) => ({
    profileId,
    gained: (gained.get(profileId) ?? []).map((span) => span.contact),
    lost: (lost.get(profileId) ?? []).map((row) => row.contact_id),
  }));
}

function keyOf(profileId: string, row: Omit<Stored, 'id' | 'profile_id'>): string {
  return JSON.stringify([profileId, row.contact_id, row.person_key, row.from_ms, row.to_ms]);
}

function readSpans(tx: Tx, profileIds: readonly string[]): Promise<Stored[]> {
  return tx.rows<Stored>(sql`
    select id, profile_id, contact_id, person_key,
      case when isfinite(from_at) then floor(extract(epoch from from_at) * 1000)::bigint end as from_ms,
      case when isfinite(to_at) then floor(extract(epoch from to_at) * 1000)::bigint end as to_ms
    from profile_binding where profile_id = any(${uuids(profileIds)})`);
}

async function remove(tx: Tx, rows: readonly Stored[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`delete from profile_binding where id = any(${uuids(rows.map((row) => row.id))})`);
}

async function insert(
  { tx, workspaceId, now }: { tx: Tx; workspaceId: string; now: Date },
  spans: readonly (Span & { profileId: string })[],
): Promise<void> {
  if (spans.length === 0) return;
  const rows = spans.map((span) => ({
    id: newId(),
    profile_id: span.profileId,
    contact_id: span.contact,
    person_key: span.person,
    from_at: span.fromMs === null ? '-infinity' : new Date(span.fromMs).toISOString(),
    to_at: span.toMs === null ? 'infinity' : new Date(span.toMs).toISOString(),
    fact_id: span.factId,
  }));
  await tx.run(sql`
    insert into profile_binding (id, workspace_id, profile_id, contact_id, person_key, from_at, to_at, fact_id, bound_at)
    select i.id, ${workspaceId}::uuid, i.profile_id, i.contact_id, i.person_key, i.from_at, i.to_at, i.fact_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, profile_id uuid, contact_id uuid,
      person_key text, from_at timestamptz, to_at timestamptz, fact_id uuid)`);
}
