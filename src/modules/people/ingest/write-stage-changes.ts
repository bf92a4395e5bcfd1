import { foldLifecycle } from '../lifecycle/fold-lifecycle.ts';
import { type NewStageChange, recordStageChanges } from '../lifecycle/record-stage-changes.ts';
import type { PreparedStageChange } from './prepare-events.ts';
import { refuse, type Session } from './session.ts';

export type ResolvedStageChange = NewStageChange & { key: string };

/** Whose each stage change is; one of nobody known, or to a stage that is not there, is refused. */
export function resolveStageChanges(
  session: Session,
  inputs: readonly PreparedStageChange[],
  stages: readonly string[],
): ResolvedStageChange[] {
  const resolved: ResolvedStageChange[] = [];
  const latest = new Map<string, Map<string, NewStageChange>>();
  for (const { contact, ...change } of inputs) {
    const slot = session.registries.contact.resolve(contact, session.system)?.slot;
    if (!stages.includes(change.stage)) {
      refuse(session.outcomes, change.key, 'unknown_stage', `There is no lifecycle stage "${change.stage}".`);
    } else if (slot === undefined) {
      refuse(session.outcomes, change.key, 'unknown_contact', 'Nobody here is the person this stage is of.');
    } else {
      const stated = { ...change, contactId: slot.id, actorName: change.actorName ?? session.actorName };
      resolved.push(stated);
      if (!slot.isNew) continue;
      const facts = latest.get(slot.id) ?? new Map<string, NewStageChange>();
      latest.set(slot.id, facts.set(change.sourceKey, stated));
    }
  }
  for (const [contactId, facts] of latest) deriveNew(session, contactId, [...facts.values()], stages);
  return resolved;
}

/** New people are written with where they are, so that their row, and its indexes, need not be written twice. */
function deriveNew(
  session: Session,
  contactId: string,
  changes: readonly NewStageChange[],
  stages: readonly string[],
): void {
  const slot = session.registries.contact.slots.get(contactId);
  if (!slot) return;
  const known = changes.map((change) => ({ ...change, reason: change.reason ?? null }));
  const state = foldLifecycle(known, stages);
  const values = {
    lifecycle_stage: state.stage,
    lifecycle_status: state.status,
    lifecycle_since: state.since?.toISOString() ?? null,
    lifecycle_reason: state.reason,
    reached_at: state.reachedAt.map((at) => at?.toISOString() ?? null),
  };
  Object.assign(slot.values, values);
}

/** `withDeals` are the people whose deals have a say in where they are. */
export async function writeStageChanges(
  session: Session,
  changes: readonly ResolvedStageChange[],
  withDeals: ReadonlySet<string>,
): Promise<void> {
  if (changes.length === 0) return;
  const { workspaceId, now, tx, registries } = session;
  const newContactIds = registries.contact.newIds();
  const derivedContactIds = new Set([...newContactIds].filter((id) => !withDeals.has(id)));
  const recorded = await recordStageChanges(tx, {
    workspaceId,
    changes,
    now,
    newContactIds,
    derivedContactIds,
  });
  for (const [position, { outcome, id }] of recorded.entries()) {
    const key = changes[position]?.key;
    if (key !== undefined) session.outcomes.set(key, { outcome, recordId: id });
  }
}
