import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { addAsset } from './add-asset.ts';
import { exportAssets } from './export-assets.ts';
import { addReadPiece, anAddress, type Member, makeLibrary } from './library.test-support.ts';
import { type AssetFilters, listAssets } from './list-assets.ts';
import { readOverview } from './read-overview.ts';
import { retireAsset } from './retire-asset.ts';
import { searchPages } from './search-pages.ts';

const monday = new Date('2026-03-02T10:00:00Z');
const tuesday = new Date('2026-03-03T10:00:00Z');

let services: TestServices;
let library: Awaited<ReturnType<typeof makeLibrary>>;
let maria: Member;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
});
afterAll(() => services.close());

async function freshLibrary(): Promise<void> {
  library = await makeLibrary(services);
  maria = await library.member('marketing', 'Maria');
}

const list = (filters: AssetFilters & { cursor?: string; limit?: number } = {}) =>
  library.within((tx) => listAssets({ limit: 50, ...filters, tx, now: services.now() }));
const titles = async (filters: AssetFilters) => (await list(filters)).items.map(({ title }) => title);
const search = (q: string, more: { limit?: number; retired?: boolean } = {}) =>
  library.within((tx) => searchPages(tx, { q, limit: 20, ...more }));

describe('the list', () => {
  beforeAll(async () => {
    await freshLibrary();
    const add = (title: string, more: object) =>
      maria.act((step) =>
        addAsset(step, { title, source: anAddress(`https://x.example/${newId()}`), ...more }),
      );
    const retired = await add('Old sheet', { type: 'product sheet' });
    await add('=Cost case', { type: 'case study', personas: ['Finance'], buyingStages: ['selection'] });
    await add('Battle card', { type: 'battle card', audience: 'seller', ownerId: maria.mateId });
    await add('Aged paper', { description: 'On retrofits', reviewOn: '2026-01-01' });
    await maria.act((step) => retireAsset(step, { assetId: retired.assetId }));
    await library.within((tx) =>
      tx.run(
        sql`insert into asset (id, workspace_id, title) values (${newId()}, ${library.workspaceId}, 'Named only')`,
      ),
    );
  });

  test('leaves out what is retired, unless asked for it', async () => {
    expect(await titles({})).toEqual(['=Cost case', 'Aged paper', 'Battle card', 'Named only']);
    expect(await titles({ state: 'retired' })).toEqual(['Old sheet']);
    expect(await titles({ state: 'all' })).toHaveLength(5);
    expect(await titles({ state: 'stale' })).toEqual(['Aged paper']);
    expect(await titles({ state: 'named' })).toEqual(['Named only']);
    expect(await titles({ state: 'in_use' })).toEqual(['=Cost case', 'Battle card']);
  });

  test('narrows by each filter', async () => {
    expect(await titles({ search: 'RETROFIT' })).toEqual(['Aged paper']);
    expect(await titles({ persona: 'Finance' })).toEqual(['=Cost case']);
    expect(await titles({ buyingStage: 'selection' })).toEqual(['=Cost case']);
    expect(await titles({ audience: 'seller' })).toEqual(['Battle card']);
    expect(await titles({ ownerId: maria.mateId })).toEqual(['Battle card']);
    expect(await titles({ type: 'case study', format: 'page' })).toEqual(['=Cost case']);
    expect(await titles({ format: 'pdf' })).toEqual([]);
  });

  test.each(['title', 'newest', 'readers', 'finish', 'shares'] as const)(
    'by %s, page by page: each piece once, in the order of the whole',
    async (sort) => {
      const whole = await titles({ sort, state: 'all' });
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, state: 'all', limit: 2, ...(cursor ? { cursor } : {}) });
        paged.push(...page.items.map(({ title }) => title));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(paged).toEqual(whole);
      expect(whole).toHaveLength(5);
    },
  );

  test('counts people once, as readers and as finishers, and only what was verified', async () => {
    const { items } = await list({ search: 'battle' });
    const assetId = items[0]?.id ?? '';
    const [one, other, scanner] = [newId(), newId(), newId()];
    await library.within((tx) =>
      tx.run(sql`insert into contact (id, workspace_id, name)
        select id, ${library.workspaceId}, 'Somebody' from unnest(${sql.param([one, other, scanner])}::uuid[]) as id`),
    );
    const reading = (contactId: string, completion: number, verified = true) =>
      library.within((tx) =>
        tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, contact_id, asset_id, completion,
            verified, source)
          values (${newId()}, ${library.workspaceId}, ${monday}, 'content', 'asset_viewed', ${contactId}, ${assetId},
            ${completion}, ${verified}, 'test')`),
      );
    await reading(one, 0.2);
    await reading(one, 0.95);
    await reading(other, 0.5);
    await reading(scanner, 1, false);
    expect((await list({ sort: 'readers' })).items[0]).toMatchObject({
      title: 'Battle card',
      readers: 2,
      finished: 1,
      shares: 0,
    });
  });

  test('as CSV guards what a spreadsheet would run', async () => {
    const file = await library.within((tx) => exportAssets({ tx, now: services.now(), state: 'all' }));
    const [head, ...rows]: string[][] = parse(await file.text(), { bom: true });
    expect(head?.slice(0, 2)).toEqual(['Id', 'Title']);
    expect(rows).toHaveLength(5);
    expect(rows[0]?.[1]).toBe("'=Cost case");
  });

  test('the overview counts what the list shows', async () => {
    expect(await library.within((tx) => readOverview({ tx, now: services.now() }))).toMatchObject({
      pieces: 4,
      pastReview: 1,
      retired: 1,
      usedBySales: 0,
      types: ['battle card', 'case study', 'product sheet'],
      personas: ['Finance'],
      owners: [{ name: 'Maria' }],
    });
  });
});

describe('the search inside pages', () => {
  beforeAll(freshLibrary);

  test('finds the page, marks the words, and takes the last word for a beginning', async () => {
    const { assetId, versionId } = await addReadPiece(maria, {
      title: 'Retrofit',
      pages: ['Contents', 'How a line swap pays for itself within eighteen months', 'Imprint'],
    });
    const [hit, ...rest] = await search('Line sw');
    expect(rest).toEqual([]);
    expect(hit).toMatchObject({
      asset: { id: assetId, title: 'Retrofit' },
      versionId,
      page: 2,
      pageCount: 3,
    });
    expect(hit?.excerpt.filter((part) => part.hit).map(({ text }) => text)).toEqual(['line', 'swap']);
    expect(hit?.excerpt.map(({ text }) => text).join('')).toBe(
      'How a line swap pays for itself within eighteen months',
    );
    expect(await search('line months swap')).toHaveLength(1);
    expect(await search('line nowhere')).toEqual([]);
  });

  test('looks at what links show now, and at retired pieces when asked', async () => {
    const { assetId } = await addReadPiece(maria, { title: 'Zebra', pages: ['zebra crossing'] });
    await maria.act((step) => retireAsset(step, { assetId }));
    expect(await search('zebra')).toEqual([]);
    expect(await search('zebra', { retired: true })).toHaveLength(1);
  });

  test.each(["o'clock", "it's", '\\', "'", '-', 'co-op', '<b>', 'a & b', ':*', '\u{e000}x'])(
    'takes %s for words, never for an operator',
    async (typed) => {
      await expect(search(typed)).resolves.toBeInstanceOf(Array);
    },
  );

  test('the text of a page is never markup: it comes as parts', async () => {
    await addReadPiece(maria, { title: 'Script', pages: ['<script>alert(1)</script> needle <b>'] });
    const [hit] = await search('needle');
    expect(hit?.excerpt.map(({ text }) => text).join('')).toBe('<script>alert(1)</script> needle <b>');
  });

  test('every hit contains all words, nothing that does is missed, and another workspace sees none', async () => {
    await freshLibrary();
    const words = ['retrofit', 'line', 'cost', 'energy', 'Überholung', 'plan'];
    const pageOfWords = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 });
    const pages = fc.sample(pageOfWords, { numRuns: 30, seed: 7 }).map((page) => page.join(' '));
    await addReadPiece(maria, { title: 'Many', pages });
    const stranger = await makeLibrary(services);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (wanted, letters) => {
          const typed = [...wanted.slice(0, -1), (wanted.at(-1) ?? '').slice(0, letters)];
          const hits = await search(typed.join(' '), { limit: 50 });
          const fits = (text: string) => {
            const there = text.toLowerCase().split(' ');
            return typed.every((word, index) =>
              there.some((each) =>
                index === typed.length - 1
                  ? each.startsWith(word.toLowerCase())
                  : each === word.toLowerCase(),
              ),
            );
          };
          const expected = pages.flatMap((text, index) => (fits(text) ? [index + 1] : []));
          expect(hits.map(({ page }) => page).sort((a, b) => a - b)).toEqual(expected);
          expect(
            await stranger.within((tx) => searchPages(tx, { q: typed.join(' '), limit: 50, retired: true })),
          ).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
