import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import type { Services } from '../../../platform/services.ts';
import { hastenRetries, type OnRing, ringDue } from './ring-due.ts';

/** Each minute, by the job queue: what a ringer that is gone or hangs has left is rung all the same. */
export const ringClocksJob: JobDefinition<Record<never, never>> = {
  name: 'ring-clocks',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 120,
};

const mostRounds = 10_000;

export async function ringAllDue(services: Services, onRing: OnRing): Promise<number> {
  await hastenRetries(services);
  let total = 0;
  for (let round = 0; round < mostRounds; round++) {
    const { rung, more } = await ringDue(services, { onRing });
    total += rung;
    if (!more) break;
  }
  return total;
}
