import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { resettleSpans } from './settle-batch.ts';

type Options = { tx: Tx; workspaceId: string; now: Date };

/** After a contact was merged: its profiles are the kept one's, since whoever a person is found to be follows merges. */
export async function moveBindings(options: Options & { fromId: string }): Promise<void> {
  await resettleSpans({ ...options, profileIds: await profilesOfContact(options.tx, options.fromId) });
}

/**
 * After a merge was undone: each profile is the one's whose persons its facts name. Who became known by an address
 * while its owner was merged away is its owner again.
 */
export async function giveBackBindings(
  options: Options & { keptId: string; mergedId: string },
): Promise<void> {
  const { tx, keptId, mergedId } = options;
  await tx.run(sql`
    update identity_person p set contact_id = m.id from contact m join contact k on k.id = ${keptId}
    where m.id = ${mergedId} and p.contact_id = k.id and p.person_key = 'email:' || lower(m.email)
      and lower(k.email) is distinct from lower(m.email)`);
  await resettleSpans({ ...options, profileIds: await profilesOfContact(tx, keptId) });
}

async function profilesOfContact(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx.rows<{ profile_id: string }>(
    sql`select distinct profile_id from profile_binding where contact_id = ${contactId}`,
  );
  return rows.map((row) => row.profile_id);
}
