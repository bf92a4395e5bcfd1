import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { contactKey } from './identity-fact.ts';
import { resettleProfiles } from './settle-batch.ts';

/** A source says whose a profile is; `at` as ISO 8601. */
export type ImportedBinding = { profileId: string; contactId: string; at: string; isNewProfile: boolean };

type Options = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  source: string;
  bindings: readonly ImportedBinding[];
};

/**
 * Records whose profiles a source says they are, and settles it at once, under `lockPeople`. New profiles of one person
 * each, of which an import brings thousands, are bound without looking further. Answers the profiles of which
 * something new was said.
 */
export async function bindImported(options: Options): Promise<Set<string>> {
  const said = await writeFacts(options);
  if (said.length === 0) return new Set();
  await rememberContacts(options);
  const isNew = new Set(options.bindings.flatMap((one) => (one.isNewProfile ? [one.profileId] : [])));
  const byProfile = Map.groupBy(said, (fact) => fact.profile_id);
  const simple = [...byProfile.values()].flatMap((facts) => {
    const [fact] = facts;
    return fact && facts.length === 1 && isNew.has(fact.profile_id) && !fact.is_aliased ? [fact] : [];
  });
  if (simple.length > 0) await bindAtOnce(options, simple);
  const bound = new Set(simple.map((fact) => fact.profile_id));
  const others = [...byProfile.keys()].filter((id) => !bound.has(id));
  if (others.length > 0) await resettleProfiles({ ...options, profileIds: others });
  return new Set(byProfile.keys());
}

type Fact = { id: string; profile_id: string; contact_id: string; is_aliased: boolean };

/** What was said before by any source is not written again. */
async function writeFacts({ tx, workspaceId, now, source, bindings }: Options): Promise<Fact[]> {
  if (bindings.length === 0) return [];
  const rows = bindings.map(({ profileId, contactId, at }) => ({
    id: newId(),
    profile_id: profileId,
    contact_id: contactId,
    at,
  }));
  return tx.rows<Fact>(sql`
    with written as (
      insert into identity_fact (id, workspace_id, kind, at, received_at, profile_id, contact_id, source, settled_at)
      select distinct on (i.profile_id, i.contact_id, i.at) i.id, ${workspaceId}::uuid, 'import', i.at, ${now}::timestamptz,
        i.profile_id, i.contact_id, ${source}, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, profile_id uuid, contact_id uuid, at timestamptz)
      where not exists (select from identity_fact f where f.profile_id = i.profile_id and f.kind = 'import'
        and f.contact_id = i.contact_id and f.at = i.at)
      returning id, profile_id, contact_id
    )
    select w.id, w.profile_id, w.contact_id, exists (select from profile p join identity_fact f
      on f.previous_user_id = p.anonymous_id where p.id = w.profile_id) as is_aliased
    from written w`);
}

async function rememberContacts({ tx, workspaceId, bindings }: Options): Promise<void> {
  const ids = [...new Set(bindings.map((one) => one.contactId))];
  const rows = ids.map((id) => ({ person_key: contactKey(id), contact_id: id }));
  await tx.run(sql`
    insert into identity_person (workspace_id, person_key, contact_id, made)
    select ${workspaceId}::uuid, i.person_key, i.contact_id, false
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(person_key text, contact_id uuid)
    on conflict do nothing`);
}

async function bindAtOnce({ tx, workspaceId, now }: Options, facts: readonly Fact[]): Promise<void> {
  const rows = facts.map((fact) => ({
    ...fact,
    binding_id: newId(),
    person_key: contactKey(fact.contact_id),
  }));
  await tx.run(sql`
    insert into profile_binding (id, workspace_id, profile_id, contact_id, person_key, fact_id, bound_at)
    select i.binding_id, ${workspaceId}::uuid, i.profile_id, i.contact_id, i.person_key, i.id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as i(id uuid, profile_id uuid, contact_id uuid, binding_id uuid, person_key text)`);
}
