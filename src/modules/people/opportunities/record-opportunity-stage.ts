import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';

/** Writes where a deal went, when, by whom and why. */
export async function recordOpportunityStage(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  opportunityId: string;
  stage: string | null;
  status: 'open' | 'won' | 'lost';
  /** When it happened, ISO 8601. */
  at: string;
  reason: string | null;
}): Promise<void> {
  const { tx, workspaceId, actor, now, opportunityId, stage, status, at, reason } = options;
  await tx.run(sql`insert into opportunity_stage_change
      (id, workspace_id, opportunity_id, stage, status, at, recorded_at, source, reason, actor_name)
    values (${newId()}, ${workspaceId}, ${opportunityId}, ${stage}, ${status}, ${at}::timestamptz,
      ${now.toISOString()}::timestamptz, 'hand', ${reason}, ${actor.name})`);
}
