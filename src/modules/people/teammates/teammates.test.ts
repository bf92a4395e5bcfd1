import { afterAll, beforeAll, expect, it } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { createTeammate, listTeammates, updateTeammate } from './teammates.ts';

const now = new Date('2026-03-15T12:00:00Z');
let services: TestServices;
let workspace: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
  workspace = await createTestWorkspace(services);
});
afterAll(() => services.close());

const within = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);
const create = (input: Parameters<typeof createTeammate>[0]['input']) =>
  within((tx) => createTeammate({ tx, ...workspace, now, input }));

it('teammates have one address each, page by name, and may be linked to a member of this workspace only', async () => {
  const zoe = await create({ name: 'Zoe', email: 'zoe@ours.io', side: 'sales' });
  await create({ name: 'adam' });
  await create({ name: 'Berta' });
  await expect(create({ name: 'Other Zoe', email: 'zoe@ours.io' })).rejects.toMatchObject({
    code: 'conflict',
  });

  const first = await within((tx) => listTeammates({ tx, input: { limit: 2 } }));
  const cursor = first.nextCursor ?? undefined;
  const second = await within((tx) => listTeammates({ tx, input: { limit: 2, cursor } }));
  expect([...first.items, ...second.items].map((one) => one.name)).toEqual(['adam', 'Berta', 'Zoe']);
  expect(second.nextCursor).toBeNull();
  expect(
    (await within((tx) => listTeammates({ tx, input: { limit: 9, search: 'OURS' } }))).items,
  ).toHaveLength(1);

  const stranger = await createTestWorkspace(services);
  const theirs = await signInMember(services, { workspaceId: stranger.workspaceId, role: 'sales' });
  const ours = await signInMember(services, { workspaceId: workspace.workspaceId, role: 'sales' });
  const link = (memberUserId: string) =>
    within((tx) => updateTeammate({ tx, ...workspace, now, input: { teammateId: zoe.id, memberUserId } }));
  await expect(link(theirs.userId)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await link(ours.userId)).toMatchObject({ memberUserId: ours.userId, email: 'zoe@ours.io' });
});
