import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { buildCustomIndex } from '../fields/custom-index.ts';
import type { FilterClause } from './contract.ts';
import { countRecords, listContacts, listOpportunities } from './list-records.ts';

const now = new Date('2026-03-15T12:00:00Z');
const dayMs = 86_400_000;

type Seed = {
  id: string;
  name: string;
  email: string | null;
  title: string | null;
  city: string | null;
  company: string | null;
  owner: number | null;
  stage: string | null;
  status: 'open' | 'left';
  sinceDays: number | null;
  lastDays: number | null;
  createdDays: number;
  custom: Record<string, string | number | boolean>;
};

let services: TestServices;
let workspaceId: string;
let people: Seed[];
const owners = [newId(), newId()];
const companies = new Map([
  ['Müller Pumpen GmbH', newId()],
  ['Harbour Analytics', newId()],
]);

/** Few different values, so that ties and blanks are many. */
const seeds = fc.array(
  fc.record({
    id: fc.constant(''),
    name: fc.constantFrom('Ada Lovelace', 'ada king', 'Émile Zola', 'Bob_100%', "O'Neil", 'Zoë', ''),
    email: fc.option(fc.constantFrom('ada@acme.com', 'BOB@acme.com', 'z@harbour.io')),
    title: fc.option(fc.constantFrom('CFO', 'Plant manager', 'Head of IT')),
    city: fc.option(fc.constantFrom('Berlin', 'Paris')),
    company: fc.option(fc.constantFrom(...companies.keys())),
    owner: fc.option(fc.constantFrom(0, 1)),
    stage: fc.option(fc.constantFrom('inquiry', 'mql', 'sal', 'customer')),
    status: fc.constantFrom('open' as const, 'left' as const),
    sinceDays: fc.option(fc.integer({ min: 0, max: 6 })),
    lastDays: fc.option(fc.integer({ min: 0, max: 6 })),
    createdDays: fc.integer({ min: 0, max: 6 }),
    custom: fc.record(
      {
        tier: fc.constantFrom('gold', 'Silver', 'bronze'),
        size: fc.integer({ min: -3, max: 3 }),
        vip: fc.boolean(),
        renews: fc.constantFrom('2026-03-14', '2026-04-01'),
      },
      { requiredKeys: [] },
    ),
  }),
  { minLength: 60, maxLength: 60 },
);

