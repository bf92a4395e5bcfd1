import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { beginMove } from './begin-move.ts';
import { requireMate } from './people-of-lead.ts';
import type { Step } from './step.ts';
import { tellReassigned } from './tell-moves.ts';
import { writeMove } from './write-move.ts';

type Reassign = {
  id: string;
  revision: number;
  ownerId: string | null;
  poolId?: string | null | undefined;
  reason?: string | undefined;
};

/**
 * Gives a hand-off to somebody else, or into a pool for whoever claims it. What sales has promised goes on counting: the
 * buyer waits all the same. Who gives it decides about the other's room, and the history says so.
 */
export async function reassignHandoff(step: Step, input: Reassign): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'reassigned' });
  if (done) return;
  const { tx, actor } = step;
  const owner = input.ownerId === null ? null : await requireMate(tx, input.ownerId);
  const pool = owner === null ? await findPool(step, input.poolId ?? null) : null;
  if (owner === null && held.state === 'accepted') {
    throw new AppError(
      'conflict',
      'Somebody has accepted this lead, so it needs an owner. Name one, or give it back to marketing.',
    );
  }
  const poolId = pool?.id ?? null;
  if ((owner?.id ?? null) === held.ownerId && poolId === held.poolId) {
    throw new AppError(
      'conflict',
      `This hand-off is ${owner === null ? 'in that pool' : `${owner.name}’s`} already.`,
    );
  }
  const reason = input.reason ? input.reason : null;
  await writeMove(step, held, {
    what: 'reassigned',
    patch: {
      ownerId: owner?.id ?? null,
      poolId,
      routedBy: `${actor.name} gave it${reason === null ? '.' : `: ${reason}`}`,
    },
    reason,
    details: { owner: owner?.name ?? null, ownerId: owner?.id ?? null, pool: pool?.name ?? null, poolId },
  });
  await tellReassigned(step, held, { owner, poolId, reason });
}

async function findPool({ tx }: Step, id: string | null): Promise<{ id: string; name: string } | null> {
  if (id === null) return null;
  const pool = await tx.first<{ id: string; name: string }>(
    sql`select id, name from routing_pool where id = ${id}`,
  );
  if (pool === null) throw new AppError('not_found', 'There is no such pool.');
  return pool;
}
