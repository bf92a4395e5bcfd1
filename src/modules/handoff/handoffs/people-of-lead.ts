import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ownTeammate } from '../../people/index.ts';
import type { Step } from './step.ts';

export type Mate = { id: string; name: string; side: 'marketing' | 'sales' | 'liaison' | null };

export async function findMate(tx: Tx, id: string | null): Promise<Mate | null> {
  if (id === null) return null;
  return tx.first<Mate>(sql`select id, name, side from teammate where id = ${id}`);
}

/** A teammate whom somebody named; 404 where there is none. */
export async function requireMate(tx: Tx, id: string): Promise<Mate> {
  const mate = await findMate(tx, id);
  if (mate === null) throw notFound('teammate');
  return mate;
}

/** Who of ours the caller is; null for tokens and for what happens by itself. */
export async function callersMate(step: Step): Promise<Mate | null> {
  const { userId } = step;
  return userId === null ? null : findMate(step.tx, await ownTeammate({ ...step, userId }));
}

/** The caller, where only a person can be meant. */
export async function requireCaller(step: Step, what: string): Promise<Mate> {
  const mate = await callersMate(step);
  if (mate === null)
    throw new AppError(
      'forbidden',
      `Only a person who is signed in can ${what}. With a token, give it to somebody instead.`,
    );
  return mate;
}

type Lead = { contactId: string; campaignId: string | null };

/**
 * Whose lead it is in marketing: who offers it by hand, else the campaign's owner, else the owner of the person or the
 * company where that is marketing's.
 */
export async function marketerOf(step: Step, lead: Lead): Promise<string | null> {
  const caller = await callersMate(step);
  if (caller !== null && caller.side !== 'sales') return caller.id;
  const row = await step.tx.first<{ id: string | null }>(sql`
    select coalesce(
      (select owner_id from campaign where id = coalesce(${lead.campaignId}::uuid, c.campaign_id)),
      (select t.id from teammate t where t.id = c.owner_id and t.side = 'marketing'),
      (select t.id from account a join teammate t on t.id = a.owner_id where a.id = c.account_id and t.side = 'marketing')
    ) as id from contact c where c.id = ${lead.contactId}`);
  return row?.id ?? null;
}
