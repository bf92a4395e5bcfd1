import type { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { checkReferences } from '../check-references.ts';
import { addExternalIds } from '../external-ids.ts';
import { checkCustomValues } from '../fields/check-custom-values.ts';
import { followAddresses } from '../identity/settle-batch.ts';
import { companyDomainOf } from '../matching/domains.ts';
import type { Changes, FieldValue } from '../write-record.ts';
import type { ContactDetail, contactsContract } from './contract.ts';
import { getContact } from './get-contact.ts';

export type ContactInput = z.infer<NonNullable<(typeof contactsContract.create)['~orpc']['inputSchema']>>;

/** Makes a contact; without a company given, the one that has its e-mail's domain. */
export async function createContact(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  input: ContactInput;
}): Promise<ContactDetail> {
  const { tx, workspaceId, actor, now, input } = options;
  const custom = (await checkCustomValues(tx, 'contact', input.custom)) ?? {};
  await checkReferences(tx, input);
  await refuseTakenEmail(tx, input.email ?? null, null);
  const name = input.name || nameOf(input);
  if (name === '') {
    throw new AppError('invalid_input', 'A contact needs a name or an e-mail address.', {
      fields: [{ path: 'name', message: 'give a name or an e-mail address' }],
    });
  }
  const company = input.accountId
    ? { id: input.accountId, source: 'hand' }
    : await companyByDomain(tx, input.email ?? null);
  const id = newId();
  await tx.run(sql`insert into contact (id, workspace_id, account_id, account_source, email, first_name, last_name, name,
      title, phone, city, country, persona, buying_role, channel, campaign_id, owner_id, custom, created_at, updated_at)
    values (${id}, ${workspaceId}, ${company?.id ?? null}, ${company?.source ?? null}, ${input.email ?? null},
      ${input.firstName ?? null}, ${input.lastName ?? null}, ${name}, ${input.title ?? null}, ${input.phone ?? null},
      ${input.city ?? null}, ${input.country ?? null}, ${input.persona ?? null}, ${input.buyingRole ?? null},
      ${input.channel ?? null}, ${input.campaignId ?? null}, ${input.ownerId ?? null},
      ${JSON.stringify(withoutNulls(custom))}::jsonb, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)`);
  await addExternalIds({
    tx,
    workspaceId,
    recordType: 'contact',
    recordId: id,
    externalIds: input.externalIds,
  });
  await followAddresses({ tx, workspaceId, now, emails: [input.email] });
  const { externalIds: _ids, custom: _custom, ...fields } = input;
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'contact.created',
    recordType: 'contact',
    recordId: id,
    recordLabel: name,
    changes: createdChanges({ ...fields, name, accountId: company?.id ?? null }, custom),
  });
  return getContact({ tx, contactId: id });
}

/** First and last name, else what stands before the e-mail's @. */
export function nameOf(input: {
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  email?: string | null | undefined;
}): string {
  const whole = [input.firstName, input.lastName].filter(Boolean).join(' ');
  return whole || (input.email ?? '').replace(/@.*$/, '');
}

/** Two contacts of one address would share every later import and mail: the second is refused. */
export async function refuseTakenEmail(tx: Tx, email: string | null, exceptId: string | null): Promise<void> {
  if (email === null) return;
  const taken = await tx.first<{ id: string; name: string }>(sql`
    select c.id, c.name from match_records('contact', array[${email}]::text[], 1000) m
    join contact c on c.id = any(m.ids) where lower(c.email) = ${email} and c.id is distinct from ${exceptId}::uuid limit 1`);
  if (!taken) return;
  throw new AppError(
    'conflict',
    `${taken.name || 'A contact'} already has the address ${email}. Change that one, or merge the two.`,
    {
      fields: [{ path: 'email', message: `taken by ${taken.id}` }],
    },
  );
}

async function companyByDomain(tx: Tx, email: string | null): Promise<{ id: string; source: string } | null> {
  const domain = email === null ? null : companyDomainOf(email);
  if (domain === null) return null;
  const account = await tx.first<{ id: string }>(
    sql`select id from account where domain = ${domain} and merged_into_id is null order by created_at, id limit 1`,
  );
  return account ? { id: account.id, source: 'domain' } : null;
}

export function withoutNulls<Value>(
  values: Readonly<Record<string, Value | null>>,
): Record<string, Value | null> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** What a creation wrote, field by field, for the audit log. */
export function createdChanges(
  fields: Readonly<Record<string, FieldValue | undefined>>,
  custom: Readonly<Record<string, FieldValue>>,
): Changes {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const ofCustom = Object.entries(withoutNulls(custom)).map(
    ([key, value]) => [`custom.${key}`, value] as const,
  );
  return Object.fromEntries([...given, ...ofCustom].map(([field, to]) => [field, { from: null, to }]));
}
