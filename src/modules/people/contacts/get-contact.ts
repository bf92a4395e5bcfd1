import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { listExternalIds } from '../external-ids.ts';
import { listMerges } from '../merging/list-merges.ts';
import { idsMergedInto, survivorOf } from '../merging/merged-ids.ts';
import type { ContactDetail } from './contract.ts';
import { loadContactRows } from './load-contact-rows.ts';

const maxHistory = 200;
const maxDeals = 100;
const maxColleagues = 12;
const maxProfiles = 50;

/** A contact with all that hangs on it but its interactions, which have a list of their own. */
export async function getContact(options: { tx: Tx; contactId: string }): Promise<ContactDetail> {
  const { tx, contactId } = options;
  const id = await survivorOf(tx, 'contact', contactId);
  const [row] = await loadContactRows(tx, [id], 'all');
  const more = await tx.first<Pick<ContactDetail, 'accountSource' | 'lifecycleReason'>>(
    sql`select account_source as "accountSource", lifecycle_reason as "lifecycleReason" from contact where id = ${id}`,
  );
  if (!row || !more) throw notFound('contact');
  const ids = await idsMergedInto(tx, 'contact', id);
  return {
    ...row,
    ...more,
    externalIds: await listExternalIds(tx, 'contact', id),
    stageHistory: await stageHistory(tx, ids),
    deals: await deals(tx, id),
    colleagues: await colleagues(tx, { contactId: id, accountId: row.account?.id ?? null }),
    profiles: await profiles(tx, id),
    merges: await listMerges(tx, 'contact', id),
    mergedFrom: id === contactId ? null : contactId,
  };
}

async function stageHistory(tx: Tx, ids: readonly string[]): Promise<ContactDetail['stageHistory']> {
  type Row = Omit<ContactDetail['stageHistory'][number], 'at' | 'recordedAt'> & {
    at: Date;
    recordedAt: Date;
  };
  const rows = await tx.rows<Row>(sql`
    select id, outcome, stage, at, recorded_at as "recordedAt", source, reason, actor_name as "actorName"
    from stage_change where contact_id = any(${`{${ids.join(',')}}`}::uuid[]) and superseded_at is null
    order by at desc, id desc limit ${maxHistory}`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), recordedAt: row.recordedAt.toISOString() }));
}

function deals(tx: Tx, contactId: string): Promise<ContactDetail['deals']> {
  return tx.rows(sql`
    select o.id, o.name, o.stage, o.status, o.amount_minor as "amountMinor", o.currency, oc.role,
      oc.is_primary as "isPrimary"
    from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id
    where oc.contact_id = ${contactId} order by o.created_at desc, o.id desc limit ${maxDeals}`);
}

async function colleagues(
  tx: Tx,
  options: { contactId: string; accountId: string | null },
): Promise<ContactDetail['colleagues']> {
  if (options.accountId === null) return { items: [], more: false };
  const rows = await tx.rows<ContactDetail['colleagues']['items'][number]>(sql`
    select id, name, title, lifecycle_stage as "lifecycleStage" from contact
    where account_id = ${options.accountId} and id <> ${options.contactId} and merged_into_id is null
    order by id limit ${maxColleagues + 1}`);
  return { items: rows.slice(0, maxColleagues), more: rows.length > maxColleagues };
}

async function profiles(tx: Tx, contactId: string): Promise<ContactDetail['profiles']> {
  const rows = await tx.rows<{ id: string; anonymousId: string; firstSeenAt: Date; lastSeenAt: Date }>(sql`
    select id, anonymous_id as "anonymousId", first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt"
    from profile where id in (select profile_id from profile_binding where contact_id = ${contactId})
    order by last_seen_at desc, id limit ${maxProfiles}`);
  return rows.map((row) => ({
    ...row,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }));
}
