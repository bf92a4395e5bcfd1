import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { backtestWorkspace } from './backtest.test-support.ts';
import { listDifferences } from './list-differences.ts';
import { backtestProposal, readProposalBacktest } from './proposal-backtest.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-07-15T12:00:00Z'));
});
afterAll(() => services.close());

const titled = (titles: string[]) => ({
  kind: 'stage' as const,
  stageKey: 'mql',
  word: 'MQL',
  meaning: 'By title.',
  gate: {
    combinator: 'and' as const,
    rules: [{ field: 'contact.title', operator: 'contains' as const, value: titles }],
  },
  sendsBack: null,
});

async function writeVersions(tx: Tx, workspaceId: string, bodies: readonly object[]) {
  const definitionId = newId();
  await tx.run(sql`delete from definition where key = 'mql'`);
  await tx.run(sql`insert into definition (id, workspace_id, kind, key, created_by)
    values (${definitionId}, ${workspaceId}, 'stage', 'mql', 'test')`);
  const ids = bodies.map(() => newId());
  for (const [index, body] of bodies.entries()) {
    await tx.run(sql`insert into definition_version (id, workspace_id, definition_id, number, status, body, hash, created_by)
      values (${ids[index]}, ${workspaceId}, ${definitionId}, ${index + 1}, ${index === 0 ? 'in_force' : 'proposed'},
        ${JSON.stringify(body)}::jsonb, 'h', 'test')`);
  }
  return { definitionId, ids };
}

test('a proposal carries what it would have done against what is in force, or why it cannot be asked', async () => {
  const { workspaceId, company } = await backtestWorkspace(services);
  await company([
    { key: 'a', knownAt: '2026-02-01', reached: {}, looks: [], title: 'cfo' },
    { key: 'b', knownAt: '2026-03-01', reached: {}, looks: [], title: 'plant manager' },
  ]);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const gone = {
    ...titled(['x']),
    gate: { combinator: 'and', rules: [{ field: 'contact.custom.gone', operator: 'notNull' }] },
  };
  const { definitionId, ids } = await inWorkspace((tx) =>
    writeVersions(tx, workspaceId, [titled(['cfo']), titled(['cfo', 'plant']), gone]),
  );
  const read = async (versionId: string) => {
    await backtestProposal(services, { workspaceId, versionId });
    return inWorkspace((tx) => readProposalBacktest({ tx, definitionId, versionId }));
  };
  const carried = await read(ids[1] ?? '');
  expect(carried.problem).toBeNull();
  expect(carried.backtest).toMatchObject({
    from: '2025-07-01',
    to: '2026-06-30',
    subject: { label: 'version 2', qualified: 2 },
    against: { label: 'version 1', qualified: 1 },
    agreement: { both: 1, onlySubject: 1, onlyAgainst: 0, neither: 0 },
  });
  const faulty = await read(ids[2] ?? '');
  expect(faulty.backtest).toBeNull();
  expect(faulty.problem).toContain('gone');
});

test('each lead on whom two differ tells the part of the rule that parts them', async () => {
  const { workspaceId, company, idOf } = await backtestWorkspace(services);
  await company([{ key: 'b', knownAt: '2026-03-01', reached: {}, looks: [], title: 'plant manager' }]);
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`insert into contact (id, workspace_id, name, title, known_since, created_at)
      values (${idOf('b')}, ${workspaceId}, 'Bea', 'Plant manager', '2026-03-01', '2026-03-01')`),
  );
  const { items, total } = await listDifferences({
    services,
    workspaceId,
    input: {
      subject: { body: titled(['cfo']) },
      against: { body: titled(['plant']) },
      from: '2026-01-01',
      to: '2026-06-30',
      outcome: 'won',
      which: 'differ',
      of: 'subject',
      limit: 10,
      offset: 0,
    },
  });
  expect(total).toBe(1);
  expect(items[0]).toMatchObject({
    which: 'onlyAgainst',
    subjectAt: null,
    known: true,
    contact: { name: 'Bea' },
  });
  expect(items[0]?.reason).toMatch(/asks: .*cfo.*found: .*Plant manager/i);
});
