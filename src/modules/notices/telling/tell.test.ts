import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Telling, tell } from '../index.ts';

let services: TestServices;
let workspaceId: string;
beforeAll(async () => {
  services = await openTestServices();
});
beforeEach(async () => {
  ({ workspaceId } = await createTestWorkspace(services));
});
afterAll(() => services.close());

const now = new Date('2026-03-02T09:00:00Z');
const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
const member = (role: 'admin' | 'marketing' | 'sales', name: string) =>
  signInMember(services, { workspaceId, role, name });

async function teammate(row: { name: string; email?: string; userId?: string }): Promise<string> {
  const id = newId();
  await inWorkspace((tx) =>
    tx.run(sql`insert into teammate (id, workspace_id, name, email, user_id)
      values (${id}, ${workspaceId}, ${row.name}, ${row.email ?? null}, ${row.userId ?? null})`),
  );
  return id;
}

const telling = (more: Partial<Telling>): Telling => ({
  workspaceId,
  now,
  key: 'offered:1',
  kind: 'offered',
  to: {},
  title: 'Ada Lovelace is offered to you',
  text: 'Answer by 17:00.',
  href: '/handoffs?open=1',
  urgency: 'now',
  ...more,
});

const told = () =>
  inWorkspace((tx) =>
    tx.rows<{ user_id: string | null; teammate_id: string | null; in_page: boolean; title: string }>(
      sql`select user_id, teammate_id, in_page, title from notice order by id`,
    ),
  );

describe('telling people', () => {
  it('finds each person once, by whichever names', async () => {
    const rosa = await member('sales', 'Rosa');
    const jan = await member('marketing', 'Jan');
    const linked = await teammate({ name: 'Rosa', userId: rosa.userId });
    const byAddress = await teammate({ name: 'Jan', email: jan.email.toUpperCase() });
    const to = { teammateIds: [linked, byAddress], userIds: [rosa.userId], roles: ['sales' as const] };
    expect(await inWorkspace((tx) => tell(tx, telling({ to })))).toBe(2);
    expect(new Set((await told()).map((row) => row.user_id))).toEqual(new Set([rosa.userId, jan.userId]));
    expect((await told()).every((row) => row.in_page)).toBe(true);
  });

  it('tells who signs in nowhere by mail alone, and leaves out who cannot be reached or has left', async () => {
    const stranger = await signInMember(services, {
      workspaceId: (await createTestWorkspace(services)).workspaceId,
      role: 'sales',
    });
    const outside = await teammate({ name: 'Outside', email: 'out@partner-works.com' });
    const unreachable = await teammate({ name: 'No address' });
    const left = await teammate({ name: 'Left', email: 'left@works.com', userId: stranger.userId });
    const invented = await teammate({ name: 'Invented', email: 'rep@invented-works.com' });
    await inWorkspace((tx) =>
      tx.run(sql`insert into external_id (workspace_id, record_type, system, external_id, record_id)
        values (${workspaceId}, 'teammate', 'sample', 'rep-1', ${invented})`),
    );
    const to = { teammateIds: [outside, unreachable, left, invented], userIds: [stranger.userId] };
    expect(await inWorkspace((tx) => tell(tx, telling({ to })))).toBe(1);
    expect(await told()).toMatchObject([{ user_id: null, teammate_id: outside, in_page: false }]);
  });

  it('says the same to the same person once, also when two say it at the same moment', async () => {
    const { userId } = await member('sales', 'Rosa');
    const to = { userIds: [userId] };
    const both = await Promise.all(
      Array.from({ length: 8 }, () => inWorkspace((tx) => tell(tx, telling({ to })))),
    );
    expect(both.reduce((sum, count) => sum + count)).toBe(1);
    await inWorkspace((tx) => tell(tx, telling({ to, key: 'offered:2' })));
    expect(await told()).toHaveLength(2);
  });

  it('is undone with what it tells of', async () => {
    const { userId } = await member('sales', 'Rosa');
    const failing = inWorkspace(async (tx) => {
      await tell(tx, telling({ to: { userIds: [userId] } }));
      throw new Error('what happened did not happen');
    });
    await expect(failing).rejects.toThrow('did not happen');
    expect(await told()).toEqual([]);
  });

  it('refuses kinds that nobody made known, and links that lead elsewhere', async () => {
    await expect(inWorkspace((tx) => tell(tx, telling({ kind: 'gossip' })))).rejects.toThrow('gossip');
    for (const href of ['https://elsewhere.com', '//elsewhere.com', 'handoffs'])
      await expect(inWorkspace((tx) => tell(tx, telling({ href })))).rejects.toThrow('our own pages');
  });

  it('queues one message for each webhook that wants the kind, with the names of those told', async () => {
    const [rosa, jan] = [await member('sales', 'Rosa'), await member('sales', 'Jan')];
    await inWorkspace(async (tx) => {
      for (const [name, kinds, on] of [
        ['all', ['offered', 'overdue'], true],
        ['other', ['overdue'], true],
        ['off', ['offered'], false],
      ] as const)
        await tx.run(sql`insert into notice_webhook
          (id, workspace_id, name, host, sealed_url, kinds, is_on, sealed_secret, created_at, created_by, updated_at)
          values (${newId()}, ${workspaceId}, ${name}, 'hooks', 'x', ${sql.param([...kinds])}::text[], ${on}, 'x', ${now},
            'test', ${now})`);
    });
    for (const userId of [rosa.userId, jan.userId, rosa.userId])
      await inWorkspace((tx) => tell(tx, telling({ to: { userIds: [userId] } })));
    const queued = await inWorkspace((tx) =>
      tx.rows(
        sql`select h.name, d.told from notice_webhook_delivery d join notice_webhook h on h.id = d.webhook_id`,
      ),
    );
    expect(queued).toEqual([{ name: 'all', told: ['Rosa'] }]);
  });
});
