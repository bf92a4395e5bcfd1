import { notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { type AuditEntry, recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { WorkspaceSummary } from './contract.ts';

export type WorkspaceRow = WorkspaceSummary & { createdAt: Date };

export async function readWorkspace(tx: Tx, workspaceId: string): Promise<WorkspaceRow> {
  const row =
    await tx.first<WorkspaceRow>(sql`select id, name, currency, time_zone as "timeZone", created_at as "createdAt"
    from workspace where id = ${workspaceId}`);
  if (row === null) throw notFound('workspace');
  return row;
}

type UpdateWorkspace = {
  tx: Tx;
  actor: Actor;
  workspaceId: string;
  changes: { name?: string; currency?: string; timeZone?: string };
};

/** Amounts already recorded keep the currency they were recorded in. */
export async function updateWorkspace({
  tx,
  actor,
  workspaceId,
  changes,
}: UpdateWorkspace): Promise<WorkspaceRow> {
  await tx.run(sql`select 1 from workspace where id = ${workspaceId} for no key update`);
  const before = await readWorkspace(tx, workspaceId);
  const after = { ...before, ...withoutAbsent(changes) };
  const changed: AuditEntry['changes'] = {};
  for (const field of ['name', 'currency', 'timeZone'] as const) {
    if (before[field] !== after[field]) changed[field] = { from: before[field], to: after[field] };
  }
  if (Object.keys(changed).length === 0) return before;
  await tx.run(sql`update workspace set name = ${after.name}, currency = ${after.currency}, time_zone = ${after.timeZone}
    where id = ${workspaceId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'workspace.updated',
    recordType: 'workspace',
    recordId: workspaceId,
    recordLabel: after.name,
    changes: changed,
  });
  return after;
}

function withoutAbsent<Fields extends object>(fields: Fields): Partial<Fields> {
  const present: Partial<Fields> = { ...fields };
  for (const name of Object.keys(present)) {
    if (Reflect.get(present, name) === undefined) Reflect.deleteProperty(present, name);
  }
  return present;
}