const at = (days: number | null) =>
  days === null ? null : new Date(now.getTime() - days * dayMs).toISOString();

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  ({ workspaceId } = await createTestWorkspace(services));
  people = (fc.sample(seeds, { numRuns: 1, seed: 7 })[0] ?? []).map((seed) => ({ ...seed, id: newId() }));
  await services.database.inWorkspace(workspaceId, async (tx) => {
    for (const [n, id] of owners.entries()) {
      await tx.run(
        sql`insert into teammate (id, workspace_id, name) values (${id}, ${workspaceId}, ${`Owner ${n}`})`,
      );
    }
    for (const [name, id] of companies) {
      await tx.run(sql`insert into account (id, workspace_id, name) values (${id}, ${workspaceId}, ${name})`);
    }
    const fields = [
      ['tier', 'text'],
      ['size', 'number'],
      ['vip', 'boolean'],
      ['renews', 'date'],
    ] as const;
    for (const [key, type] of fields) {
      await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type)
        values (${newId()}, ${workspaceId}, 'contact', ${key}, ${key}, ${type})`);
    }
    for (const one of people) {
      await tx.run(sql`insert into contact (id, workspace_id, name, email, title, city, account_id, owner_id, lifecycle_stage,
          lifecycle_status, lifecycle_since, last_interaction_at, created_at, custom)
        values (${one.id}, ${workspaceId}, ${one.name}, ${one.email}, ${one.title}, ${one.city},
          ${one.company === null ? null : (companies.get(one.company) ?? null)}, ${one.owner === null ? null : (owners[one.owner] ?? null)},
          ${one.stage}, ${one.status}, ${at(one.sinceDays)}, ${at(one.lastDays)}, ${at(one.createdDays)}, ${JSON.stringify(one.custom)}::jsonb)`);
    }
  });
});
afterAll(() => services.close());

type Query = {
  search?: string;
  filter?: FilterClause[];
  sort?: string;
  direction?: 'asc' | 'desc';
  limit?: number;
  cursor?: string;
};

const asQuery = ({ filter, limit = 200, ...rest }: Query) => ({
  ...rest,
  limit,
  ...(filter ? { filter: JSON.stringify(filter) } : {}),
});

function page(query: Query) {
  return services.database.inWorkspace(workspaceId, (tx) => listContacts({ tx, now, query: asQuery(query) }));
}

async function found(query: Query): Promise<Seed[]> {
  const ids = new Set((await page(query)).items.map((row) => row.id));
  return people.filter((one) => ids.has(one.id));
}

function expectFound(query: Query, matches: (one: Seed) => boolean) {
  return expect(found(query)).resolves.toEqual(people.filter(matches));
}

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
        const whole = (await page(query)).items.map((row) => row.id);
        const paged: string[] = [];
        let cursor: string | undefined;
        for (let n = 0; n < 70; n += 1) {
          const { items, nextCursor } = await page({
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
        const counted = await services.database.inWorkspace(workspaceId, (tx) =>
          countRecords({ tx, recordType: 'contact', now, query: asQuery(query) }),
        );
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
      (await page({ sort, direction })).items.map((row) => row.id);
    const before = [
      await order('custom.tier', 'asc'),
      await order('custom.size', 'desc'),
      await order('custom.renews', 'asc'),
    ];
    const filtered = await found({ filter: [{ field: 'custom.tier', op: 'equals', value: 'SILVER' }] });
    for (const key of ['tier', 'size', 'renews']) {
      await buildCustomIndex({
        database: services.database,
        payload: { workspaceId, recordType: 'contact', key },
      });
    }
    const after = [
      await order('custom.tier', 'asc'),
      await order('custom.size', 'desc'),
      await order('custom.renews', 'asc'),
    ];
    expect(after).toEqual(before);
    await expect(
      found({ filter: [{ field: 'custom.tier', op: 'equals', value: 'SILVER' }] }),
    ).resolves.toEqual(filtered);
    await pagesAreTheWholeList(40);
  });

  it('keeps blanks last in both directions', async () => {
    for (const direction of ['asc', 'desc'] as const) {
      const { items } = await page({ sort: 'lastInteractionAt', direction });
      const firstBlank = items.findIndex((row) => row.lastInteractionAt === null);
      expect(firstBlank).toBeGreaterThan(0);
      expect(items.slice(firstBlank).every((row) => row.lastInteractionAt === null)).toBe(true);
    }
  });

  it('sorts names as a dictionary does', async () => {
    const names = (await page({ sort: 'name' })).items.map((row) => row.name).filter(Boolean);
    expect(names.indexOf('Émile Zola')).toBeLessThan(names.indexOf("O'Neil"));
    expect(names.indexOf('Bob_100%')).toBeGreaterThan(names.indexOf('Ada Lovelace'));
  });

  it('refuses a cursor of another order', async () => {
    const { nextCursor } = await page({ sort: 'name', limit: 1 });
    await expect(page({ sort: 'createdAt', cursor: nextCursor ?? '' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('search', () => {
  it('finds parts of name, e-mail, title and company, all terms together, signs taken as they are', async () => {
    await expectFound({ search: 'lovel' }, (one) => one.name === 'Ada Lovelace');
    await expectFound(
      { search: 'ACME.com' },
      (one) => one.email?.toLowerCase().includes('acme.com') ?? false,
    );
    await expectFound({ search: 'plant' }, (one) => one.title === 'Plant manager');
    await expectFound({ search: 'müller' }, (one) => one.company === 'Müller Pumpen GmbH');
    await expectFound(
      { search: 'ada pumpen' },
      (one) =>
        (/^ada/i.test(`${one.name} ${one.email ?? ''}`) && one.company === 'Müller Pumpen GmbH') ||
        (/ada/i.test(`${one.name} ${one.email ?? ''}`) && one.company === 'Müller Pumpen GmbH'),
    );
    await expectFound({ search: '100%' }, (one) => one.name === 'Bob_100%');
    await expectFound({ search: 'b_1' }, (one) => one.name === 'Bob_100%');
    await expectFound({ search: "o'n" }, (one) => one.name === "O'Neil");
  });

  it('takes one or two letters for the beginning of a word', () =>
    expectFound({ search: 'lo' }, (one) =>
      /(^| )lo/.test(`${one.name} ${one.email ?? ''} ${one.title ?? ''}`.toLowerCase()),
    ));
});

describe('filters', () => {
  const text = (value: string | null) => (value ?? '').toLowerCase();
  it('understands text', async () => {
    await expectFound(
      { filter: [{ field: 'name', op: 'equals', value: 'ADA king' }] },
      (one) => one.name === 'ada king',
    );
    await expectFound({ filter: [{ field: 'name', op: 'starts_with', value: 'ada' }] }, (one) =>
      text(one.name).startsWith('ada'),
    );
    await expectFound({ filter: [{ field: 'title', op: 'contains', value: 'o' }] }, (one) =>
      text(one.title).includes('o'),
    );
    await expectFound(
      { filter: [{ field: 'city', op: 'one_of', values: ['berlin'] }] },
      (one) => one.city === 'Berlin',
    );
    await expectFound(
      { filter: [{ field: 'city', op: 'not_equals', value: 'Berlin' }] },
      (one) => one.city !== 'Berlin',
    );
    await expectFound({ filter: [{ field: 'email', op: 'blank' }] }, (one) => one.email === null);
    await expectFound({ filter: [{ field: 'name', op: 'not_blank' }] }, (one) => one.name !== '');
  });

  it('understands references and options', async () => {
    const owner = owners[0] ?? '';
    await expectFound(
      { filter: [{ field: 'ownerId', op: 'equals', value: owner }] },
      (one) => one.owner === 0,
    );
    await expectFound(
      { filter: [{ field: 'ownerId', op: 'not_equals', value: owner }] },
      (one) => one.owner !== 0,
    );
    await expectFound({ filter: [{ field: 'ownerId', op: 'blank' }] }, (one) => one.owner === null);
    await expectFound(
      { filter: [{ field: 'lifecycleStage', op: 'one_of', values: ['mql'] }] },
      (one) => one.stage === 'mql',
    );
  });

  it('understands times, days and rolling days', async () => {
    const between = ['2026-03-11', '2026-03-13'];
    const day = (one: Seed) => (at(one.createdDays) ?? '').slice(0, 10);
    await expectFound(
      { filter: [{ field: 'createdAt', op: 'between', values: between }] },
      (one) => day(one) >= '2026-03-11' && day(one) <= '2026-03-13',
    );
    await expectFound(
      { filter: [{ field: 'createdAt', op: 'before', value: '2026-03-13' }] },
      (one) => day(one) < '2026-03-13',
    );
    await expectFound(
      { filter: [{ field: 'createdAt', op: 'after', value: '2026-03-13' }] },
      (one) => day(one) > '2026-03-13',
    );
    await expectFound(
      { filter: [{ field: 'lastInteractionAt', op: 'last_days', value: 2 }] },
      (one) => one.lastDays !== null && one.lastDays <= 2,
    );
    await expectFound(
      { filter: [{ field: 'lastInteractionAt', op: 'more_than_days_ago', value: 2 }] },
      (one) => one.lastDays !== null && one.lastDays > 2,
    );
    await expectFound(
      { filter: [{ field: 'custom.renews', op: 'next_days', value: 30 }] },
      (one) => one.custom.renews === '2026-04-01',
    );
    await expectFound(
      { filter: [{ field: 'custom.renews', op: 'last_days', value: 5 }] },
      (one) => one.custom.renews === '2026-03-14',
    );
  });

  it('understands custom fields of each type', async () => {
    const size = (one: Seed) => one.custom.size;
    await expectFound(
      { filter: [{ field: 'custom.size', op: 'less', value: 0 }] },
      (one) => typeof size(one) === 'number' && Number(size(one)) < 0,
    );
    await expectFound(
      { filter: [{ field: 'custom.size', op: 'between', values: [-1, 1] }] },
      (one) => Math.abs(Number(size(one) ?? 9)) <= 1,
    );
    await expectFound(
      { filter: [{ field: 'custom.vip', op: 'equals', value: true }] },
      (one) => one.custom.vip === true,
    );
    await expectFound(
      { filter: [{ field: 'custom.tier', op: 'blank' }] },
      (one) => one.custom.tier === undefined,
    );
    await expectFound(
      { filter: [{ field: 'custom.tier', op: 'one_of', values: ['gold', 'silver'] }] },
      (one) => one.custom.tier === 'gold' || one.custom.tier === 'Silver',
    );
  });

  it('says who waits, and who waits longer than agreed', async () => {
    const open = (one: Seed) => one.status === 'open' && one.stage !== null && one.stage !== 'customer';
    await expectFound({ filter: [{ field: 'waiting', op: 'equals', value: 'waiting' }] }, open);
    // Allowed: MQL 48 hours, SAL 72.
    await expectFound(
      { filter: [{ field: 'waiting', op: 'equals', value: 'overdue' }] },
      (one) =>
        open(one) &&
        ((one.stage === 'mql' && (one.sinceDays ?? 0) > 2) ||
          (one.stage === 'sal' && (one.sinceDays ?? 0) > 3)),
    );
  });

  it('refuses what it cannot read, and says why', async () => {
    const refused = (clause: object) =>
      expect(
        services.database.inWorkspace(workspaceId, (tx) =>
          listContacts({ tx, now, query: { limit: 10, filter: JSON.stringify([clause]) } }),
        ),
      ).rejects.toMatchObject({ code: 'invalid_input' });
    await refused({ field: 'nothing', op: 'equals', value: 'x' });
    await refused({ field: 'name', op: 'greater', value: 1 });
    await refused({ field: 'createdAt', op: 'before', value: '2026-02-30' });
    await refused({ field: 'ownerId', op: 'equals', value: 'me' });
    await refused({ field: 'custom.size', op: 'less', value: '3' });
    await refused({ field: 'name', op: 'equals' });
    await expect(
      services.database.inWorkspace(workspaceId, (tx) =>
        listContacts({ tx, now, query: { limit: 1, filter: '{' } }),
      ),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('custom values in the index', () => {
  it('follow every write', async () => {
    const id = people[0]?.id ?? '';
    const tier = (value: string) => found({ filter: [{ field: 'custom.tier', op: 'equals', value }] });
    await buildCustomIndex({
      database: services.database,
      payload: { workspaceId, recordType: 'contact', key: 'tier' },
    });
    await services.database.inWorkspace(workspaceId, (tx) =>
      tx.run(sql`update contact set custom = custom || '{"tier": "Platinum"}' where id = ${id}`),
    );
    expect((await tier('platinum')).map((one) => one.id)).toEqual([id]);
    await services.database.inWorkspace(workspaceId, (tx) =>
      tx.run(
        sql`update contact set custom = ${JSON.stringify(people[0]?.custom ?? {})}::jsonb where id = ${id}`,
      ),
    );
    await expect(tier('platinum')).resolves.toEqual([]);
  });
});

describe('lists of deals', () => {
  it('find a deal by its company', async () => {
    const company = companies.get('Harbour Analytics') ?? '';
    await services.database.inWorkspace(workspaceId, async (tx) => {
      await tx.run(sql`insert into opportunity (id, workspace_id, name, account_id, amount_minor, currency)
        values (${newId()}, ${workspaceId}, 'Renewal', ${company}, 100, 'EUR'), (${newId()}, ${workspaceId}, 'Other', null, null, 'EUR')`);
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
    const other = await createTestWorkspace(services);
    await services.database.inWorkspace(other.workspaceId, async (tx) => {
      expect((await listContacts({ tx, now, query: { limit: 10 } })).items).toEqual([]);
      expect((await listContacts({ tx, now, query: { limit: 10, search: 'ada' } })).items).toEqual([]);
      expect(await countRecords({ tx, recordType: 'contact', now, query: { search: 'ada' } })).toEqual({
        count: 0,
        precision: 'exact',
      });
    });
  });
});
