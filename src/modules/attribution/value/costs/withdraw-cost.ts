import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import { loadCost } from './list-costs.ts';

/** A cost taken back stays as a record and counts no longer. */
export async function withdrawCost(
  tx: Tx,
  options: { workspaceId: string; actor: Actor; now: Date; costId: string },
): Promise<void> {
  const { workspaceId, actor, now, costId } = options;
  const cost = await loadCost(tx, costId);
  await tx.run(sql`update cost_entry set withdrawn_at = ${now}, withdrawn_by = ${actor.name}
    where id = ${costId} and withdrawn_at is null`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'cost.withdrawn',
    recordType: 'cost',
    recordId: costId,
    recordLabel: cost.on.label,
    changes: { amountMinor: { from: cost.amountMinor, to: null } },
  });
}
