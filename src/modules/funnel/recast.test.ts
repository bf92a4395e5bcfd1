import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { ensureRecast } from '../language/index.ts';
import { ingest } from '../people/index.ts';
import type { FunnelFilter } from './contract.ts';
import { listFunnelPeople } from './list-funnel-people.ts';
import { readFunnel } from './read-funnel.ts';

const now = new Date('2026-03-15T12:00:00Z');
const everything: FunnelFilter = { period: 'all', mode: 'cohort', filter: {} };
const nil = '00000000-0000-0000-0000-000000000000';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());

/** A version of MQL that lets in whoever has the title. */
async function versionFor(tx: Tx, workspaceId: string, title: string): Promise<string> {
  const [definitionId, versionId] = [newId(), newId()];
  const body = {
    kind: 'stage',
    stageKey: 'mql',
    word: 'MQL',
    meaning: 'By title.',
    gate: { combinator: 'and', rules: [{ field: 'contact.title', operator: '=', value: title }] },
    sendsBack: null,
  };
  await tx.run(sql`delete from definition where key = 'mql'`);
  await tx.run(sql`insert into definition (id, workspace_id, kind, key, created_by)
    values (${definitionId}, ${workspaceId}, 'stage', 'mql', 'test')`);
  await tx.run(sql`insert into definition_version (id, workspace_id, definition_id, number, status, body, hash, created_by)
    values (${versionId}, ${workspaceId}, ${definitionId}, 2, 'proposed', ${JSON.stringify(body)}::jsonb, 'h', 'test')`);
  return versionId;
}

test('one stage is read under a version, for the very same people, and every number still opens to its list', async () => {
  const { workspaceId } = await createTestWorkspace(services);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const people: [key: string, title: string, stage: string][] = [
    ['in as recorded and as recast', 'CFO', 'mql'],
    ['recorded alone', 'Student', 'mql'],
    ['recast alone', 'CFO', 'inquiry'],
    ['neither', 'Student', 'inquiry'],
    ['further on', 'CFO', 'sal'],
  ];
  await inWorkspace((tx) =>
    ingest(tx, {
      workspaceId,
      system: 'test',
      actorName: 'test',
      now,
      batch: {
        contacts: people.map(([key, title]) => ({ key, name: key, title })),
        stageChanges: people.flatMap(([key, , stage]) =>
          ['inquiry', stage].map((one, place) => ({
            key: `${key} ${place}`,
            contact: { key },
            outcome: 'reached' as const,
            stage: one,
            at: new Date(Date.UTC(2026, 1, 1 + place)),
            source: 'import' as const,
          })),
        ),
      },
    }),
  );
  const contacts = await inWorkspace((tx) =>
    tx.rows<{ id: string; title: string }>(sql`select id, title from contact`),
  );
  await services.clickhouse.insert({
    table: 'lead_state',
    format: 'JSONEachRow',
    values: contacts.map((contact) => ({
      workspace_id: workspaceId,
      contact_id: contact.id,
      valid_from: '1900-01-01 00:00:00',
      valid_to: '2299-12-31 00:00:00',
      known_at: '2026-02-01T00:00:00Z',
      created_at: '2026-02-01T00:00:00Z',
      account_id: nil,
      campaign_id: nil,
      owner_id: nil,
      title: contact.title.toLowerCase(),
      reached: {},
      gone: false,
      version: 1,
    })),
  });
  const versionId = await inWorkspace((tx) => versionFor(tx, workspaceId, 'CFO'));
  const recast = await ensureRecast({ services, workspaceId, versionId });
  expect(await ensureRecast({ services, workspaceId, versionId })).toEqual(recast);

  const asItWas = await inWorkspace((tx) => readFunnel({ tx, now, filter: everything }));
  const recorded = asItWas.stages.find((stage) => stage.key === 'mql');
  expect(asItWas.recast).toBeNull();
  expect(recorded).toMatchObject({ reached: 3, goneOn: 1 });

  const funnel = await inWorkspace((tx) => readFunnel({ tx, now, filter: everything, recast }));
  expect(funnel.recast).toMatchObject({ word: 'MQL', number: 2, stage: 'mql', step: 'day' });
  const [inquiry, mql, sal] = funnel.stages;
  expect(inquiry?.reached).toBe(5);
  expect(mql).toMatchObject({ reached: 3, goneOn: 1, left: 0 });
  expect(sal?.reached).toBe(1);
  for (const stage of funnel.stages) {
    expect(stage.waiting + stage.late + stage.goneOn + stage.left).toBe(stage.reached);
    for (const state of ['reached', 'waiting', 'late', 'goneOn', 'left'] as const) {
      const { items } = await inWorkspace((tx) =>
        listFunnelPeople({
          tx,
          now,
          filter: everything,
          recast,
          stage: stage.key,
          state,
          before: false,
          sort: 'waiting',
          limit: 50,
        }),
      );
      expect(items).toHaveLength(stage[state]);
    }
  }
  const { items } = await inWorkspace((tx) =>
    listFunnelPeople({
      tx,
      now,
      filter: everything,
      recast,
      stage: 'mql',
      state: 'reached',
      before: false,
      sort: 'waiting',
      limit: 50,
    }),
  );
  expect(items.map((person) => person.name).sort()).toEqual([
    'further on',
    'in as recorded and as recast',
    'recast alone',
  ]);
});
