import type { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { checkReferences } from '../check-references.ts';
import { checkCustomValues } from '../fields/check-custom-values.ts';
import { checkUnchanged, lockRecord, writeChanges } from '../write-record.ts';
import type { AccountDetail, accountsContract } from './contract.ts';
import { checkDomain } from './create-account.ts';
import { getAccount } from './get-account.ts';

type Input = z.infer<NonNullable<(typeof accountsContract.update)['~orpc']['inputSchema']>>;

/** Changes the fields given; the audit log says each one's value before and after. */
export async function updateAccount(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  input: Input;
}): Promise<AccountDetail> {
  const { tx, workspaceId, actor, now } = options;
  const { accountId, expectedUpdatedAt, custom, ...fields } = options.input;
  const record = await lockRecord(tx, 'account', accountId);
  checkUnchanged(record, expectedUpdatedAt);
  await checkReferences(tx, fields);
  if (fields.parentId) await refuseCircle(tx, accountId, fields.parentId);
  const keepsDomain = fields.domain === undefined || fields.domain === record.fields.domain;
  const changes = await writeChanges({
    tx,
    recordType: 'account',
    record,
    values: {
      ...fields,
      domain: keepsDomain ? undefined : await checkDomain(tx, fields.domain ?? null, accountId),
    },
    custom: await checkCustomValues(tx, 'account', custom),
    now,
  });
  if (Object.keys(changes).length > 0) {
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: 'account.updated',
      recordType: 'account',
      recordId: accountId,
      recordLabel: String(changes.name?.to ?? record.name),
      changes,
    });
  }
  return getAccount({ tx, accountId });
}

async function refuseCircle(tx: Tx, accountId: string, parentId: string): Promise<void> {
  const circle = await tx.first(sql`
    with recursive above as (
      select id, parent_id from account where id = ${parentId}
      union
      select a.id, a.parent_id from account a join above on a.id = above.parent_id
    ) select 1 from above where id = ${accountId}`);
  if (!circle) return;
  throw new AppError(
    'invalid_input',
    'A company cannot belong to itself or to one of its own subsidiaries.',
    {
      fields: [{ path: 'parentId', message: 'would make a circle' }],
    },
  );
}
