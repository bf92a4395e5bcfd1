import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { stopClocks } from '../clocks/index.ts';
import { tryHoldHandoff } from './handoff-record.ts';
import { tellWatchers, writeEvent } from './write-move.ts';

type Response = {
  handoffId: string;
  interactionId: string;
  at: Date;
  teammateId: string | null;
  type: string;
  /** Whether they were reached, rather than only tried. */
  reached: boolean;
  now: Date;
};

/**
 * Counts something that a person of ours did with the lead after the offer: each is an attempt, and the first is the
 * response that sales promised. It decides nothing, so it disturbs nobody's open page.
 */
export async function noteResponse(tx: Tx, response: Response): Promise<void> {
  const { handoffId, interactionId, at, teammateId, type, reached } = response;
  const held = await tryHoldHandoff(tx, handoffId);
  if (held === null || at < held.offeredAt || (held.closedAt !== null && at > held.closedAt)) return;
  const counted = await tx.run(sql`insert into handoff_attempt
      (workspace_id, handoff_id, interaction_id, at, type, teammate_id, reached)
    values (${held.workspaceId}, ${handoffId}, ${interactionId}, ${at}, ${type}, ${teammateId}, ${reached})
    on conflict do nothing`);
  if (counted === 0) return;
  const isFirst = held.firstResponseAt === null || at < held.firstResponseAt;
  const late = held.responseDueAt !== null && at > held.responseDueAt;
  await tx.run(sql`update handoff set attempts = attempts + 1, updated_at = greatest(updated_at, ${response.now})
    ${isFirst ? sql`, first_response_at = ${at}, first_response_interaction_id = ${interactionId}` : sql``}
    where id = ${handoffId}`);
  const actor = await actorOf(tx, teammateId);
  const details = { type, reached, interactionId };
  if (held.firstResponseAt === null) {
    await stopClocks(tx, { handoffId, kinds: ['first_response', 'escalation'], now: response.now });
    await writeEvent({ tx, actor }, held, {
      what: 'responded',
      at,
      revision: null,
      details: { ...details, late },
    });
  } else {
    await writeEvent({ tx, actor }, held, { what: 'attempted', at, revision: null, details });
  }
  await tellWatchers(tx, { workspaceId: held.workspaceId, handoffId });
}

async function actorOf(tx: Tx, teammateId: string | null): Promise<Actor> {
  const mate =
    teammateId === null
      ? null
      : await tx.first<{ name: string; userId: string | null }>(
          sql`select name, user_id as "userId" from teammate where id = ${teammateId}`,
        );
  return { kind: 'member', id: mate?.userId ?? null, name: mate?.name ?? 'Somebody of ours' };
}
