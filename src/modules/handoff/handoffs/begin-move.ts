import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { agoWords } from './ago-words.ts';
import { eventWords } from './event-words.ts';
import { type HandoffRecord, holdHandoff } from './handoff-record.ts';
import { isLegal, type MoveName, whyIllegal } from './states.ts';
import type { Step } from './step.ts';

type Asked = { id: string; revision: number; what: Exclude<MoveName, 'offered'> };

type MoveRow = {
  what: string;
  at: Date;
  byId: string | null;
  byKind: string;
  byName: string;
  reason: string | null;
  details: Record<string, unknown>;
  revision: number;
};

/**
 * Holds the hand-off that somebody moves. `done`: they have made this very move already, and nothing came after it, so
 * that a second click is answered like the first. Who saw an older state is told what has happened since.
 */
export async function beginMove(step: Step, asked: Asked): Promise<{ held: HandoffRecord; done: boolean }> {
  const held = await holdHandoff(step.tx, asked.id);
  if (held.revision !== asked.revision) {
    const since = await movesSince(step, asked);
    const last = since.at(-1);
    if (last?.what === asked.what && since.length === 1 && isBy(last, step)) return { held, done: true };
    throw new AppError('conflict', staleWords(since, step));
  }
  if (!isLegal(held.state, asked.what)) throw new AppError('conflict', whyIllegal(held.state, asked.what));
  return { held, done: false };
}

async function movesSince({ tx }: Step, { id, revision }: Asked): Promise<MoveRow[]> {
  return tx.rows<MoveRow>(sql`select what, at, by_id as "byId", by_kind as "byKind", by_name as "byName", reason, details,
      revision
    from handoff_event where handoff_id = ${id} and revision > ${revision} order by revision`);
}

const isBy = (row: MoveRow, { actor }: Step) =>
  row.byKind === actor.kind && row.byId === actor.id && row.byName === actor.name;

const decisive: ReadonlySet<string> = new Set([
  'accepted',
  'rejected',
  'recycled',
  'expired',
  'withdrawn',
  'returned',
  'converted',
  'claimed',
]);

/** "Ada accepted this lead two minutes ago. Nothing was changed by you." */
function staleWords(since: readonly MoveRow[], step: Step): string {
  const told = since.findLast(({ what }) => decisive.has(what)) ?? since.at(-1);
  if (!told)
    return 'This page shows another state than the one that is stored. Load it again. Nothing was changed by you.';
  const words = eventWords(told);
  const who = isBy(told, step) ? words.replace(told.byName, 'You') : words;
  const look = decisive.has(told.what) ? '' : ' Look at it as it is now, then decide.';
  return `${who} ${agoWords(told.at, step.now)}. Nothing was changed by you.${look}`;
}
