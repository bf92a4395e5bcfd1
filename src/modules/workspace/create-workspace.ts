import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { WorkspaceSummary } from './contract.ts';

type CreateWorkspace = {
  services: Pick<Services, 'furnishWorkspace'>;
  tx: Tx;
  now: Date;
  actor: Actor;
  name: string;
  currency: string;
  timeZone: string;
};

/** A workspace with its default lifecycle stages. `tx` must be a system's: the workspace is not there to be bound to. */
export async function createWorkspace(options: CreateWorkspace): Promise<WorkspaceSummary> {
  const { services, tx, now, actor, name, currency, timeZone } = options;
  const id = newId();
  await tx.run(sql`insert into workspace (id, name, slug, currency, time_zone, created_at)
    values (${id}, ${name}, ${id}, ${currency}, ${timeZone}, ${now})`);
  for (const [position, stage] of defaultStages.entries()) {
    await tx.run(sql`insert into lifecycle_stage (workspace_id, key, position, name, gate, allowed_hours)
      values (${id}, ${stage.key}, ${position}, ${stage.name}, ${stage.gate}, ${stage.allowedHours})`);
  }
  await recordAudit(tx, {
    workspaceId: id,
    actor,
    action: 'workspace.created',
    recordType: 'workspace',
    recordId: id,
    recordLabel: name,
  });
  await services.furnishWorkspace?.({ tx, workspaceId: id, now });
  return { id, name, currency, timeZone };
}

/** Where a company starts until it has signed definitions of its own. Hours are how long a lead may wait there. */
export const defaultStages = [
  { key: 'inquiry', name: 'Inquiry', gate: 'left a trace', allowedHours: null },
  { key: 'mql', name: 'MQL', gate: 'three tests met', allowedHours: 48 },
  { key: 'sal', name: 'SAL', gate: 'accepted by sales', allowedHours: 72 },
  { key: 'sql', name: 'SQL', gate: 'need and budget heard', allowedHours: 336 },
  { key: 'opportunity', name: 'Opportunity', gate: 'value and close date', allowedHours: 1_440 },
  { key: 'customer', name: 'Customer', gate: 'contract signed', allowedHours: null },
] as const;
