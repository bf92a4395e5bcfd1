import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { Side } from './contract.ts';

/** One step in the life of a definition: who takes it, in which transaction, when. */
export type Step = {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  /** Null for tokens and automation, which neither sign nor belong to a side. */
  userId: string | null;
  now: Date;
};

export type StepName =
  | 'written'
  | 'proposed'
  | 'signed'
  | 'objected'
  | 'objection_withdrawn'
  | 'withdrawn'
  | 'came_into_force'
  | 'superseded'
  | 'asked'
  | 'answered';

type Recorded = {
  what: StepName;
  definitionId: string;
  /** The word, as the audit log names it. */
  word: string;
  versionNumber?: number | null;
  side?: Side | null;
  text?: string | null;
};

/** Writes what happened to the definition's own history, and to the audit log, in the transaction of the step. */
export async function recordStep(step: Step, recorded: Recorded): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const { what, definitionId, word, versionNumber = null, side = null, text = null } = recorded;
  await tx.run(sql`insert into definition_event (id, workspace_id, definition_id, at, what, version_number, side, name, text)
    values (${newId()}, ${workspaceId}, ${definitionId}, ${now}, ${what}, ${versionNumber}, ${side}, ${actor.name}, ${text})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `definition.${what}`,
    recordType: 'definition',
    recordId: definitionId,
    recordLabel: versionNumber === null ? word : `${word}, version ${versionNumber}`,
    ...(side === null ? {} : { changes: { side: { from: null, to: side } } }),
    reason: text,
  });
}
