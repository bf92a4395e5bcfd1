import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { createContact } from '../contacts/create-contact.ts';
import { getContact } from '../contacts/get-contact.ts';
import { removeFromBuyingGroup, setBuyingRole } from './buying-group.ts';
import { createOpportunity } from './create-opportunity.ts';
import { updateOpportunity } from './update-opportunity.ts';

const now = new Date('2026-03-15T12:00:00Z');
let services: TestServices;
let workspace: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  workspace = await createTestWorkspace(services, { currency: 'CHF' });
});
afterAll(() => services.close());

const within = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);
const person = (name: string) => within((tx) => createContact({ tx, ...workspace, now, input: { name } }));
const stageOf = async (contactId: string) => {
  const { lifecycleStage, lifecycleStatus } = await within((tx) => getContact({ tx, contactId }));
  return [lifecycleStage, lifecycleStatus];
};

it('a deal takes its buying group to opportunity and customer, and keeps each stage with its reason', async () => {
  const ada = await person('Ada');
  const deal = await within((tx) =>
    createOpportunity({
      tx,
      ...workspace,
      now,
      input: {
        name: 'Pumps',
        amountMinor: 1_000_00,
        stage: 'Offer',
        buyingGroup: [{ contactId: ada.id, role: 'buyer', isPrimary: true }],
      },
    }),
  );
  expect(deal).toMatchObject({
    currency: 'CHF',
    status: 'open',
    buyingGroup: [{ contact: { id: ada.id }, role: 'buyer', isPrimary: true }],
  });
  expect(await stageOf(ada.id)).toEqual(['opportunity', 'open']);
  const won = await within((tx) =>
    updateOpportunity({
      tx,
      ...workspace,
      now,
      input: { opportunityId: deal.id, status: 'won', stage: 'Signed', reason: 'Signed today' },
    }),
  );
  expect(won.closedAt).toBe(now.toISOString());
  expect(won.stageHistory.map((mark) => [mark.stage, mark.status, mark.reason]).sort()).toEqual([
    ['Offer', 'open', null],
    ['Signed', 'won', 'Signed today'],
  ]);
  expect(await stageOf(ada.id)).toEqual(['customer', 'open']);
  const reopened = await within((tx) =>
    updateOpportunity({ tx, ...workspace, now, input: { opportunityId: deal.id, status: 'open' } }),
  );
  expect(reopened.closedAt).toBeNull();
  expect(await stageOf(ada.id)).toEqual(['opportunity', 'open']);
});

it('one contact is primary, roles change, and who is taken out is no longer where the deal had put them', async () => {
  const [ada, bob] = [await person('Ada B'), await person('Bob B')];
  const deal = await within((tx) =>
    createOpportunity({
      tx,
      ...workspace,
      now,
      input: { name: 'Valves', buyingGroup: [{ contactId: ada.id, isPrimary: true }] },
    }),
  );
  const set = (contactId: string, role: string | null, isPrimary?: boolean) =>
    within((tx) =>
      setBuyingRole({ tx, ...workspace, now, opportunityId: deal.id, contactId, role, isPrimary }),
    );
  await set(bob.id, 'champion', true);
  const group = (await set(ada.id, 'buyer')).buyingGroup;
  expect(group.map((one) => [one.contact.name, one.role, one.isPrimary])).toEqual([
    ['Bob B', 'champion', true],
    ['Ada B', 'buyer', false],
  ]);
  expect(await stageOf(bob.id)).toEqual(['opportunity', 'open']);
  const remove = () =>
    within((tx) =>
      removeFromBuyingGroup({ tx, ...workspace, now, opportunityId: deal.id, contactId: bob.id }),
    );
  expect((await remove()).buyingGroup).toHaveLength(1);
  expect(await stageOf(bob.id)).toEqual([null, 'open']);
  await expect(remove()).rejects.toMatchObject({ code: 'not_found' });
});
