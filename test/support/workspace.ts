import type { Actor } from '../../src/modules/workspace/authorised.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Services } from '../../src/platform/services.ts';

const defaultStages: readonly [key: string, name: string, gate: string, allowedHours: number | null][] = [
  ['inquiry', 'Inquiry', 'left a trace', null],
  ['mql', 'MQL', 'three tests met', 48],
  ['sal', 'SAL', 'accepted by sales', 72],
  ['sql', 'SQL', 'need and budget heard', 336],
  ['opportunity', 'Opportunity', 'value and close date', 1440],
  ['customer', 'Customer', 'contract signed', null],
];

export type TestWorkspace = { workspaceId: string; actor: Actor };

/** A workspace with the six default stages, made by plain SQL so that tests of use cases need no sign-in. */
export async function createTestWorkspace(
  services: Services,
  options: { name?: string; currency?: string; timeZone?: string } = {},
): Promise<TestWorkspace> {
  const workspaceId = newId();
  const client = await services.database.pool.connect();
  try {
    await client.query(
      'insert into workspace (id, name, slug, currency, time_zone) values ($1, $2, $3, $4, $5)',
      [
        workspaceId,
        options.name ?? 'Test company',
        `test-${workspaceId}`,
        options.currency ?? 'EUR',
        options.timeZone ?? 'UTC',
      ],
    );
    for (const [position, [key, name, gate, allowedHours]] of defaultStages.entries()) {
      await client.query(
        'insert into lifecycle_stage (workspace_id, key, position, name, gate, allowed_hours) values ($1, $2, $3, $4, $5, $6)',
        [workspaceId, key, position, name, gate, allowedHours],
      );
    }
  } finally {
    client.release();
  }
  return { workspaceId, actor: { kind: 'system', id: null, name: 'test' } };
}
