import { type IngestBatch, ingest } from '../../src/modules/people/index.ts';
import type { sql } from '../../src/platform/postgres/database.ts';
import type { Services } from '../../src/platform/services.ts';
import { createTestWorkspace } from './workspace.ts';

const defaultNow = new Date('2026-05-01T12:00:00Z');

/** A fresh workspace that takes batches, tells what became of them, and reads what is stored. */
export async function newCompany(services: Services, now = defaultNow) {
  const { workspaceId } = await createTestWorkspace(services);
  const { database } = services;
  const take = async (batch: IngestBatch, system = 'crm', at: Date = now) => {
    const { outcomes } = await database.inWorkspace(workspaceId, (tx) =>
      ingest(tx, { workspaceId, system, batch, actorName: 'test', now: at }),
    );
    return outcomes;
  };
  const outcomesOf = async (batch: IngestBatch, system?: string) =>
    Object.fromEntries([...(await take(batch, system))].map(([key, { outcome }]) => [key, outcome]));
  const read = <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
    database.inWorkspace(workspaceId, (tx) => tx.rows<Row>(statement));
  return { workspaceId, take, outcomesOf, read };
}
