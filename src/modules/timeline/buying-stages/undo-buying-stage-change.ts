import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { currentChange, findBuyer, findChange } from './buying-stage-changes.ts';
import type { BuyingStageChange } from './contract.ts';

/** Takes a change back: it stays on record but counts no longer, and what held before it holds again. */
export async function undoBuyingStageChange(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  id: string;
  reason?: string | undefined;
}): Promise<{ undone: BuyingStageChange; current: BuyingStageChange | null }> {
  const { tx, workspaceId, actor, now, id } = options;
  const change = await findChange(tx, id);
  const reason = options.reason || null;
  const touched = await tx.run(sql`update buying_stage_change
    set undone_at = ${now}, undone_by = ${actor.name}, undone_reason = ${reason}
    where id = ${id} and undone_at is null`);
  if (touched === 0) throw new AppError('conflict', 'This change was undone already.');
  const buyer = await findBuyer(tx, {
    contactId: change.contact?.id,
    accountId: change.account?.id,
    opportunityId: change.opportunity?.id,
  });
  const current = await currentChange(tx, buyer);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `${buyer.type}.buying_stage_undone`,
    recordType: buyer.type,
    recordId: buyer.id,
    recordLabel: buyer.name,
    changes: { buyingStage: { from: change.stageName, to: current?.stageName ?? null } },
    reason,
  });
  return { undone: await findChange(tx, id), current };
}
