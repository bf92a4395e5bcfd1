import type { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { checkReferences } from '../check-references.ts';
import { createdChanges, withoutNulls } from '../contacts/create-contact.ts';
import { addExternalIds } from '../external-ids.ts';
import { checkCustomValues } from '../fields/check-custom-values.ts';
import { isFreeMailDomain, registrableDomain } from '../matching/domains.ts';
import type { AccountDetail, accountsContract } from './contract.ts';
import { getAccount } from './get-account.ts';

export type AccountInput = z.infer<NonNullable<(typeof accountsContract.create)['~orpc']['inputSchema']>>;

export async function createAccount(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  input: AccountInput;
}): Promise<AccountDetail> {
  const { tx, workspaceId, actor, now, input } = options;
  const custom = (await checkCustomValues(tx, 'account', input.custom)) ?? {};
  await checkReferences(tx, input);
  const domain = await checkDomain(tx, input.domain ?? null, null);
  const id = newId();
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.run(sql`insert into account (id, workspace_id, name, domain, website, industry, segment, employee_count,
      annual_revenue_minor, currency, country, city, phone, description, parent_id, owner_id, custom, created_at, updated_at)
    values (${id}, ${workspaceId}, ${input.name}, ${domain}, ${input.website ?? null}, ${input.industry ?? null},
      ${input.segment ?? null}, ${input.employeeCount ?? null}, ${input.annualRevenueMinor ?? null},
      ${input.currency ?? null}, ${input.country ?? null}, ${input.city ?? null}, ${input.phone ?? null},
      ${input.description ?? null}, ${input.parentId ?? null}, ${input.ownerId ?? null},
      ${JSON.stringify(withoutNulls(custom))}::jsonb, ${at}, ${at})`);
  await addExternalIds({
    tx,
    workspaceId,
    recordType: 'account',
    recordId: id,
    externalIds: input.externalIds,
  });
  const { externalIds: _ids, custom: _custom, ...fields } = input;
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'account.created',
    recordType: 'account',
    recordId: id,
    recordLabel: input.name,
    changes: createdChanges({ ...fields, domain }, custom),
  });
  return getAccount({ tx, accountId: id });
}

/** A company's domain as people are matched by it; refuses what belongs to nobody, to everybody or to another one. */
export async function checkDomain(
  tx: Tx,
  given: string | null,
  exceptId: string | null,
): Promise<string | null> {
  if (given === null) return null;
  const domain = registrableDomain(given);
  const refuse = (message: string) =>
    new AppError('invalid_input', message, { fields: [{ path: 'domain', message }] });
  if (domain === null) throw refuse(`"${given}" is not a domain that a company can have, such as acme.com.`);
  if (isFreeMailDomain(domain))
    throw refuse(`${domain} hands out addresses to anybody: it cannot stand for a company.`);
  const taken = await tx.first<{ name: string }>(sql`select name from account
    where domain = ${domain} and merged_into_id is null and id is distinct from ${exceptId}::uuid limit 1`);
  if (!taken) return domain;
  throw new AppError(
    'conflict',
    `${taken.name} already has the domain ${domain}. Change that one, or merge the two.`,
    {
      fields: [{ path: 'domain', message: 'taken' }],
    },
  );
}
