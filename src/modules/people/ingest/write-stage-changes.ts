import { readStages } from '../lifecycle/derive-lifecycle.ts';
import { type NewStageChange, recordStageChanges } from '../lifecycle/record-stage-changes.ts';
import type { PreparedStageChange } from './prepare-events.ts';
import { idOf, refuse, type Session } from './session.ts';

export async function writeStageChanges(
  session: Session,
  inputs: readonly PreparedStageChange[],
): Promise<void> {
  if (inputs.length === 0) return;
  const stages = new Set(await readStages(session.tx));
  const changes: NewStageChange[] = [];
  const keys: string[] = [];
  for (const { key, contact, evidence, ...change } of inputs) {
    const contactId = idOf(session, 'contact', contact);
    if (!stages.has(change.stage)) {
      refuse(session.outcomes, key, 'unknown_stage', `There is no lifecycle stage "${change.stage}".`);
    } else if (contactId === undefined) {
      refuse(session.outcomes, key, 'unknown_contact', 'Nobody here is the person this stage is of.');
    } else {
      changes.push({ ...change, evidence, contactId, actorName: change.actorName ?? session.actorName });
      keys.push(key);
    }
  }
  const recorded = await recordStageChanges(session.tx, {
    workspaceId: session.workspaceId,
    changes,
    now: session.now,
  });
  for (const [position, { outcome, id }] of recorded.entries()) {
    const key = keys[position];
    if (key !== undefined) session.outcomes.set(key, { outcome, recordId: id });
  }
}
