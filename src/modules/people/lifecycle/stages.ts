import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { LifecycleStage } from './contract.ts';

/** The workspace's lifecycle stages in order; `position` is the index into `contact.reached_at`. */
export async function listStages(options: { tx: Tx }): Promise<LifecycleStage[]> {
  return options.tx.rows<LifecycleStage>(
    sql`select key, position, name, gate, allowed_hours as "allowedHours" from lifecycle_stage order by position`,
  );
}

export async function findStage(tx: Tx, key: string): Promise<LifecycleStage> {
  const stages = await listStages({ tx });
  const stage = stages.find((one) => one.key === key);
  if (stage) return stage;
  const known = stages.map((one) => one.key).join(', ');
  throw new AppError('not_found', `There is no lifecycle stage "${key}". The stages are: ${known}.`);
}

/** Words and allowed time of a stage. Its place in the order stays: the histories of all contacts are kept by it. */
export async function updateStage(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  key: string;
  name?: string | undefined;
  gate?: string | undefined;
  allowedHours?: number | null | undefined;
}): Promise<LifecycleStage> {
  const { tx } = options;
  const before = await findStage(tx, options.key);
  const after: LifecycleStage = {
    ...before,
    name: options.name ?? before.name,
    gate: options.gate ?? before.gate,
    allowedHours: options.allowedHours === undefined ? before.allowedHours : options.allowedHours,
  };
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const field of ['name', 'gate', 'allowedHours'] as const) {
    if (before[field] !== after[field]) changes[field] = { from: before[field], to: after[field] };
  }
  if (Object.keys(changes).length === 0) return before;
  await tx.run(sql`update lifecycle_stage set name = ${after.name}, gate = ${after.gate}, allowed_hours = ${after.allowedHours}
    where key = ${after.key}`);
  await recordAudit(tx, {
    workspaceId: options.workspaceId,
    actor: options.actor,
    action: 'lifecycle_stage.updated',
    recordType: 'lifecycle_stage',
    recordLabel: after.name,
    changes,
  });
  return after;
}
