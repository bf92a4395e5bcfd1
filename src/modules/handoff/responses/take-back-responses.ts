import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar } from '../../language/contract.ts';
import { type ClockKind, pauseClocks, startClocks } from '../clocks/index.ts';
import { byItself } from '../handoffs/step.ts';
import { tellWatchers, writeEvent } from '../handoffs/write-move.ts';
import type { SettledHandoff } from './settle-responses.ts';

/**
 * Tries that were withdrawn or corrected count no longer. Where the first response was among them the next one stands
 * for it; where there is none, what sales has promised counts on as if nothing had been said.
 */
export async function takeBackResponses(options: {
  tx: Tx;
  handoff: SettledHandoff;
  interactionIds: readonly string[];
  now: Date;
}): Promise<void> {
  const { tx, handoff, interactionIds, now } = options;
  await tx.run(sql`delete from handoff_attempt where handoff_id = ${handoff.id}
    and interaction_id = any(${sql.param([...interactionIds])}::uuid[])`);
  const first = await tx.first<{ attempts: number; at: Date | null; interaction_id: string | null }>(sql`
    select count(*) as attempts, min(at) as at, (array_agg(interaction_id order by at, interaction_id))[1] as interaction_id
    from handoff_attempt where handoff_id = ${handoff.id}`);
  await tx.run(sql`update handoff set attempts = ${first?.attempts ?? 0}, first_response_at = ${first?.at ?? null},
    first_response_interaction_id = ${first?.interaction_id ?? null}, updated_at = ${now} where id = ${handoff.id}`);
  const { id, workspace_id: workspaceId, sla_version_id: slaVersionId } = handoff;
  const many = interactionIds.length;
  await writeEvent(
    { tx, actor: byItself },
    { id, workspaceId, slaVersionId },
    {
      what: 'commented',
      at: now,
      revision: null,
      reason: `${many === 1 ? 'A try was' : `${many} tries were`} withdrawn or corrected in the log and ${many === 1 ? 'counts' : 'count'} no longer.`,
      details: { interactionIds },
    },
  );
  if (first?.at === null && handoff.closed_at === null) await restartClocks(options);
  await tellWatchers(tx, { workspaceId, handoffId: id });
}

type StoppedClock = {
  kind: ClockKind;
  step: number;
  calendar: BusinessCalendar;
  started_at: Date;
  due_at: Date;
};

/** The clocks that the response had stopped run again to the moments that they had; what has passed since rings now. */
async function restartClocks({
  tx,
  handoff,
  now,
}: {
  tx: Tx;
  handoff: SettledHandoff;
  now: Date;
}): Promise<void> {
  const stopped = await tx.rows<StoppedClock>(sql`
    select kind, step, calendar, started_at, due_at from sla_clock
    where handoff_id = ${handoff.id} and state = 'stopped' and kind in ('first_response', 'escalation')
      and due_at is not null`);
  await startClocks(
    tx,
    stopped.map(({ kind, step, calendar, started_at: startedAt, due_at: dueAt }) => ({
      workspaceId: handoff.workspace_id,
      handoffId: handoff.id,
      kind,
      step,
      calendar,
      startedAt,
      dueAt,
    })),
  );
  if (handoff.paused_at !== null && stopped.length > 0) {
    await pauseClocks(tx, { handoffId: handoff.id, kinds: ['first_response', 'escalation'], now });
  }
}
