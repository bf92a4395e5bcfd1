import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { moveBindings } from '../identity/move-bindings.ts';
import { deriveLifecycle } from '../lifecycle/derive-lifecycle.ts';
import { checkUnchanged, type LockedRecord, laterThan, writeChanges } from '../write-record.ts';
import type { MergeableType } from './contract.ts';
import { type Choices, planMerge, takenValues } from './merge-plan.ts';
import { moveRelations } from './move-relations.ts';
import type { MergeSnapshot } from './snapshot.ts';

/**
 * Merges one record into another. Values and relations go over as the preview says; what was there before is kept
 * whole in `record_merge`, so that it can be undone. The histories of both are read as one from then on.
 */
export async function mergeRecords(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  recordType: MergeableType;
  keptId: string;
  mergedId: string;
  choices?: Choices | undefined;
  expectedKeptUpdatedAt?: string | undefined;
  expectedMergedUpdatedAt?: string | undefined;
}): Promise<{ mergeId: string; keptId: string; mergedId: string }> {
  const { tx, workspaceId, actor, now, recordType, keptId, mergedId } = options;
  const plan = await planMerge(options);
  checkUnchanged(plan.kept, options.expectedKeptUpdatedAt);
  checkUnchanged(plan.merged, options.expectedMergedUpdatedAt);
  const { values, custom } = takenValues(plan);
  const keptWasSubsidiary = plan.kept.fields.parentId === mergedId;
  if (keptWasSubsidiary && !values.parentId) values.parentId = null;
  const lastInteraction = await lastInteractions(tx, { recordType, keptId, mergedId });
  const changes = await writeChanges({ tx, recordType, record: plan.kept, values, custom, now });
  const moved = await moveRelations({ tx, recordType, keptId, mergedId });
  const table = recordType === 'contact' ? sql`contact` : sql`account`;
  await tx.run(
    sql`update ${table} set merged_into_id = ${keptId}, updated_at = ${laterThan(now)} where id = ${mergedId}`,
  );
  await tx.run(sql`update ${table} set updated_at = ${laterThan(now)} where id = ${keptId}`);
  if (recordType === 'contact') {
    await moveBindings({ tx, workspaceId, now, fromId: mergedId });
    await tx.run(
      sql`update contact set last_interaction_at = ${lastInteraction.written}::timestamptz where id = ${keptId}`,
    );
    await deriveLifecycle(tx, { workspaceId, contactIds: [keptId] });
  }
  const before: MergeSnapshot = {
    kept: { ...snapshotOf(plan.kept), lastInteractionAt: lastInteraction.kept },
    merged: { ...snapshotOf(plan.merged), lastInteractionAt: lastInteraction.merged },
    written: { fields: values, custom, lastInteractionAt: lastInteraction.written },
    ...moved,
    keptWasSubsidiary,
  };
  const mergeId = newId();
  await tx.run(sql`insert into record_merge (id, workspace_id, record_type, kept_id, merged_id, before, merged_at, merged_by)
    values (${mergeId}, ${workspaceId}, ${recordType}, ${keptId}, ${mergedId}, ${JSON.stringify(before)}::jsonb,
      ${now.toISOString()}::timestamptz, ${actor.name})`);
  const about = { workspaceId, actor, recordType };
  await recordAudit(tx, {
    ...about,
    action: `${recordType}.merged`,
    recordId: keptId,
    recordLabel: String(values.name ?? plan.kept.name),
    changes: { ...changes, merged: { from: null, to: { id: mergedId, name: plan.merged.name } } },
  });
  await recordAudit(tx, {
    ...about,
    action: `${recordType}.merged_away`,
    recordId: mergedId,
    recordLabel: plan.merged.name,
    changes: { mergedInto: { from: null, to: { id: keptId, name: plan.kept.name } } },
  });
  return { mergeId, keptId, mergedId };
}

function snapshotOf(record: LockedRecord) {
  return { id: record.id, name: record.name, fields: record.fields, custom: record.custom };
}

/** When each last did something, and the later of the two; as text, to the microsecond. */
async function lastInteractions(
  tx: Tx,
  options: { recordType: MergeableType; keptId: string; mergedId: string },
): Promise<{ kept: string | null; merged: string | null; written: string | null }> {
  if (options.recordType === 'account') return { kept: null, merged: null, written: null };
  const row = await tx.first<{ kept: string | null; merged: string | null; written: string | null }>(sql`
    select k.last_interaction_at::text as kept, m.last_interaction_at::text as merged,
      greatest(k.last_interaction_at, m.last_interaction_at)::text as written
    from contact k, contact m where k.id = ${options.keptId} and m.id = ${options.mergedId}`);
  return row ?? { kept: null, merged: null, written: null };
}
