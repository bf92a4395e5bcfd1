import { notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import { bringBack } from '../library/index.ts';
import type { Step } from '../step.ts';
import type { Decision, DecisionKind } from './contract.ts';
import { loadDecision } from './decision-rows.ts';

/** Takes a decision back with what can be taken back of its effect. Undone once more, it stays as it is. */
export async function undoDecision(step: Step, { id }: { id: string }): Promise<Decision> {
  const { tx, workspaceId, actor, now } = step;
  const held = await tx.first<{
    kind: DecisionKind;
    asset_id: string | null;
    request_id: string | null;
    undone_at: Date | null;
  }>(sql`select kind, asset_id, request_id, undone_at from content_decision where id = ${id} for update`);
  if (held === null) throw notFound('decision');
  if (held.undone_at !== null) return loadDecision(tx, id);
  await tx.run(
    sql`update content_decision set undone_at = ${now}, undone_by = ${actor.name} where id = ${id}`,
  );
  if (held.kind === 'retire' && held.asset_id !== null) await bringBack(step, { assetId: held.asset_id });
  if (held.request_id !== null) {
    await tx.run(sql`update content_request set closed_at = ${now}, closed_by = ${actor.name},
      answer = 'The decision to make it was undone' where id = ${held.request_id} and closed_at is null`);
  }
  const decision = await loadDecision(tx, id);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'content_decision.undone',
    recordType: held.asset_id === null ? 'content_decision' : 'asset',
    recordId: held.asset_id ?? id,
    recordLabel: decision.title,
  });
  return decision;
}
