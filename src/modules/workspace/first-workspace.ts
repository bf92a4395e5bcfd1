import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { WorkspaceSummary } from './contract.ts';
import { createWorkspace } from './create-workspace.ts';
import { addWriteKey } from './create-write-key.ts';

/** The oldest workspace: the one that automation and the command line work in. */
export async function firstWorkspace(services: Pick<Services, 'database'>): Promise<WorkspaceSummary | null> {
  return services.database.asSystem(readFirstWorkspace);
}

export async function readFirstWorkspace(tx: Tx): Promise<WorkspaceSummary | null> {
  return tx.first<WorkspaceSummary>(
    sql`select id, name, currency, time_zone as "timeZone" from workspace order by created_at, id limit 1`,
  );
}

const byItself = { kind: 'automation', id: null, name: 'automation' } as const;

/**
 * Where automation is configured, the first start makes the first workspace by itself; the set-up page later changes
 * its settings and adds its first person. Safe to call at every start and from several processes.
 */
export async function ensureFirstWorkspace(
  services: Pick<Services, 'database' | 'config' | 'now' | 'furnishWorkspace'>,
): Promise<WorkspaceSummary | null> {
  const { adminToken, writeKey } = services.config;
  if (adminToken === undefined && writeKey === undefined) return firstWorkspace(services);
  return services.database.asSystem(async (tx) => {
    await tx.run(firstWorkspaceLock);
    const there = await readFirstWorkspace(tx);
    const now = services.now();
    const workspace =
      there ??
      (await createWorkspace({
        services,
        tx,
        now,
        actor: byItself,
        name: 'My company',
        currency: 'EUR',
        timeZone: 'UTC',
      }));
    if (writeKey !== undefined) await ensureWriteKey({ tx, now, workspaceId: workspace.id, key: writeKey });
    return workspace;
  });
}

/** Held by whoever makes the first workspace or its first person, so that two never do it at once. */
export const firstWorkspaceLock = sql`select pg_advisory_xact_lock(hashtextextended('liaison.first_workspace', 0))`;

type EnsureWriteKey = {
  tx: Parameters<typeof addWriteKey>[0]['tx'];
  now: Date;
  workspaceId: string;
  key: string;
};

/** The configured key is added once; one that was revoked by hand stays revoked. */
async function ensureWriteKey({ tx, now, workspaceId, key }: EnsureWriteKey): Promise<void> {
  const known = await tx.first(sql`select 1 as known from write_key where key = ${key}`);
  if (known === null) {
    await addWriteKey({ tx, now, workspaceId, actor: byItself, name: 'LIAISON_WRITE_KEY', key });
  }
}
