import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { mergeRecords } from '../merging/merge-records.ts';
import { undoMerge } from '../merging/undo-merge.ts';
import type { AccountMatch } from './contract.ts';
import { getAccountMatch } from './list-account-matches.ts';

/**
 * Accepted: the company known by name goes into the account, as any merge does. Refused: never asked again, and what
 * had been merged is taken apart. Under `lockPeople`.
 */
export async function decideAccountMatch(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  matchId: string;
  decision: 'accepted' | 'refused';
}): Promise<AccountMatch> {
  const { tx, matchId, decision } = options;
  const match = await tx.first<{
    account_id: string;
    candidate_id: string;
    status: string;
    merge_id: string | null;
  }>(
    sql`select account_id, candidate_id, status, merge_id from account_match where id = ${matchId} for update`,
  );
  if (!match) throw notFound('match');
  const isMerged = match.status === 'accepted' || match.status === 'automatic';
  if (decision === 'accepted' && isMerged) {
    await note(options, decision, match.merge_id);
  } else if (decision === 'accepted') {
    await refuseWhereGone(tx, match.account_id, match.candidate_id);
    const { mergeId } = await mergeRecords({
      ...options,
      recordType: 'account',
      keptId: match.candidate_id,
      mergedId: match.account_id,
    });
    await note(options, decision, mergeId);
  } else {
    if (isMerged && match.merge_id !== null) await undoOnce(options, match.merge_id);
    await note(options, decision, null);
  }
  return getAccountMatch(tx, matchId);
}

type Deciding = Parameters<typeof decideAccountMatch>[0];

/** Somebody may have undone the merge itself before. */
async function undoOnce(options: Deciding, mergeId: string): Promise<void> {
  const merge = await options.tx.first<{ undone: boolean }>(
    sql`select undone_at is not null as undone from record_merge where id = ${mergeId}`,
  );
  if (merge && !merge.undone) await undoMerge({ ...options, mergeId });
}

async function note(options: Deciding, status: string, mergeId: string | null): Promise<void> {
  await options.tx.run(sql`update account_match set status = ${status}, merge_id = ${mergeId}::uuid,
    decided_at = ${options.now.toISOString()}::timestamptz, decided_by = ${options.actor.name} where id = ${options.matchId}`);
}

async function refuseWhereGone(tx: Tx, accountId: string, candidateId: string): Promise<void> {
  const gone = await tx.first<{ name: string }>(
    sql`select name from account where id in (${accountId}, ${candidateId}) and merged_into_id is not null limit 1`,
  );
  if (gone) {
    throw new AppError(
      'conflict',
      `${gone.name} has been merged with another account meanwhile. Load the list again.`,
    );
  }
}
