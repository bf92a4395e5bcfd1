import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import type { Services } from '../../../platform/services.ts';
import { lockPeople } from '../ingest/ingest.ts';
import { findAccountMatches } from './find-account-matches.ts';

/** Looks at what changed among the accounts of all workspaces. */
export const matchAccountsJob: JobDefinition<Record<never, never>> = {
  name: 'match-accounts',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 1_800,
};

// 500 accounts a step: a first import of millions goes on at the next run, and others get their turn.
const mostSteps = 400;

/** Step by step, each in a transaction of its own, until nothing is left that changed. */
export async function matchAccounts(services: Services, workspaceId: string): Promise<{ looked: number }> {
  let all = 0;
  for (let step = 0; step < mostSteps; step += 1) {
    const { looked } = await services.database.inWorkspace(workspaceId, async (tx) => {
      await lockPeople(tx, workspaceId);
      return findAccountMatches(tx, { workspaceId, now: services.now() });
    });
    if (looked === 0) break;
    all += looked;
  }
  return { looked: all };
}

export async function matchAccountsEverywhere(services: Services): Promise<void> {
  const workspaces = await services.database.asSystem(async ({ client }) => {
    const { rows } = await client.query<{ id: string }>('select id from workspace order by id');
    return rows;
  });
  for (const { id } of workspaces) await matchAccounts(services, id);
}
