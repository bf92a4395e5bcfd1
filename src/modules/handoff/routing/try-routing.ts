import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Routed } from './contract.ts';
import { tryRoute } from './route-lead.ts';
import { nameOfPool, nameOfTeammate } from './step.ts';

/** Who would get this lead now, and why. */
export async function tryRouting(options: {
  tx: Tx;
  workspaceId: string;
  contactId: string;
  now: Date;
}): Promise<Routed> {
  const { tx, workspaceId, contactId, now } = options;
  const contact = await tx.first<{ account_id: string | null }>(
    sql`select account_id from contact where id = ${contactId}`,
  );
  if (contact === null) throw notFound('contact');
  const { ownerId, poolId, why, ruleId } = await tryRoute(tx, {
    workspaceId,
    contactId,
    accountId: contact.account_id,
    now,
  });
  return {
    owner: ownerId === null ? null : { id: ownerId, name: await nameOfTeammate(tx, ownerId) },
    pool: poolId === null ? null : { id: poolId, name: await nameOfPool(tx, poolId) },
    why,
    ruleId,
  };
}
