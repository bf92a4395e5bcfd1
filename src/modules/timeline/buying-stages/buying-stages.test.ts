import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { importBuyingStages } from './import-buying-stages.ts';
import { listBuyingStageChanges } from './list-buying-stage-changes.ts';
import { listBuyingStages } from './list-buying-stages.ts';
import { recordBuyingStageChange } from './record-buying-stage-change.ts';
import { renameBuyingStage } from './rename-buying-stage.ts';
import { undoBuyingStageChange } from './undo-buying-stage-change.ts';

let services: TestServices;
let workspace: TestWorkspace;
const now = new Date('2026-06-20T12:00:00Z');
beforeAll(async () => {
  services = await openTestServices();
  workspace = await createTestWorkspace(services);
});
afterAll(() => services.close());

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

async function makeBuyer() {
  const [accountId, contactId, opportunityId] = [newId(), newId(), newId()];
  const { workspaceId } = workspace;
  await inWorkspace(async (tx) => {
    await tx.run(
      sql`insert into account (id, workspace_id, name) values (${accountId}, ${workspaceId}, 'Holmwerk')`,
    );
    await tx.run(sql`insert into contact (id, workspace_id, name, account_id)
      values (${contactId}, ${workspaceId}, 'Ada Berg', ${accountId})`);
    await tx.run(sql`insert into opportunity (id, workspace_id, account_id, name)
      values (${opportunityId}, ${workspaceId}, ${accountId}, 'Pumps')`);
    await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id)
      values (${workspaceId}, ${opportunityId}, ${contactId})`);
  });
  return { accountId, contactId, opportunityId };
}

type Whose = { contactId?: string; accountId?: string; opportunityId?: string };
const record = (whose: Whose, stage: string, at: Date) =>
  inWorkspace((tx) =>
    recordBuyingStageChange({ ...workspace, ...whose, tx, now, stage, at, reason: 'heard it' }),
  );
const undo = (id: string) => inWorkspace((tx) => undoBuyingStageChange({ ...workspace, tx, now, id }));
const changes = (whose: Whose) => inWorkspace((tx) => listBuyingStageChanges({ ...whose, tx, limit: 50 }));
const current = async (whose: Whose) => (await changes(whose)).current?.stage ?? null;

it('every workspace has the three stages of a purchase from the start', async () => {
  expect(await inWorkspace((tx) => listBuyingStages({ tx }))).toEqual([
    {
      key: 'education',
      position: 1,
      name: 'Education',
      steps: ['Loosening the status quo', 'Committing to change'],
    },
    {
      key: 'solution',
      position: 2,
      name: 'Solution',
      steps: ['Exploring solutions', 'Committing to a solution'],
    },
    {
      key: 'selection',
      position: 3,
      name: 'Selection',
      steps: ['Justifying the decision', 'Making the selection'],
    },
  ]);
});

it('a buyer is where the latest of their own, their deals’ and their company’s changes says', async () => {
  const buyer = await makeBuyer();
  const { accountId, contactId, opportunityId } = buyer;
  await record({ contactId }, 'education', daysAgo(30));
  await record({ opportunityId }, 'selection', daysAgo(10));
  // Recorded later, but of an earlier day.
  await record({ accountId }, 'solution', daysAgo(20));
  for (const whose of [{ contactId }, { accountId }, { opportunityId }])
    expect(await current(whose)).toBe('selection');
  expect((await changes({ contactId })).items.map(({ stage }) => stage)).toEqual([
    'selection',
    'solution',
    'education',
  ]);
  expect((await changes({ opportunityId })).items).toMatchObject([
    {
      stage: 'selection',
      stageName: 'Selection',
      by: 'test',
      reason: 'heard it',
      opportunity: { name: 'Pumps' },
    },
  ]);
});

it('an undone change stays on record and counts no longer', async () => {
  const { contactId } = await makeBuyer();
  await record({ contactId }, 'education', daysAgo(30));
  const { id } = await record({ contactId }, 'selection', daysAgo(2));
  expect(await undo(id)).toMatchObject({ undone: { id, undoneBy: 'test' }, current: { stage: 'education' } });
  expect((await changes({ contactId })).items).toMatchObject([{ id, undoneAt: now }, { undoneAt: null }]);
  await expect(undo(id)).rejects.toMatchObject({ code: 'conflict' });
});

it('the history of a merged record is the survivor’s', async () => {
  const [kept, merged] = [await makeBuyer(), await makeBuyer()];
  await record({ contactId: merged.contactId }, 'solution', daysAgo(3));
  await inWorkspace((tx) =>
    tx.run(sql`update contact set merged_into_id = ${kept.contactId} where id = ${merged.contactId}`),
  );
  expect(await current({ contactId: kept.contactId })).toBe('solution');
});

it('what cannot be is refused', async () => {
  const { contactId } = await makeBuyer();
  await expect(record({ contactId }, 'nonsense', now)).rejects.toMatchObject({ code: 'not_found' });
  await expect(record({ contactId: newId() }, 'education', now)).rejects.toMatchObject({ code: 'not_found' });
  await expect(record({ contactId }, 'education', daysAgo(-3))).rejects.toThrow(/future/);
  const rename = (key: string, name: string) =>
    inWorkspace((tx) => renameBuyingStage({ ...workspace, tx, key, name }));
  await expect(rename('solution', 'education')).rejects.toMatchObject({ code: 'conflict' });
  expect(await rename('solution', 'Comparing')).toMatchObject({
    key: 'solution',
    position: 2,
    name: 'Comparing',
  });
  expect(await rename('solution', 'Solution')).toMatchObject({ name: 'Solution' });
});

it('a fact that a source states again changes nothing', async () => {
  const { contactId } = await makeBuyer();
  const bring = (stage: string) =>
    inWorkspace((tx) =>
      importBuyingStages({
        ...workspace,
        tx,
        now,
        source: 'sample',
        changes: [
          { key: `lead:${contactId}`, contactId, stage, at: daysAgo(5), reason: null, by: 'Grace' },
          {
            key: `other:${contactId}`,
            contactId,
            stage: 'no stage of ours',
            at: now,
            reason: null,
            by: null,
          },
        ],
      }),
    );
  await bring('education');
  await bring('education');
  expect((await changes({ contactId })).items).toMatchObject([
    { stage: 'education', source: 'sample', by: 'Grace' },
  ]);
});
