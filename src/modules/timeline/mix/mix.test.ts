import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { readMix } from './read-mix.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const now = new Date('2026-06-20T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

/** Ada is in the buying group of a deal of Holmwerk; Bo is another person there; a device is Ada's. */
async function makePlace() {
  const { workspaceId } = await createTestWorkspace(services);
  const [account, ada, adaTwin, bo, deal, device] = [newId(), newId(), newId(), newId(), newId(), newId()];
  const inWorkspace = services.database.inWorkspace;
  await inWorkspace(workspaceId, async (tx) => {
    await tx.run(
      sql`insert into account (id, workspace_id, name) values (${account}, ${workspaceId}, 'Holmwerk')`,
    );
    for (const id of [ada, bo])
      await tx.run(
        sql`insert into contact (id, workspace_id, name, account_id) values (${id}, ${workspaceId}, 'A', ${account})`,
      );
    await tx.run(
      sql`insert into contact (id, workspace_id, name, merged_into_id) values (${adaTwin}, ${workspaceId}, 'A', ${ada})`,
    );
    await tx.run(
      sql`insert into opportunity (id, workspace_id, account_id, name) values (${deal}, ${workspaceId}, ${account}, 'D')`,
    );
    await tx.run(
      sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id) values (${workspaceId}, ${deal}, ${ada})`,
    );
    await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
      values (${device}, ${workspaceId}, 'd', ${now}, ${now})`);
    await tx.run(
      sql`insert into profile_binding (id, workspace_id, profile_id, contact_id) values (${newId()}, ${workspaceId}, ${device}, ${ada})`,
    );
  });
  type Row = {
    days: number;
    kind?: 'content' | 'person';
    contact?: string;
    profile?: string;
    deal?: string;
    account?: string;
    verified?: boolean;
    type?: string;
  };
  const happened = (rows: readonly Row[]) =>
    inWorkspace(workspaceId, async (tx) => {
      for (const row of rows) {
        await tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, contact_id, profile_id, opportunity_id, account_id, verified, source)
          values (${newId()}, ${workspaceId}, ${daysAgo(row.days)}, ${row.kind ?? 'content'}, ${row.type ?? 'any'}, ${row.contact ?? null}, ${row.profile ?? null},
            ${row.deal ?? null}, ${row.account ?? null}, ${row.verified ?? true}, 'test')`);
      }
    });
  const said = (whose: { contact?: string; deal?: string; account?: string }, stage: string, days: number) =>
    inWorkspace(workspaceId, (tx) =>
      tx.run(sql`insert into buying_stage_change (id, workspace_id, contact_id, opportunity_id, account_id, stage, at, source)
        values (${newId()}, ${workspaceId}, ${whose.contact ?? null}, ${whose.deal ?? null}, ${whose.account ?? null}, ${stage}, ${daysAgo(days)}, 'hand')`),
    );
  const mix = async (
    query: { contactId?: string; accountId?: string; opportunityId?: string; from?: Date } = {},
  ) => {
    const { stages, total } = await inWorkspace(workspaceId, (tx) => readMix({ ...query, tx, now }));
    const counts = Object.fromEntries(
      stages.flatMap(({ stage, content, person }) =>
        content + person > 0 ? [[stage ?? 'unknown', [content, person]]] : [],
      ),
    );
    expect(total.content + total.person).toBe(stages.reduce((sum, row) => sum + row.content + row.person, 0));
    return { counts, stages, total };
  };
  return { account, ada, adaTwin, bo, deal, device, happened, said, mix };
}

it('counts by the stage at the time, of the person, their deals and their company, whichever was said last', async () => {
  const { ada, adaTwin, bo, deal, device, account, happened, said, mix } = await makePlace();
  await said({ contact: ada }, 'education', 50);
  await said({ deal }, 'solution', 30);
  await said({ account }, 'selection', 10);
  await happened([
    { days: 60, contact: ada },
    { days: 45, contact: ada, kind: 'person' },
    { days: 45, profile: device },
    { days: 40, contact: adaTwin },
    { days: 25, profile: device },
    { days: 25, contact: bo },
    { days: 25, deal, kind: 'person' },
    { days: 5, contact: bo, kind: 'person' },
    { days: 5, account },
    { days: 5, profile: device, verified: false },
    { days: 5, contact: ada, type: 'email_sent' },
  ]);
  expect((await mix()).counts).toEqual({
    education: [2, 1],
    solution: [1, 1],
    selection: [1, 1],
    unknown: [2, 0],
  });
  expect((await mix({ contactId: ada })).counts).toEqual({
    education: [2, 1],
    solution: [1, 0],
    unknown: [1, 0],
  });
  expect((await mix({ opportunityId: deal })).counts).toEqual({
    education: [2, 1],
    solution: [1, 1],
    unknown: [1, 0],
  });
  // The deal's own row names no company.
  expect((await mix({ accountId: account })).total).toEqual({ content: 6, person: 2, personShare: 0.25 });
});

it('says stages in order, shares, and nothing where nothing happened', async () => {
  const { ada, happened, said, mix } = await makePlace();
  expect((await mix()).total).toEqual({ content: 0, person: 0, personShare: null });
  await said({ contact: ada }, 'education', 20);
  await happened([
    { days: 3, contact: ada },
    { days: 3, contact: ada, kind: 'person' },
    { days: 3, contact: ada, kind: 'person' },
    { days: 200, contact: ada },
  ]);
  const { stages } = await mix({ from: daysAgo(30) });
  expect(stages.map(({ stage, personShare }) => [stage, personShare])).toEqual([
    ['education', 2 / 3],
    ['solution', null],
    ['selection', null],
    [null, null],
  ]);
  expect((await mix({ contactId: ada })).total.content).toBe(2);
});
