import { AppError } from '../../platform/errors.ts';
import { sql } from '../../platform/postgres/database.ts';
import { survivorOf } from '../people/index.ts';
import type { Context, ParticipantState } from './conversation.ts';

/**
 * Whose account and which deal a conversation belongs to. A foreign key does not see row-level security, so ids are
 * looked up first. Where no account is given it is the deal's, or that of the first of theirs who has one.
 */
export async function resolveAccount(
  { tx }: Context,
  input: { accountId?: string | null | undefined; opportunityId?: string | null | undefined },
  participants: readonly Pick<ParticipantState, 'contactId'>[],
): Promise<{ accountId: string | null; opportunityId: string | null }> {
  const opportunityId = input.opportunityId ?? null;
  const deal =
    opportunityId === null
      ? null
      : await tx.first<{ account_id: string | null }>(
          sql`select account_id from opportunity where id = ${opportunityId}`,
        );
  if (opportunityId !== null && deal === null) {
    throw new AppError('not_found', 'There is no such deal. Choose one that is in the list.', {
      fields: [{ path: 'opportunityId', message: 'no such deal' }],
    });
  }
  if (input.accountId !== undefined) {
    const accountId = input.accountId === null ? null : await survivorOf(tx, 'account', input.accountId);
    return { accountId, opportunityId };
  }
  if (deal?.account_id) return { accountId: deal.account_id, opportunityId };
  for (const { contactId } of participants) {
    if (contactId === null) continue;
    const contact = await tx.first<{ account_id: string | null }>(
      sql`select account_id from contact where id = ${contactId}`,
    );
    if (contact?.account_id) return { accountId: contact.account_id, opportunityId };
  }
  return { accountId: null, opportunityId };
}
