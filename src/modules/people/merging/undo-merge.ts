import { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { giveBackBindings } from '../identity/move-bindings.ts';
import { recordDealLifecycle } from '../ingest/write-deals.ts';
import { deriveLifecycle } from '../lifecycle/derive-lifecycle.ts';
import { recordStageChanges } from '../lifecycle/record-stage-changes.ts';
import {
  type FieldValue,
  type LockedRecord,
  laterThan,
  lockRecord,
  unspokenFields,
  writeChanges,
} from '../write-record.ts';
import { mergeableTypes } from './contract.ts';
import { moveRelationsBack, type NotUndone } from './move-relations-back.ts';
import { type MergeSnapshot, mergeSnapshot } from './snapshot.ts';

const storedMerge = z.object({
  id: z.string(),
  recordType: z.enum(mergeableTypes),
  keptId: z.string(),
  mergedId: z.string(),
  before: mergeSnapshot,
  undoneAt: z.date().nullable(),
});

/**
 * Takes a merge apart. What the merge itself wrote is put back; what somebody has changed since is left as it is and
 * named in the answer.
 */
export async function undoMerge(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  mergeId: string;
}): Promise<{ keptId: string; mergedId: string; notUndone: NotUndone[] }> {
  const { tx, workspaceId, actor, now, mergeId } = options;
  const row =
    await tx.first(sql`select id, record_type as "recordType", kept_id as "keptId", merged_id as "mergedId",
    before, undone_at as "undoneAt" from record_merge where id = ${mergeId} for update`);
  if (!row) throw notFound('merge');
  const { recordType, keptId, mergedId, before, undoneAt } = storedMerge.parse(row);
  if (undoneAt !== null) throw new AppError('conflict', 'This merge has been undone already.');
  const table = recordType === 'contact' ? sql`contact` : sql`account`;
  await refuseWhereMergedOn(tx, { table: recordType, keptId, keptName: before.kept.name });
  const kept = await lockRecord(tx, recordType, keptId);
  const restored = valuesToRestore(kept, before);
  const changes = await writeChanges({ tx, recordType, record: kept, ...restored, now });
  await tx.run(sql`update ${table} set merged_into_id = null, updated_at = ${laterThan(now)}
    where id = ${mergedId} and merged_into_id = ${keptId}`);
  await tx.run(sql`update ${table} set updated_at = ${laterThan(now)} where id = ${keptId}`);
  const relations = await moveRelationsBack({ tx, workspaceId, recordType, keptId, mergedId, before });
  if (recordType === 'contact') {
    await giveBackBindings({ tx, workspaceId, now, keptId, mergedId });
    await tx.run(sql`update contact set last_interaction_at = ${before.kept.lastInteractionAt}::timestamptz
      where id = ${keptId} and last_interaction_at is not distinct from ${before.written.lastInteractionAt}::timestamptz`);
    await giveBackDealFacts({ tx, workspaceId, now, actor, keptId, before });
    await deriveLifecycle(tx, { workspaceId, contactIds: [keptId, mergedId] });
  }
  await tx.run(sql`update record_merge set undone_at = ${now.toISOString()}::timestamptz, undone_by = ${actor.name}
    where id = ${mergeId}`);
  const notUndone = [...restored.notUndone, ...relations];
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `${recordType}.merge_undone`,
    recordType,
    recordId: keptId,
    recordLabel: before.kept.name,
    changes: { ...changes, merged: { from: { id: mergedId, name: before.merged.name }, to: null } },
  });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `${recordType}.restored`,
    recordType,
    recordId: mergedId,
    recordLabel: before.merged.name,
    changes: { mergedInto: { from: { id: keptId, name: before.kept.name }, to: null } },
  });
  return { keptId, mergedId, notUndone };
}

/** What deals said of the kept one while they were the other's in truth: said of the other from now on. */
async function giveBackDealFacts(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  actor: Actor;
  keptId: string;
  before: MergeSnapshot;
}): Promise<void> {
  const { tx, workspaceId, now, actor, keptId, before } = options;
  const given = before.memberships.filter((one) => one.kept === null).map((one) => one.opportunityId);
  if (given.length === 0) return;
  const said = await tx.rows<{ opportunityId: string; sourceKey: string }>(sql`
    select o.id as "opportunityId", s.source_key as "sourceKey"
    from unnest(${`{${given.join(',')}}`}::uuid[]) as o(id)
    join stage_change s on s.contact_id = ${keptId} and s.superseded_at is null
      and s.source_key in ('opportunity:' || o.id || ':opened', 'opportunity:' || o.id || ':won', 'opportunity:' || o.id || ':lost')`);
  if (said.length === 0) return;
  const withdrawn = said.map(({ sourceKey }) => ({ contactId: keptId, sourceKey }));
  await recordStageChanges(tx, { workspaceId, changes: [], withdrawn, now });
  const deals = [...new Set(said.map(({ opportunityId }) => opportunityId))];
  await recordDealLifecycle({ tx, workspaceId, now, actorName: actor.name }, deals);
}

async function refuseWhereMergedOn(
  tx: Tx,
  options: { table: 'contact' | 'account'; keptId: string; keptName: string },
): Promise<void> {
  const table = options.table === 'contact' ? sql`contact` : sql`account`;
  const on = await tx.first<{
    name: string;
  }>(sql`select k.name from ${table} r join ${table} k on k.id = r.merged_into_id
    where r.id = ${options.keptId}`);
  if (!on) return;
  throw new AppError(
    'conflict',
    `${options.keptName} has itself been merged into ${on.name} since. Undo that merge first.`,
  );
}

/** The values that the merge wrote and that still stand go back; one changed since stays, and is named. */
function valuesToRestore(kept: LockedRecord, before: MergeSnapshot) {
  const values: Record<string, FieldValue> = {};
  const custom: Record<string, FieldValue> = {};
  const notUndone: NotUndone[] = [];
  const restore = (options: {
    field: string;
    now: FieldValue;
    written: FieldValue;
    old: FieldValue;
    to: Record<string, FieldValue>;
    key: string;
  }) => {
    const { field, now, written, old, to, key } = options;
    if (now === written) to[key] = old;
    else if (now !== old && !unspokenFields.has(field))
      notUndone.push({ what: field, why: 'it was changed after the merge, so it keeps its new value' });
  };
  for (const [key, written] of Object.entries(before.written.fields)) {
    restore({
      field: key,
      now: kept.fields[key] ?? null,
      written,
      old: before.kept.fields[key] ?? null,
      to: values,
      key,
    });
  }
  for (const [key, written] of Object.entries(before.written.custom)) {
    const old = before.kept.custom[key] ?? null;
    restore({ field: `custom.${key}`, now: kept.custom[key] ?? null, written, old, to: custom, key });
  }
  return { values, custom, notUndone };
}
