import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { recordDealLifecycle } from '../ingest/write-deals.ts';
import { recordStageChanges } from '../lifecycle/record-stage-changes.ts';
import { survivorOf } from '../merging/merged-ids.ts';
import { laterThan, lockRecord } from '../write-record.ts';
import type { OpportunityDetail } from './contract.ts';
import { getOpportunity } from './get-opportunity.ts';

type Member = {
  contactId: string;
  role?: string | null | undefined;
  isPrimary?: boolean | undefined;
};

type Stored = { role: string | null; isPrimary: boolean };

/** Puts a contact in a deal's buying group. There is one primary contact: naming another takes it from the one before. */
export async function writeBuyingGroup(
  options: { tx: Tx; workspaceId: string; now: Date; opportunityId: string } & Member,
): Promise<{ contactId: string; contactName: string; before: Stored | null; after: Stored }> {
  const { tx, workspaceId, now, opportunityId } = options;
  const contactId = await survivorOf(tx, 'contact', options.contactId);
  const contact = await tx.first<{ name: string }>(sql`select name from contact where id = ${contactId}`);
  const before = await tx.first<Stored>(sql`select role, is_primary as "isPrimary" from opportunity_contact
    where opportunity_id = ${opportunityId} and contact_id = ${contactId}`);
  const after: Stored = {
    role: options.role === undefined ? (before?.role ?? null) : options.role,
    isPrimary: options.isPrimary ?? before?.isPrimary ?? false,
  };
  if (after.isPrimary) {
    await tx.run(sql`update opportunity_contact set is_primary = false
      where opportunity_id = ${opportunityId} and contact_id <> ${contactId} and is_primary`);
  }
  await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id, role, is_primary, created_at)
    values (${workspaceId}, ${opportunityId}, ${contactId}, ${after.role}, ${after.isPrimary}, ${now.toISOString()}::timestamptz)
    on conflict (workspace_id, opportunity_id, contact_id)
      do update set role = excluded.role, is_primary = excluded.is_primary`);
  return { contactId, contactName: contact?.name ?? '', before, after };
}

type Context = { tx: Tx; workspaceId: string; actor: Actor; now: Date; opportunityId: string };

export async function setBuyingRole(options: Context & Member): Promise<OpportunityDetail> {
  const { tx, workspaceId, actor, now, opportunityId } = options;
  const record = await lockRecord(tx, 'opportunity', opportunityId);
  const { contactId, contactName, before, after } = await writeBuyingGroup(options);
  if (before?.role === after.role && before.isPrimary === after.isPrimary)
    return getOpportunity({ tx, opportunityId });
  await touch(tx, opportunityId, now);
  if (!before) await recordDealLifecycle({ tx, workspaceId, now, actorName: actor.name }, [opportunityId]);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: before ? 'opportunity.buying_role_changed' : 'opportunity.contact_added',
    recordType: 'opportunity',
    recordId: opportunityId,
    recordLabel: record.name,
    changes: {
      buyingGroup: {
        from: before && { contactId, name: contactName, ...before },
        to: { contactId, name: contactName, ...after },
      },
    },
  });
  return getOpportunity({ tx, opportunityId });
}

export async function removeFromBuyingGroup(
  options: Context & { contactId: string },
): Promise<OpportunityDetail> {
  const { tx, workspaceId, actor, now, opportunityId } = options;
  const record = await lockRecord(tx, 'opportunity', opportunityId);
  const contactId = await survivorOf(tx, 'contact', options.contactId);
  const removed = await tx.first<
    Stored & { name: string }
  >(sql`delete from opportunity_contact oc using contact c
    where oc.opportunity_id = ${opportunityId} and oc.contact_id = ${contactId} and c.id = oc.contact_id
    returning oc.role, oc.is_primary as "isPrimary", c.name`);
  if (!removed) throw notFound('contact in the buying group');
  await touch(tx, opportunityId, now);
  // What the deal said of this person's lifecycle no longer holds.
  const withdrawn = ['opened', 'won', 'lost'].map((what) => ({
    contactId,
    sourceKey: `opportunity:${opportunityId}:${what}`,
  }));
  await recordStageChanges(tx, { workspaceId, changes: [], withdrawn, now });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'opportunity.contact_removed',
    recordType: 'opportunity',
    recordId: opportunityId,
    recordLabel: record.name,
    changes: { buyingGroup: { from: { contactId, ...removed }, to: null } },
  });
  return getOpportunity({ tx, opportunityId });
}

async function touch(tx: Tx, opportunityId: string, now: Date): Promise<void> {
  await tx.run(sql`update opportunity set updated_at = ${laterThan(now)} where id = ${opportunityId}`);
}
