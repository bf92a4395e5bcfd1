import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListedPeople, now, openListedPeople } from '../../../../test/support/listed-people.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { buildCustomIndex } from '../fields/custom-index.ts';
import type { FilterClause } from './contract.ts';
import { countRecords, listContacts, listOpportunities } from './list-records.ts';

let listed: ListedPeople;

beforeAll(async () => {
  listed = await openListedPeople();
});
afterAll(() => listed.services.close());

const sorts = fc.constantFrom(
  'name',
  'createdAt',
  'lastInteractionAt',
  'lifecycleSince',
  'custom.tier',
  'custom.size',
  'custom.vip',
  'custom.renews',
);
const filters = fc.constantFrom<FilterClause[]>(
  [],
  [{ field: 'ownerId', op: 'not_blank' }],
  [{ field: 'title', op: 'contains', value: 'MANAG' }],
  [{ field: 'custom.size', op: 'greater', value: -1 }],
  [
    { field: 'lifecycleStage', op: 'one_of', values: ['mql', 'sal'] },
    { field: 'lifecycleStatus', op: 'equals', value: 'open' },
  ],
);

function pagesAreTheWholeList(numRuns: number) {
  return fc.assert(
    fc.asyncProperty(
      fc.record({
        sort: sorts,
        direction: fc.constantFrom('asc' as const, 'desc' as const),
        filter: filters,
        search: fc.constantFrom('', 'ada', 'a'),
      }),
      fc.integer({ min: 1, max: 17 }),
      async (query, limit) => {
        const whole = (await listed.page(query)).items.map((row) => row.id);
        const paged: string[] = [];
        let cursor: string | undefined;
        for (let n = 0; n < 70; n += 1) {
          const { items, nextCursor } = await listed.page({
            ...query,
            limit,
            ...(cursor === undefined ? {} : { cursor }),
          });
          paged.push(...items.map((row) => row.id));
          if (nextCursor === null) break;
          cursor = nextCursor;
        }
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(paged.length);
        const counted = await listed.count(query);
        expect(counted).toEqual({ count: whole.length, precision: 'exact' });
      },
    ),
    { numRuns },
  );
}

describe('paging', () => {
  it('gives each record once, in the order of the whole list, under any sort, filter, search and page size', () =>
    pagesAreTheWholeList(40));

  it('does so just the same once custom fields are indexed, in the same order', async () => {
    const order = async (sort: string, direction: 'asc' | 'desc') =>
      (await listed.page({ sort, direction })).items.map((row) => row.id);
    const before = [
      await order('custom.tier', 'asc'),
      await order('custom.size', 'desc'),
      await order('custom.renews', 'asc'),
    ];
    const filtered = await listed.found({
      filter: [{ field: 'custom.tier', op: 'equals', value: 'SILVER' }],
    });
    for (const key of ['tier', 'size', 'renews']) {
      await buildCustomIndex({
        database: listed.services.database,
        payload: { workspaceId: listed.workspaceId, recordType: 'contact', key },
      });
    }
    const after = [
      await order('custom.tier', 'asc'),
      await order('custom.size', 'desc'),
      await order('custom.renews', 'asc'),
    ];
    expect(after).toEqual(before);
    await expect(
      listed.found({ filter: [{ field: 'custom.tier', op: 'equals', value: 'SILVER' }] }),
    ).resolves.toEqual(filtered);
    await pagesAreTheWholeList(40);
  });

  it('keeps blanks last in both directions', async () => {
    for (const direction of ['asc', 'desc'] as const) {
      const { items } = await listed.page({ sort: 'lastInteractionAt', direction });
      const firstBlank = items.findIndex((row) => row.lastInteractionAt === null);
      expect(firstBlank).toBeGreaterThan(0);
      expect(items.slice(firstBlank).every((row) => row.lastInteractionAt === null)).toBe(true);
    }
  });

  it('sorts names as a dictionary does', async () => {
    const names = (await listed.page({ sort: 'name' })).items.map((row) => row.name).filter(Boolean);
    expect(names.indexOf('Émile Zola')).toBeLessThan(names.indexOf("O'Neil"));
    expect(names.indexOf('Bob_100%')).toBeGreaterThan(names.indexOf('Ada Lovelace'));
  });

  it('refuses a cursor of another order', async () => {
    const { nextCursor } = await listed.page({ sort: 'name', limit: 1 });
    await expect(listed.page({ sort: 'createdAt', cursor: nextCursor ?? '' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('custom values in the index', () => {
  it('follow every write', async () => {
    const id = listed.people[0]?.id ?? '';
    const tier = (value: string) => listed.found({ filter: [{ field: 'custom.tier', op: 'equals', value }] });
    await buildCustomIndex({
      database: listed.services.database,
      payload: { workspaceId: listed.workspaceId, recordType: 'contact', key: 'tier' },
    });
    await listed.services.database.inWorkspace(listed.workspaceId, (tx) =>
      tx.run(sql`update contact set custom = custom || '{"tier": "Platinum"}' where id = ${id}`),
    );
    expect((await tier('platinum')).map((one) => one.id)).toEqual([id]);
    await listed.services.database.inWorkspace(listed.workspaceId, (tx) =>
      tx.run(
        sql`update contact set custom = ${JSON.stringify(listed.people[0]?.custom ?? {})}::jsonb where id = ${id}`,
      ),
    );
    await expect(tier('platinum')).resolves.toEqual([]);
  });
});

describe('lists of deals', () => {
  it('find a deal by its company', async () => {
    const company = listed.companies.get('Harbour Analytics') ?? '';
    await listed.services.database.inWorkspace(listed.workspaceId, async (tx) => {
      await tx.run(sql`insert into opportunity (id, workspace_id, name, account_id, amount_minor, currency)
        values (${newId()}, ${listed.workspaceId}, 'Renewal', ${company}, 100, 'EUR'), (${newId()}, ${listed.workspaceId}, 'Other', null, null, 'EUR')`);
      const { items } = await listOpportunities({ tx, now, query: { limit: 10, search: 'harbour rene' } });
      expect(items.map((row) => [row.name, row.account?.name])).toEqual([['Renewal', 'Harbour Analytics']]);
      const byAmount = await listOpportunities({
        tx,
        now,
        query: { limit: 10, sort: 'amountMinor', direction: 'asc' },
      });
      expect(byAmount.items.map((row) => row.name)).toEqual(['Renewal', 'Other']);
    });
  });
});

describe('another workspace', () => {
  it('sees none of it, by list, search or count', async () => {
    const other = await createTestWorkspace(listed.services);
    await listed.services.database.inWorkspace(other.workspaceId, async (tx) => {
      expect((await listContacts({ tx, now, query: { limit: 10 } })).items).toEqual([]);
      expect((await listContacts({ tx, now, query: { limit: 10, search: 'ada' } })).items).toEqual([]);
      expect(await countRecords({ tx, recordType: 'contact', now, query: { search: 'ada' } })).toEqual({
        count: 0,
        precision: 'exact',
      });
    });
  });
});
