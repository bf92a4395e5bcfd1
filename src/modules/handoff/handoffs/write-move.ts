import { newId } from '../../../platform/ids.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { PacketItem } from '../../language/contract.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Packet } from '../packet/packet.ts';
import type { HandoffRecord } from './handoff-record.ts';
import { type MoveName, rules } from './states.ts';
import type { Step } from './step.ts';

/** What a move writes to the hand-off, besides where it stands. */
export type Patch = Partial<{
  ownerId: string | null;
  poolId: string | null;
  routedBy: string | null;
  opportunityId: string | null;
  packet: Packet;
  packetItems: readonly PacketItem[];
  responseDueAt: Date | null;
  dispositionDueAt: Date | null;
  expiresAt: Date | null;
  decidedAt: Date;
  decidedBy: string;
  reasonKey: string | null;
  reason: string | null;
  wouldAcceptIf: string | null;
  recycleOn: string | null;
  pausedAt: Date | null;
  closedAt: Date;
  followUp: 'open' | 'offered_again' | 'closed';
  followedUpAt: Date;
  followedUpBy: string;
  followUpReason: string | null;
}>;

export type Move = {
  what: Exclude<MoveName, 'offered'>;
  patch?: Patch;
  /** When it was, where that is not now: the offer ran out at a moment. */
  at?: Date;
  reasonKey?: string | null;
  reason?: string | null;
  /** What its words need: names, days. */
  details?: Record<string, unknown>;
};

/** Writes a move with its place in the history and the audit log, and tells whoever watches. */
export async function writeMove(step: Step, held: HandoffRecord, move: Move): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const { what, patch = {}, reasonKey = null, reason = null, details = {} } = move;
  const toState = rules[what].to ?? null;
  const revision = held.revision + 1;
  const set = [
    sql`revision = ${revision}`,
    sql`updated_at = ${now}`,
    ...(toState === null ? [] : [sql`state = ${toState}`]),
    ...assignments(patch),
  ];
  await tx.run(sql`update handoff set ${sql.join(set, sql`, `)} where id = ${held.id}`);
  await writeEvent(step, held, {
    what,
    at: move.at ?? now,
    revision,
    fromState: toState === null ? null : held.state,
    toState,
    reasonKey,
    reason,
    details,
  });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: `handoff.${what}`,
    recordType: 'handoff',
    recordId: held.id,
    recordLabel: held.contactName,
    changes: toState === null ? {} : { state: { from: held.state, to: toState } },
    reason,
  });
  await tellWatchers(tx, { workspaceId, handoffId: held.id });
}

function assignments(patch: Patch): SQL[] {
  return Object.entries(patch).map(([field, value]) => {
    const column = sql.identifier(field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    if (field === 'packet') return sql`${column} = ${JSON.stringify(value)}::jsonb`;
    return sql`${column} = ${sql.param(value)}`;
  });
}

export type HandoffEvent = {
  what: string;
  at: Date;
  /** Null: it decided nothing. */
  revision: number | null;
  fromState?: string | null;
  toState?: string | null;
  reasonKey?: string | null;
  reason?: string | null;
  details?: Record<string, unknown>;
};

/** Adds to a hand-off's history, under the agreement by which it is measured. */
export async function writeEvent(
  { tx, actor }: Pick<Step, 'tx' | 'actor'>,
  held: { id: string; workspaceId: string; slaVersionId: string | null },
  event: HandoffEvent,
): Promise<void> {
  const { what, at, revision, fromState = null, toState = null, reasonKey = null, reason = null } = event;
  await tx.run(sql`insert into handoff_event (id, workspace_id, handoff_id, at, what, by_kind, by_id, by_name, sla_version_id,
      from_state, to_state, reason_key, reason, details, revision)
    values (${newId()}, ${held.workspaceId}, ${held.id}, ${at}, ${what}, ${actor.kind}, ${actor.id}, ${actor.name},
      ${held.slaVersionId}, ${fromState}, ${toState}, ${reasonKey}, ${reason}, ${JSON.stringify(event.details ?? {})}::jsonb,
      ${revision})`);
}

/** On this channel it is told who waits for work: the payload is the workspace. */
export const handoffsChannel = 'handoffs';
/** On this one which hand-off changed, for open pages: workspace and hand-off. */
export const changesChannel = 'handoff_changes';

/** Tells workers and open pages, once the transaction is committed. */
export async function tellWatchers(
  tx: Tx,
  { workspaceId, handoffId }: { workspaceId: string; handoffId: string },
): Promise<void> {
  await tx.run(sql`select pg_notify(${handoffsChannel}, ${workspaceId}),
    pg_notify(${changesChannel}, ${`${workspaceId}:${handoffId}`})`);
}
