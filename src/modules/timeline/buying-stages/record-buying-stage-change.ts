import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { type Buyer, currentChange, findBuyer, findChange } from './buying-stage-changes.ts';
import type { BuyingStageChange } from './contract.ts';
import { findBuyingStage } from './list-buying-stages.ts';

const dayMs = 86_400_000;

/** Says that a buyer came to another stage of their purchase: when, who says so, and why. */
export async function recordBuyingStageChange(
  options: Buyer & {
    tx: Tx;
    workspaceId: string;
    actor: Actor;
    now: Date;
    stage: string;
    at?: Date | undefined;
    reason?: string | undefined;
  },
): Promise<BuyingStageChange> {
  const { tx, workspaceId, actor, now } = options;
  const at = options.at ?? now;
  if (at.getTime() > now.getTime() + dayMs)
    throw new AppError('invalid_input', 'The buyer cannot have come there in the future. Check `at`.', {
      fields: [{ path: 'at', message: 'lies in the future' }],
    });
  const stage = await findBuyingStage(tx, options.stage);
  const buyer = await findBuyer(tx, options);
  const before = await currentChange(tx, buyer);
  const id = newId();
  await tx.run(sql`insert into buying_stage_change
      (id, workspace_id, contact_id, account_id, opportunity_id, stage, at, recorded_at, source, reason, actor_name)
    values (${id}, ${workspaceId}, ${options.contactId ?? null}, ${options.accountId ?? null}, ${options.opportunityId ?? null},
      ${stage.key}, ${at}, ${now}, 'hand', ${options.reason || null}, ${actor.name})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `${buyer.type}.buying_stage_set`,
    recordType: buyer.type,
    recordId: buyer.id,
    recordLabel: buyer.name,
    changes: { buyingStage: { from: before?.stageName ?? null, to: stage.name } },
    reason: options.reason || null,
  });
  return findChange(tx, id);
}
