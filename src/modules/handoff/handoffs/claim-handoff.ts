import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { requireRoom } from './accept-handoff.ts';
import { beginMove } from './begin-move.ts';
import { findMate, requireCaller } from './people-of-lead.ts';
import type { Step } from './step.ts';
import { writeMove } from './write-move.ts';

/** Takes a hand-off out of its pool. Of many who do so at once one has it, and the others are told who. */
export async function claimHandoff(step: Step, input: { id: string; revision: number }): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'claimed' });
  if (done) return;
  const caller = await requireCaller(step, 'claim a lead');
  const owner = await findMate(step.tx, held.ownerId);
  if (owner !== null) {
    const whose = owner.id === caller.id ? 'yours' : `${owner.name}’s`;
    throw new AppError(
      'conflict',
      `This lead is ${whose} already; only leads in a pool are claimed. Nothing was changed.`,
    );
  }
  await requireRoom(step, caller);
  const pool =
    held.poolId === null
      ? null
      : await step.tx.first<{ name: string }>(sql`select name from routing_pool where id = ${held.poolId}`);
  await writeMove(step, held, {
    what: 'claimed',
    patch: { ownerId: caller.id, poolId: null, routedBy: `${caller.name} claimed it.` },
    details: { owner: caller.name, ownerId: caller.id, pool: pool?.name ?? null },
  });
}
