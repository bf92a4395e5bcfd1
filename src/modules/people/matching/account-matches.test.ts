import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest, lockPeople } from '../ingest/ingest.ts';
import type { IngestBatch } from '../ingest/types.ts';
import { undoMerge } from '../merging/undo-merge.ts';
import { decideAccountMatch } from './decide-account-match.ts';
import { countAccountMatches, listAccountMatches } from './list-account-matches.ts';
import { matchAccounts } from './match-accounts-job.ts';
import { changeMatchSettings } from './match-settings.ts';
import { scoreNames } from './score-names.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const now = new Date('2026-03-02T10:00:00Z');

async function company(batch: IngestBatch) {
  const { workspaceId, actor } = await createTestWorkspace(services);
  const work = <T>(run: (tx: Tx) => Promise<T>) =>
    services.database.inWorkspace(workspaceId, async (tx) => {
      await lockPeople(tx, workspaceId);
      return run(tx);
    });
  const bring = (more: IngestBatch) =>
    work((tx) => ingest(tx, { workspaceId, system: 'crm', batch: more, actorName: 'test', now }));
  await bring(batch);
  await matchAccounts(services, workspaceId);
  const accountOf = async (name: string) =>
    (
      await work((tx) =>
        tx.first<{ name: string }>(
          sql`select a.name from contact c join account a on a.id = c.account_id where c.name = ${name}`,
        ),
      )
    )?.name;
  const list = (status: 'waiting' | 'automatic' | 'accepted' | 'refused' = 'waiting') =>
    work((tx) => listAccountMatches({ tx, status, limit: 50 }));
  const decide = (matchId: string, decision: 'accepted' | 'refused') =>
    work((tx) => decideAccountMatch({ tx, workspaceId, actor, now, matchId, decision }));
  return { workspaceId, actor, work, bring, accountOf, list, decide };
}

const northwind = {
  key: 'northwind',
  name: 'Northwind Traders GmbH',
  domain: 'northwind.eu',
  externalIds: [{ system: 'crm', id: 'A1' }],
};

