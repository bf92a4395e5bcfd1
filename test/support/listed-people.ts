import fc from 'fast-check';
import type { FilterClause } from '../../src/modules/people/lists/contract.ts';
import { countRecords, listContacts } from '../../src/modules/people/lists/list-records.ts';
import { newId } from '../../src/platform/ids.ts';
import { sql } from '../../src/platform/postgres/database.ts';
import { openTestServices, type TestServices } from './services.ts';
import { createTestWorkspace } from './workspace.ts';

export const now = new Date('2026-03-15T12:00:00Z');
const dayMs = 86_400_000;

export type ListedPerson = {
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

type Query = {
  search?: string;
  filter?: FilterClause[];
  sort?: string;
  direction?: 'asc' | 'desc';
  limit?: number;
  cursor?: string;
};

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

export const at = (days: number | null) =>
  days === null ? null : new Date(now.getTime() - days * dayMs).toISOString();

const asQuery = ({ filter, limit = 200, ...rest }: Query) => ({
  ...rest,
  limit,
  ...(filter ? { filter: JSON.stringify(filter) } : {}),
});

export type ListedPeople = {
  services: TestServices;
  workspaceId: string;
  people: readonly ListedPerson[];
  owners: readonly string[];
  companies: ReadonlyMap<string, string>;
  page(query: Query): ReturnType<typeof listContacts>;
  count(query: Query): ReturnType<typeof countRecords>;
  /** The people that a list finds, in the order they were made. */
  found(query: Query): Promise<ListedPerson[]>;
};

/** A workspace with sixty people of few different values, and the same people in memory to hold lists against. */
export async function openListedPeople(): Promise<ListedPeople> {
  const services = await openTestServices();
  services.setNow(now);
  const { workspaceId } = await createTestWorkspace(services);
  const people = (fc.sample(seeds, { numRuns: 1, seed: 7 })[0] ?? []).map((seed) => ({
    ...seed,
    id: newId(),
  }));
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
  const page = (query: Query) =>
    services.database.inWorkspace(workspaceId, (tx) => listContacts({ tx, now, query: asQuery(query) }));
  const count = (query: Query) =>
    services.database.inWorkspace(workspaceId, (tx) =>
      countRecords({ tx, recordType: 'contact', now, query: asQuery(query) }),
    );
  const found = async (query: Query) => {
    const ids = new Set((await page(query)).items.map((row) => row.id));
    return people.filter((one) => ids.has(one.id));
  };
  return { services, workspaceId, people, owners, companies, page, count, found };
}
