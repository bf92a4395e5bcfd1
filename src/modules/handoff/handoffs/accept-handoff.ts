import { AppError } from '../../../platform/errors.ts';
import { stopClocks } from '../clocks/index.ts';
import { lockRouting } from '../routing/lock-routing.ts';
import { openRoomOf } from '../routing/open-room.ts';
import { beginMove } from './begin-move.ts';
import type { HandoffRecord } from './handoff-record.ts';
import { moveLead } from './move-lead.ts';
import { callersMate, findMate, type Mate } from './people-of-lead.ts';
import { readStages } from './promises.ts';
import type { Step } from './step.ts';
import { tellAccepted } from './tell-moves.ts';
import { writeMove } from './write-move.ts';

/**
 * Sales takes the lead. A seller who accepts makes it theirs, also where it was offered to a colleague; who accepts on
 * behalf of sales leaves it whose it is. Only what is not one's own yet needs room.
 */
export async function acceptHandoff(step: Step, input: { id: string; revision: number }): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'accepted' });
  if (done) return;
  const given = await findMate(step.tx, held.ownerId);
  const caller = await callersMate(step);
  const owner = ownerOf(given, caller);
  if (owner.id !== held.ownerId) await requireRoom(step, owner);
  await acceptAs(step, held, { owner, tookFrom: given !== null && given.id !== owner.id ? given : null });
}

function ownerOf(given: Mate | null, caller: Mate | null): Mate {
  if (given !== null && caller?.side !== 'sales') return given;
  const owner = caller ?? given;
  if (owner !== null) return owner;
  throw new AppError(
    'conflict',
    'Nobody in sales has this lead yet, and a token is nobody. Give it to somebody first, then accept it.',
  );
}

/** Writes the acceptance of a hand-off that is held. */
export async function acceptAs(
  step: Step,
  held: HandoffRecord,
  { owner, tookFrom, byMove = false }: { owner: Mate | null; tookFrom: Mate | null; byMove?: boolean },
): Promise<void> {
  const { tx, actor, now } = step;
  await writeMove(step, held, {
    what: 'accepted',
    patch: { ownerId: owner?.id ?? null, poolId: null, decidedAt: now, decidedBy: actor.name },
    details: {
      owner: owner?.name ?? null,
      ownerId: owner?.id ?? null,
      ...(tookFrom ? { tookFrom: tookFrom.name } : {}),
      ...(byMove ? { byMove } : {}),
    },
  });
  await stopClocks(tx, { handoffId: held.id, kinds: ['disposition', 'expiry'], now });
  const { acceptStage } = await readStages(tx);
  await moveLead(step, {
    contactId: held.contactId,
    handoffId: held.id,
    outcome: 'reached',
    stage: acceptStage,
    reason: 'Accepted by sales',
  });
  await tellAccepted(step, held, { ownerName: owner?.name ?? actor.name, tookFrom });
}

/** Refuses what would fill somebody beyond what they can hold; holds whoever else gives them something meanwhile. */
export async function requireRoom(step: Step, owner: Mate): Promise<void> {
  await lockRouting(step.tx, step.workspaceId);
  const { capacity, open } = await openRoomOf(step.tx, { teammateId: owner.id, now: step.now });
  if (capacity === null || open < capacity) return;
  throw new AppError(
    'conflict',
    `${owner.name}, you hold ${open} of ${capacity} open hand-offs. Finish or give back one first, or have your capacity raised. Nothing was changed.`,
  );
}
