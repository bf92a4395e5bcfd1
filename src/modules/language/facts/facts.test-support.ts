import { expect } from 'vitest';
import type { TestServices } from '../../../../test/support/services.ts';
import { migrateClickHouse } from '../../../platform/clickhouse/migrate.ts';
import { Projector } from '../../interactions/index.ts';
import { LeadFeed } from './lead-feed.ts';

/** A projector that tells ClickHouse what leads are, as the program's own does. Stop it before closing the services. */
export function openFactsProjector(services: TestServices): Projector {
  const projector = new Projector({
    ...services,
    migrate: () => migrateClickHouse({ clickhouse: services.clickhouse, folder: 'migrations/clickhouse' }),
    feeds: [new LeadFeed(services.clickhouse)],
    pollMs: 10,
  });
  projector.start();
  return projector;
}

export async function factsCaughtUp(projector: Projector): Promise<void> {
  await expect
    .poll(
      async () => {
        const { state, lagRows, waitingIdentities, waitingRecords } = await projector.status();
        return state === 'following' && lagRows === 0 && waitingIdentities === 0 && waitingRecords === 0;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}
