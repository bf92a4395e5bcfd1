import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { FactKind, IdentityFact } from './identity-fact.ts';

type Row = {
  id: string;
  kind: FactKind;
  at_ms: number;
  profile_id: string | null;
  user_id: string | null;
  previous_user_id: string | null;
  previous_profile_id: string | null;
  email: string | null;
  contact_id: string | null;
  verified: boolean;
};

/** A fact with the profile that bears the name by which an alias calls its user before. */
export const factColumns: SQL = sql`f.id, f.kind, floor(extract(epoch from f.at) * 1000)::bigint as at_ms, f.profile_id,
  f.user_id, f.previous_user_id, case when f.previous_user_id is not null then (select p.id from profile p
    where p.workspace_id = f.workspace_id and p.anonymous_id = f.previous_user_id) end as previous_profile_id,
  f.email, f.contact_id, f.verified`;

export async function readFacts(tx: Tx, statement: SQL): Promise<IdentityFact[]> {
  return (await tx.rows<Row>(statement)).map((row) => ({
    id: row.id,
    kind: row.kind,
    atMs: row.at_ms,
    profileId: row.profile_id,
    userId: row.user_id,
    previousUserId: row.previous_user_id,
    previousProfileId: row.previous_profile_id,
    email: row.email,
    contactId: row.contact_id,
    verified: row.verified,
  }));
}

/** A list of ids or keys as one parameter. */
export const texts = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`;
export const uuids = (values: readonly string[]): SQL => sql`${sql.param([...values])}::uuid[]`;
