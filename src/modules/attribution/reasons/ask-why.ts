import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { tell } from '../../notices/index.ts';
import type { Outcome } from './contract.ts';

export const askWhyJob: JobDefinition<Record<never, never>> = {
  name: 'results-ask-why',
  payload: z.object({}),
  retryLimit: 1,
  expireInSeconds: 300,
};

// More are asked a minute later.
const mostAtOnce = 200;

type Due = { workspace_id: string; opportunity_id: string };

/** Asks the sellers of deals that have just been won or lost why that was, each once for each time it closed. */
export async function askWhy(services: Pick<Services, 'database' | 'now'>): Promise<number> {
  const now = services.now();
  const due = await services.database.asSystem((tx) =>
    tx.rows<Due>(
      sql`select workspace_id, opportunity_id from deal_reason_due order by at, opportunity_id limit ${mostAtOnce}`,
    ),
  );
  let told = 0;
  for (const { workspace_id, opportunity_id } of due)
    told += await services.database.inWorkspace(workspace_id, (tx) =>
      askOne(tx, { workspaceId: workspace_id, opportunityId: opportunity_id, now }),
    );
  return told;
}

type Deal = {
  name: string;
  status: 'open' | Outcome;
  owner_id: string | null;
  account: string | null;
  said: boolean;
  at: Date;
};

async function askOne(
  tx: Tx,
  { workspaceId, opportunityId, now }: { workspaceId: string; opportunityId: string; now: Date },
): Promise<number> {
  // Whoever deletes it asks; a deal that was opened again meanwhile is asked of when it closes again.
  const taken = await tx.first<{ at: Date }>(
    sql`delete from deal_reason_due where opportunity_id = ${opportunityId} returning at`,
  );
  if (taken === null) return 0;
  const deal = await tx.first<Deal>(sql`
    select o.name, o.status, o.owner_id, a.name as account,
      exists (select from deal_reason r where r.opportunity_id = o.id and r.outcome = o.status and r.said_at >= ${taken.at})
        as said
    from opportunity o left join account a on a.id = o.account_id where o.id = ${opportunityId}`);
  if (deal === null || deal.status === 'open' || deal.owner_id === null || deal.said) return 0;
  const whose = deal.account === null || deal.account === '' ? '' : ` (${deal.account})`;
  return tell(tx, {
    workspaceId,
    now,
    key: `deal-reason:${opportunityId}:${deal.status}:${taken.at.toISOString()}`,
    kind: 'deal_reason',
    to: { teammateIds: [deal.owner_id] },
    title: `Why was “${deal.name}” ${deal.status}?`,
    text: `Ten seconds: a digit for the reason, Enter to save.${whose === '' ? '' : ` The deal${whose} has just closed.`}`,
    href: `/results/reasons?say=${opportunityId}`,
    urgency: 'digest',
  });
}
