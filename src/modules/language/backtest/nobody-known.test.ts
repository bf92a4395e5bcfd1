import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { addStarterDefinitions } from '../definitions/starter.ts';
import { backtestWorkspace } from './backtest.test-support.ts';
import { listDifferences } from './list-differences.ts';
import { runBacktest } from './run-backtest.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-07-15T12:00:00Z'));
});
afterAll(() => services.close());

const period = { from: '2026-05-01', to: '2026-06-30', outcome: 'won' as const };

async function startedWorkspace() {
  const { workspaceId } = await backtestWorkspace(services);
  return services.database.inWorkspace(workspaceId, async (tx) => {
    await addStarterDefinitions({ tx, workspaceId, now: services.now() });
    const versions = await tx.rows<{ key: string; versionId: string }>(
      sql`select d.key, v.id as "versionId" from definition_version v join definition d on d.id = v.definition_id
        where d.key in ('inquiry', 'mql', 'qualified_lead', 'lead_score')`,
    );
    return { workspaceId, versionOf: new Map(versions.map(({ key, versionId }) => [key, versionId])) };
  });
}

test.each([
  ['inquiry', undefined],
  ['mql', undefined],
  ['mql', 'inquiry'],
  ['qualified_lead', 'mql'],
  ['lead_score', 'qualified_lead'],
])('where nobody is known, a backtest of %s against %s counts nobody', async (key, other) => {
  const { workspaceId, versionOf } = await startedWorkspace();
  const side = (of: string) => ({ versionId: versionOf.get(of) ?? '' });
  const input = { subject: side(key), against: other === undefined ? undefined : side(other), ...period };
  const backtest = await runBacktest({ services, workspaceId, input });
  expect(backtest).toMatchObject({ leads: 0, interactions: 0, base: { accepted: 0, won: 0 } });
  expect(backtest.subject).toMatchObject({ qualified: 0, precision: null, daysGained: null, auc: null });
  expect(backtest.notes.join(' ')).toContain('Nobody was known');
  const asked = { ...input, which: 'won_missed' as const, of: 'subject' as const, limit: 10, offset: 0 };
  expect(await listDifferences({ services, workspaceId, input: asked })).toEqual({ items: [], total: 0 });
});
