import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  type ListedPeople,
  type ListedPerson,
  now,
  openListedPeople,
} from '../../../../test/support/listed-people.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { compileSelection } from './compile-filter.ts';
import { listContacts } from './list-records.ts';
import { readSelection } from './selection.ts';

let listed: ListedPeople;

beforeAll(async () => {
  listed = await openListedPeople();
});
afterAll(() => listed.services.close());

function expectFound(query: Parameters<ListedPeople['found']>[0], matches: (one: ListedPerson) => boolean) {
  return expect(listed.found(query)).resolves.toEqual(listed.people.filter(matches));
}

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

describe('search of very many', () => {
  it('finds row by row what the index finds, whether companies are listed by id or looked up', async () => {
    for (const search of ['ada', 'ada pumpen', 'lo harbour', 'acme', 'b_1 müller', "o'n"]) {
      const byIndex = new Set((await listed.found({ search })).map((one) => one.id));
      await listed.services.database.inWorkspace(listed.workspaceId, async (tx) => {
        const selection = await readSelection({ tx, recordType: 'contact', query: { search }, now });
        const companies = await tx.rows<{ id: string; name: string }>(sql`select id, name from account`);
        const having = (term: string) =>
          companies.filter((one) => matchesWord(one.name, term)).map((one) => one.id);
        for (const listedIds of [true, false]) {
          const terms = selection.terms.map((term) => ({
            term,
            companyIds: listedIds ? having(term) : null,
          }));
          const rows = await tx.rows<{ id: string }>(
            sql`select r.id from contact r where ${compileSelection(selection, terms)}`,
          );
          expect(new Set(rows.map((row) => row.id))).toEqual(byIndex);
        }
      });
    }
  });
});

/** From three letters anywhere, below at the beginning of a word. */
function matchesWord(name: string, term: string): boolean {
  const text = name.toLowerCase();
  return term.length >= 3 ? text.includes(term) : text.startsWith(term) || text.includes(` ${term}`);
}

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
    const owner = listed.owners[0] ?? '';
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
    const day = (one: ListedPerson) => (at(one.createdDays) ?? '').slice(0, 10);
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
    const size = (one: ListedPerson) => one.custom.size;
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
    const open = (one: ListedPerson) =>
      one.status === 'open' && one.stage !== null && one.stage !== 'customer';
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
        listed.services.database.inWorkspace(listed.workspaceId, (tx) =>
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
      listed.services.database.inWorkspace(listed.workspaceId, (tx) =>
        listContacts({ tx, now, query: { limit: 1, filter: '{' } }),
      ),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