describe('matching leads to accounts', () => {
  test('a lead whose company differs by its legal form only goes to the account, and that can be undone', async () => {
    const { accountOf, list, work, workspaceId, actor } = await company({
      accounts: [northwind],
      contacts: [{ key: 'lead', name: 'Ida Lindt', account: { name: 'NORTHWIND Traders, Inc.' } }],
    });
    expect(await accountOf('Ida Lindt')).toBe('Northwind Traders GmbH');
    const { items } = await list('automatic');
    expect(items).toMatchObject([
      { evidence: 'name', score: 1, candidate: { name: 'Northwind Traders GmbH' } },
    ]);
    const merge = await work((tx) => tx.first<{ id: string }>(sql`select id from record_merge`));
    await work((tx) => undoMerge({ tx, workspaceId, actor, now, mergeId: merge?.id ?? '' }));
    expect(await accountOf('Ida Lindt')).toBe('NORTHWIND Traders, Inc.');
    await matchAccounts(services, workspaceId);
    expect(await accountOf('Ida Lindt')).toBe('NORTHWIND Traders, Inc.');
  });

  test('the address a lead writes from says more than the name of the company', async () => {
    const { accountOf, list } = await company({
      accounts: [
        northwind,
        { key: 'other', name: 'Nordwind Handel', externalIds: [{ system: 'crm', id: 'A2' }] },
      ],
      contacts: [
        {
          key: 'lead',
          name: 'Ida Lindt',
          email: 'ida@northwind.eu',
          account: { name: 'Nordwind Handels AG' },
        },
      ],
    });
    expect(await accountOf('Ida Lindt')).toBe('Northwind Traders GmbH');
    expect((await list('automatic')).items[0]?.evidence).toBe('domain');
  });

  test('a likely one is asked; a yes moves the people, a no is not asked again', async () => {
    const { accountOf, list, decide, workspaceId, bring } = await company({
      accounts: [northwind],
      contacts: [
        { key: 'lead', name: 'Ida Lindt', account: { name: 'Northwind Trading' } },
        { key: 'other', name: 'Olaf Berg', account: { name: 'Northwynd Tradrs' } },
      ],
    });
    const { items } = await list();
    const byName = new Map(items.map((item) => [item.account.name, item]));
    const yes = byName.get('Northwind Trading');
    const no = byName.get('Northwynd Tradrs');
    expect(yes).toMatchObject({ candidate: { name: 'Northwind Traders GmbH' }, account: { peopleCount: 1 } });
    await decide(yes?.id ?? '', 'accepted');
    await decide(no?.id ?? '', 'refused');
    expect(await accountOf('Ida Lindt')).toBe('Northwind Traders GmbH');
    expect(await accountOf('Olaf Berg')).toBe('Northwynd Tradrs');
    await bring({ contacts: [{ key: 'more', name: 'Pia Holm', account: { name: 'Northwynd Tradrs' } }] });
    await matchAccounts(services, workspaceId);
    expect(
      (await list()).items.filter(
        (item) =>
          item.account.name === 'Northwynd Tradrs' && item.candidate.name.startsWith('Northwind Traders'),
      ),
    ).toEqual([]);
    await decide(yes?.id ?? '', 'refused');
    expect(await accountOf('Ida Lindt')).toBe('Northwind Trading');
  });

  test('two namesakes that both are known better than by name are left alone', async () => {
    const { list, work } = await company({
      accounts: [
        northwind,
        { ...northwind, key: 'second', domain: 'northwind.us', externalIds: [{ system: 'crm', id: 'A9' }] },
      ],
    });
    expect((await list()).items).toEqual([]);
    expect(await work(countAccountMatches)).toMatchObject({ waiting: 0, automatic: 0 });
  });

  test('a name that two accounts answer to equally is asked, not guessed', async () => {
    const { accountOf, list } = await company({
      accounts: [
        northwind,
        { ...northwind, key: 'us', domain: 'northwind.us', externalIds: [{ system: 'crm', id: 'A9' }] },
      ],
      contacts: [{ key: 'lead', name: 'Ida Lindt', account: { name: 'Northwind Traders plc' } }],
    });
    expect(await accountOf('Ida Lindt')).toBe('Northwind Traders plc');
    expect((await list()).items).toHaveLength(2);
  });

  test('people who were here first join the account that turns up with their domain', async () => {
    const { accountOf, bring, work, workspaceId } = await company({});
    await work((tx) =>
      tx.run(sql`insert into contact (id, workspace_id, name, email) values (gen_random_uuid(), ${workspaceId}, 'Ida Lindt', 'ida@northwind.eu'),
        (gen_random_uuid(), ${workspaceId}, 'Fay Free', 'northwind.eu@gmail.com')`),
    );
    await bring({ accounts: [northwind] });
    await matchAccounts(services, workspaceId);
    expect(await accountOf('Ida Lindt')).toBe('Northwind Traders GmbH');
    expect(await accountOf('Fay Free')).toBeUndefined();
  });

  test('with matching by itself turned off everything is asked', async () => {
    const { workspaceId, actor, work, bring, list } = await company({ accounts: [northwind] });
    await work((tx) =>
      changeMatchSettings({ tx, workspaceId, actor, settings: { automaticFrom: 1.01, reviewFrom: 0.8 } }),
    );
    await bring({
      contacts: [{ key: 'lead', name: 'Ida Lindt', account: { name: 'Northwind Traders Ltd' } }],
    });
    await matchAccounts(services, workspaceId);
    expect((await list()).items).toMatchObject([{ account: { name: 'Northwind Traders Ltd' }, score: 1 }]);
  });
});

describe('how alike two names are', () => {
  test.each([
    ['northwind traders', 'northwind traders', 1, 1],
    ['northwind traders', 'traders northwind', 0.95, 0.99],
    ['acme', 'acme logistics', 0.8, 0.85],
    ['ab', 'ab', 0.9, 0.9],
    ['contoso', 'fabrikam', 0, 0.5],
  ])('%s and %s', (left, right, least, most) => {
    expect(scoreNames(left, right)).toBeGreaterThanOrEqual(least);
    expect(scoreNames(left, right)).toBeLessThanOrEqual(most);
  });

  test('does not depend on which comes first and stays between 0 and 1', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}( [a-z0-9]{1,8}){0,3}$/);
    fc.assert(
      fc.property(word, word, (left, right) => {
        const score = scoreNames(left, right);
        expect(score).toBeCloseTo(scoreNames(right, left), 10);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });
});
