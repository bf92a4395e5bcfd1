import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { survivorOf } from '../merging/merged-ids.ts';
import { contactKey } from './identity-fact.ts';
import { texts } from './read-facts.ts';
import { resettleProfiles } from './settle-batch.ts';

/**
 * Says by hand whose an unknown device is; its history so far becomes theirs. Had somebody said before that it is not
 * theirs, this takes it back. Under `lockPeople`.
 */
export async function bindDevice(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  profileId: string;
  contactId: string;
}): Promise<{ profileId: string; contactId: string }> {
  const { tx, workspaceId, actor, now, profileId } = options;
  const contactId = await survivorOf(tx, 'contact', options.contactId);
  const profile = await tx.first<{ anonymous_id: string; owner_id: string | null; owner: string | null }>(sql`
    select p.anonymous_id, c.id as owner_id, coalesce(nullif(c.name, ''), c.email) as owner from profile p
    left join profile_binding b on b.profile_id = p.id and b.to_at = 'infinity'
    left join contact c on c.id = b.contact_id where p.id = ${profileId}`);
  if (!profile) throw notFound('device');
  if (profile.owner_id === contactId) return { profileId, contactId };
  if (profile.owner_id !== null) {
    throw new AppError(
      'conflict',
      `This device is ${profile.owner ?? 'somebody else'}’s. Say on their page first that it is not.`,
    );
  }
  const key = contactKey(contactId);
  await tx.run(sql`update identity_withdrawal set restored_at = ${now}::timestamptz, restored_by = ${actor.name}
    where profile_id = ${profileId} and restored_at is null and person_keys && ${texts([key])}`);
  await tx.run(sql`
    insert into identity_fact (id, workspace_id, kind, at, received_at, profile_id, contact_id, source, settled_at)
    select ${newId()}, ${workspaceId}, 'hand', p.first_seen_at, ${now}::timestamptz, p.id, ${contactId}, ${actor.name}, ${now}::timestamptz
    from profile p where p.id = ${profileId}`);
  await tx.run(sql`insert into identity_person (workspace_id, person_key, contact_id, made)
    values (${workspaceId}, ${key}, ${contactId}, false) on conflict do nothing`);
  await resettleProfiles({ ...options, profileIds: [profileId] });
  const contact = await tx.first<{ name: string }>(sql`select name from contact where id = ${contactId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'contact.device_bound',
    recordType: 'contact',
    recordId: contactId,
    recordLabel: contact?.name ?? null,
    changes: { device: { from: null, to: profile.anonymous_id } },
  });
  return { profileId, contactId };
}
