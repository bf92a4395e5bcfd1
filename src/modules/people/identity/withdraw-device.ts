import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { survivorOf } from '../merging/merged-ids.ts';
import { contactKey, type PersonKey, subjectOf } from './identity-fact.ts';
import { PostgresStore } from './postgres-store.ts';
import { texts } from './read-facts.ts';
import { resettleProfiles } from './settle-batch.ts';
import { personOfKey } from './work-out-identities.ts';

type Options = { tx: Tx; workspaceId: string; actor: Actor; now: Date };

/**
 * "This device is not that person": all that named them on it until now counts for nothing. By every key under which
 * they were named, so that it holds when they come to be known by another. Under `lockPeople`.
 */
export async function withdrawDevice(
  options: Options & { profileId: string; contactId: string; reason?: string | null | undefined },
): Promise<{ withdrawalId: string; profileId: string; contactId: string }> {
  const { tx, workspaceId, actor, now, profileId, reason = null } = options;
  const contactId = await survivorOf(tx, 'contact', options.contactId);
  const profile = await tx.first<{ anonymous_id: string; is_theirs: boolean }>(sql`
    select anonymous_id, exists (select from profile_binding b where b.profile_id = p.id and b.contact_id = ${contactId}) as is_theirs
    from profile p where id = ${profileId}`);
  if (!profile) throw notFound('device');
  if (!profile.is_theirs) {
    throw new AppError('conflict', 'This device is not that person’s any more. Load the page again.');
  }
  const keys = await keysOnProfile(options, profileId, contactId);
  const withdrawalId = newId();
  await tx.run(sql`
    insert into identity_withdrawal (id, workspace_id, profile_id, person_key, person_keys, contact_id, before_at, reason,
      withdrawn_at, withdrawn_by)
    values (${withdrawalId}, ${workspaceId}, ${profileId}, ${keys[0] ?? contactKey(contactId)}, ${texts(keys)}, ${contactId},
      ${now}::timestamptz, ${reason}, ${now}::timestamptz, ${actor.name})`);
  await resettleProfiles({ ...options, profileIds: [profileId] });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'contact.device_withdrawn',
    recordType: 'contact',
    recordId: contactId,
    recordLabel: await nameOf(tx, contactId),
    changes: { device: { from: profile.anonymous_id, to: null } },
    reason,
  });
  return { withdrawalId, profileId, contactId };
}

/** Every key by which facts on the profile name this contact: as who they are, and as they called themselves. */
async function keysOnProfile(options: Options, profileId: string, contactId: string): Promise<PersonKey[]> {
  const store = new PostgresStore(options);
  const { facts } = await store.readProfiles([profileId]);
  const subjects = facts.flatMap((fact) => subjectOf(fact) ?? []);
  const users = subjects.flatMap((key) => (key.startsWith('user:') ? [key.slice('user:'.length)] : []));
  const persons = await store.readPersonsOfUsers(users);
  const contacts = await store.contactsOf(subjects.map((key) => personOfKey(key, persons)));
  const keys = subjects.flatMap((subject) => {
    const person = personOfKey(subject, persons);
    return contacts.get(person) === contactId ? [person, subject] : [];
  });
  return [...new Set([...keys, contactKey(contactId)])];
}

/** Takes a withdrawal back: what was said counts again. Under `lockPeople`. */
export async function restoreDevice(
  options: Options & { withdrawalId: string },
): Promise<{ withdrawalId: string; profileId: string }> {
  const { tx, workspaceId, actor, now, withdrawalId } = options;
  const row = await tx.first<{
    profile_id: string;
    contact_id: string | null;
    restored_at: Date | null;
    device: string;
  }>(sql`
    select w.profile_id, w.contact_id, w.restored_at, p.anonymous_id as device
    from identity_withdrawal w join profile p on p.id = w.profile_id where w.id = ${withdrawalId} for update of w`);
  if (!row) throw notFound('withdrawal');
  const profileId = row.profile_id;
  if (row.restored_at !== null) return { withdrawalId, profileId };
  await tx.run(sql`update identity_withdrawal set restored_at = ${now}::timestamptz, restored_by = ${actor.name}
    where id = ${withdrawalId}`);
  await resettleProfiles({ ...options, profileIds: [profileId] });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'contact.device_restored',
    recordType: 'contact',
    recordId: row.contact_id,
    recordLabel: row.contact_id === null ? null : await nameOf(tx, row.contact_id),
    changes: { device: { from: null, to: row.device } },
  });
  return { withdrawalId, profileId };
}

async function nameOf(tx: Tx, contactId: string): Promise<string | null> {
  const row = await tx.first<{ name: string }>(
    sql`select coalesce(nullif(name, ''), email, '') as name from contact where id = ${contactId}`,
  );
  return row?.name ?? null;
}
