import { afterAll, beforeAll, expect, it } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { createSavedView, listSavedViews, removeSavedView, updateSavedView } from './saved-views.ts';

let services: TestServices;
let workspace: TestWorkspace;
let ada: string;
let bob: string;

beforeAll(async () => {
  services = await openTestServices();
  workspace = await createTestWorkspace(services);
  const { workspaceId } = workspace;
  ada = (await signInMember(services, { workspaceId, role: 'marketing', name: 'Ada' })).userId;
  bob = (await signInMember(services, { workspaceId, role: 'viewer', name: 'Bob' })).userId;
});
afterAll(() => services.close());

const save = (userId: string | null, name: string, shared: boolean) =>
  services.database.inWorkspace(workspace.workspaceId, (tx) =>
    createSavedView({
      tx,
      ...workspace,
      userId,
      input: { page: 'contacts', name, shared, state: { q: 'ada' } },
    }),
  );
const names = async (userId: string | null) => {
  const views = await services.database.inWorkspace(workspace.workspaceId, (tx) =>
    listSavedViews({ tx, userId, page: 'contacts' }),
  );
  return views.map((view) => [view.name, view.mine, view.createdBy]);
};

it('a view is its maker’s, or for all to see; only its maker changes it', async () => {
  const own = await save(ada, 'My leads', false);
  const shared = await save(ada, 'Our leads', true);
  await expect(save(null, 'Nobody’s own', false)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await names(ada)).toEqual([
    ['My leads', true, 'Ada'],
    ['Our leads', true, 'Ada'],
  ]);
  expect(await names(bob)).toEqual([['Our leads', false, 'Ada']]);
  expect(await names(null)).toEqual([['Our leads', false, 'Ada']]);

  const rename = (userId: string, savedViewId: string) =>
    services.database.inWorkspace(workspace.workspaceId, (tx) =>
      updateSavedView({ tx, ...workspace, userId, input: { savedViewId, name: 'Renamed' } }),
    );
  await expect(rename(bob, shared.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(rename(bob, own.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await rename(ada, own.id)).toMatchObject({ name: 'Renamed', state: { q: 'ada' }, shared: false });

  const remove = (userId: string) =>
    services.database.inWorkspace(workspace.workspaceId, (tx) =>
      removeSavedView({ tx, ...workspace, userId, savedViewId: shared.id }),
    );
  await expect(remove(bob)).rejects.toMatchObject({ code: 'forbidden' });
  await remove(ada);
  expect(await names(bob)).toEqual([]);
});
