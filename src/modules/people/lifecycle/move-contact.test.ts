import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { stageOutcomes } from './contract.ts';
import { listStageChanges } from './list-stage-changes.ts';
import { moveContact } from './move-contact.ts';
import { recordStageChanges } from './record-stage-changes.ts';
import { listStages, updateStage } from './stages.ts';
import { undoMove } from './undo-move.ts';

const now = new Date('2026-03-15T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

let services: TestServices;
let workspace: TestWorkspace;
beforeAll(async () => {
  services = await openTestServices();
  workspace = await createTestWorkspace(services);
});
afterAll(() => services.close());

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);

/** Somebody who reached these stages, so many days ago. */
async function makePerson(reached: Record<string, number>): Promise<string> {
  const id = newId();
  await inWorkspace(async (tx) => {
    await tx.run(
      sql`insert into contact (id, workspace_id, name) values (${id}, ${workspace.workspaceId}, 'Ida Holm')`,
    );
    await recordStageChanges(tx, {
      workspaceId: workspace.workspaceId,
      now: daysAgo(1),
      changes: Object.entries(reached).map(([stage, days]) => ({
        contactId: id,
        outcome: 'reached' as const,
        stage,
        at: daysAgo(days),
        source: 'import' as const,
      })),
    });
  });
  return id;
}

const move = (id: string, outcome: (typeof stageOutcomes)[number], stage: string, at = now) =>
  inWorkspace((tx) =>
    moveContact({ tx, ...workspace, now: at, id, outcome, stage, reason: 'They asked for it' }),
  );
const undo = (id: string, changeId: string | null) =>
  inWorkspace((tx) => undoMove({ tx, ...workspace, now, id, changeId: changeId ?? '' }));
const place = (id: string) =>
  inWorkspace((tx) =>
    tx.first(sql`select lifecycle_stage as stage, lifecycle_status as status, lifecycle_since as since, reached_at as reached
      from contact where id = ${id}`),
  );
const history = (id: string) => inWorkspace((tx) => listStageChanges({ tx, id, limit: 50 }));

test('a move goes on, back, out and open again, each on the record with its reason', async () => {
  const id = await makePerson({ inquiry: 20, mql: 10 });
  expect(await move(id, 'reached', 'sal')).toMatchObject({ stage: 'sal', status: 'open', since: now });
  expect(await move(id, 'returned', 'mql', new Date(now.getTime() + 1_000))).toMatchObject({
    stage: 'mql',
    status: 'open',
  });
  expect(await move(id, 'left', 'mql', new Date(now.getTime() + 2_000))).toMatchObject({
    stage: 'mql',
    status: 'left',
  });
  expect(await move(id, 'returned', 'mql', new Date(now.getTime() + 3_000))).toMatchObject({
    stage: 'mql',
    status: 'open',
  });
  const { items } = await history(id);
  expect(items.map((item) => `${item.outcome} ${item.stage} ${item.source}`)).toEqual([
    'returned mql hand',
    'left mql hand',
    'returned mql hand',
    'reached sal hand',
    'reached mql import',
    'reached inquiry import',
  ]);
  expect(items[0]).toMatchObject({ reason: 'They asked for it', actorName: 'test', undoneAt: null });
  const audited = await inWorkspace((tx) =>
    tx.rows(
      sql`select changes from audit_entry where record_id = ${id} and action = 'contact.moved' order by id limit 1`,
    ),
  );
  expect(audited).toEqual([{ changes: { stage: { from: 'mql', to: 'sal' } } }]);
});

test('undoing puts the person back where they stood, since when they stood there', async () => {
  const id = await makePerson({ inquiry: 20, mql: 10 });
  const before = await place(id);
  const { changeId } = await move(id, 'reached', 'customer');
  expect(await undo(id, changeId)).toMatchObject({ stage: 'mql', status: 'open', since: daysAgo(10) });
  expect(await place(id)).toEqual(before);
  const { items } = await history(id);
  expect(items.find((item) => item.id === changeId)?.undoneAt).toEqual(now);
  expect(items.filter((item) => item.undoes !== null)).toMatchObject([
    { undoes: changeId, undoneAt: null, actorName: 'test' },
  ]);
  await expect(undo(id, changeId)).rejects.toMatchObject({ code: 'conflict' });
});

test('only the latest hand move can be undone', async () => {
  const id = await makePerson({ inquiry: 20 });
  const first = await move(id, 'reached', 'mql');
  const second = await move(id, 'reached', 'sal', new Date(now.getTime() + 1_000));
  await expect(undo(id, first.changeId)).rejects.toThrow(/recorded after/);
  await undo(id, second.changeId);
  expect(await undo(id, first.changeId)).toMatchObject({ stage: 'inquiry', status: 'open' });
  const imported = (await history(id)).items.find((item) => item.source === 'import');
  await expect(undo(id, imported?.id ?? null)).rejects.toThrow(/by hand/);
});

test.each([
  ['reached', 'inquiry', /not before/],
  ['reached', 'mql', /not before/],
  ['returned', 'sal', /is "reached"/],
  ['returned', 'mql', /already open/],
  ['left', 'sal', /cannot leave/],
  ['reached', 'nonsense', /no lifecycle stage/],
] as const)('refuses a move that says nothing: %s %s', async (outcome, stage, message) => {
  const id = await makePerson({ inquiry: 20, mql: 10 });
  await expect(move(id, outcome, stage)).rejects.toThrow(message);
});

test('a move comes after dates that still lie ahead', async () => {
  const id = await makePerson({ inquiry: 20, mql: -3 });
  expect(await move(id, 'reached', 'sal')).toMatchObject({ stage: 'sal', status: 'open' });
});

test("a merged contact's moves are part of the survivor's history, and it cannot be moved itself", async () => {
  const [kept, merged] = [await makePerson({ inquiry: 5 }), await makePerson({ mql: 4 })];
  await inWorkspace((tx) => tx.run(sql`update contact set merged_into_id = ${kept} where id = ${merged}`));
  expect((await history(kept)).items.map((item) => item.stage)).toEqual(['mql', 'inquiry']);
  await expect(move(merged, 'reached', 'sal')).rejects.toMatchObject({ code: 'not_found' });
});

test("a stage's words and allowed time change, its place does not", async () => {
  const change = (allowedHours: number | null) =>
    inWorkspace((tx) => updateStage({ tx, ...workspace, key: 'sql', name: 'Qualified', allowedHours }));
  expect(await change(12)).toEqual({
    key: 'sql',
    position: 3,
    name: 'Qualified',
    gate: 'need and budget heard',
    allowedHours: 12,
  });
  expect((await change(null)).allowedHours).toBeNull();
  expect((await inWorkspace((tx) => listStages({ tx }))).map((stage) => stage.key)[3]).toBe('sql');
});
