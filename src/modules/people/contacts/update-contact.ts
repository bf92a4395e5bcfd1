import type { z } from 'zod';
import type { Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { checkReferences } from '../check-references.ts';
import { checkCustomValues } from '../fields/check-custom-values.ts';
import { followAddresses } from '../identity/settle-batch.ts';
import { checkUnchanged, lockRecord, writeChanges } from '../write-record.ts';
import type { ContactDetail, contactsContract } from './contract.ts';
import { nameOf, refuseTakenEmail } from './create-contact.ts';
import { getContact } from './get-contact.ts';

type Input = z.infer<NonNullable<(typeof contactsContract.update)['~orpc']['inputSchema']>>;

/** Changes the fields given; the audit log says each one's value before and after. */
export async function updateContact(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  input: Input;
}): Promise<ContactDetail> {
  const { tx, workspaceId, actor, now } = options;
  const { contactId, expectedUpdatedAt, custom, ...fields } = options.input;
  const record = await lockRecord(tx, 'contact', contactId);
  checkUnchanged(record, expectedUpdatedAt);
  await checkReferences(tx, fields);
  if (fields.email) await refuseTakenEmail(tx, fields.email, contactId);
  const checkedCustom = await checkCustomValues(tx, 'contact', custom);
  const byHand = fields.accountId !== undefined && fields.accountId !== (record.fields.accountId ?? null);
  const changes = await writeChanges({
    tx,
    recordType: 'contact',
    record,
    values: {
      ...fields,
      name: fields.name || followingName(record.fields, fields),
      // Taken out of a company by hand is a decision too: no import puts them back.
      accountSource: byHand ? 'hand' : undefined,
      // Said by hand, they stand: an earlier interaction that arrives later does not take their place.
      channelSeenAt: fields.channel === undefined ? undefined : null,
      campaignSeenAt: fields.campaignId === undefined ? undefined : null,
    },
    custom: checkedCustom,
    now,
  });
  if (changes.email) {
    const emails = [record.fields.email, fields.email].map((email) =>
      typeof email === 'string' ? email : null,
    );
    await followAddresses({ tx, workspaceId, now, emails });
  }
  if (Object.keys(changes).length > 0) {
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: 'contact.updated',
      recordType: 'contact',
      recordId: contactId,
      recordLabel: String(changes.name?.to ?? record.name),
      changes,
    });
  }
  return getContact({ tx, contactId });
}

/** The name follows first and last name as long as it was made of them. */
function followingName(
  before: Readonly<Record<string, unknown>>,
  fields: { firstName?: string | null | undefined; lastName?: string | null | undefined },
): string | undefined {
  if (fields.firstName === undefined && fields.lastName === undefined) return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const old = {
    firstName: text(before.firstName),
    lastName: text(before.lastName),
    email: text(before.email),
  };
  if (before.name !== '' && before.name !== nameOf(old)) return undefined;
  const next = {
    firstName: fields.firstName === undefined ? old.firstName : fields.firstName,
    lastName: fields.lastName === undefined ? old.lastName : fields.lastName,
    email: old.email,
  };
  return nameOf(next) || undefined;
}
