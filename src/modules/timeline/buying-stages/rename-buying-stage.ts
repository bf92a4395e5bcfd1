import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { BuyingStage } from './contract.ts';
import { findBuyingStage } from './list-buying-stages.ts';

/** Other words for a stage or its steps; who is in it stays in it. */
export async function renameBuyingStage(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  key: string;
  name?: string | undefined;
  steps?: readonly string[] | undefined;
}): Promise<BuyingStage> {
  const { tx, workspaceId, actor, key } = options;
  const before = await findBuyingStage(tx, key);
  const after = { ...before, name: options.name ?? before.name, steps: [...(options.steps ?? before.steps)] };
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  if (after.name !== before.name) changes.name = { from: before.name, to: after.name };
  if (after.steps.join('\n') !== before.steps.join('\n'))
    changes.steps = { from: before.steps, to: after.steps };
  if (Object.keys(changes).length === 0) return before;
  const namesake = await tx.first(
    sql`select 1 as taken from buying_stage where lower(name) = lower(${after.name}) and key <> ${key}`,
  );
  if (namesake)
    throw new AppError('conflict', `Another buying stage is called ${after.name}. Take another name.`);
  await tx.run(
    sql`update buying_stage set name = ${after.name}, steps = ${sql.param(after.steps)}::text[] where key = ${key}`,
  );
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'buying_stage.updated',
    recordType: 'buying_stage',
    recordLabel: after.name,
    changes,
  });
  return after;
}
