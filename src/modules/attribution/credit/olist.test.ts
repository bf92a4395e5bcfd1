import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { openImporter, readExample } from '../../import/import.test-support.ts';
import type { Projector } from '../../interactions/index.ts';
import { factsCaughtUp, openFactsProjector } from '../../language/facts/facts.test-support.ts';
import { openCredit } from './open-credit.ts';
import { readCredit } from './read-credit.ts';

const folder = process.env.LIAISON_REAL_DATA ?? '';
const read = (file: string) => readFile(join(folder, 'olist', file));
const rowsOf = async (file: string): Promise<Record<string, string>[]> =>
  parse(await read(file), { columns: true });

/** As the data says of itself: won deals and revenue by where the leads came from. */
const known = [
  ['organic_search', 271, 206_265.55],
  ['paid_search', 195, 155_092.05],
  ['unknown', 179, 213_705.94],
  ['social', 75, 43_477.99],
  ['direct_traffic', 56, 21_903.9],
  ['referral', 24, 17_887.15],
  ['email', 15, 8_484.99],
  ['', 14, 1_242.6],
  ['display', 6, 923],
  ['other', 4, 6_888.65],
  ['other_publicities', 3, 0],
] as const;

/** A real B2B funnel, anonymised; its folder is named in the environment where it is at hand. */
describe.skipIf(folder === '')('Olist', () => {
  let services: TestServices;
  let projector: Projector;
  let workspaceId: string;

  beforeAll(async () => {
    services = await openTestServices();
    projector = openFactsProjector(services);
    const importer = await openImporter(services, { currency: 'BRL' });
    for (const [file, mapping] of [
      ['olist_marketing_qualified_leads_dataset.csv', 'olist/leads.json'],
      ['olist_closed_deals_dataset.csv', 'olist/deals.json'],
      ['olist_seller_revenue.csv', 'olist/revenue.json'],
    ] as const) {
      const done = await importer.run({
        files: [{ name: file, bytes: await read(file) }],
        mapping: await readExample(mapping),
      });
      expect(done).toMatchObject({ status: 'done', outcomes: { refused: 0 } });
    }
    workspaceId = importer.workspaceId;
  }, 300_000);
  afterAll(async () => {
    await projector.stop();
    await services.close();
  });

  // Before all else: what is told of ClickHouse is told beside the import.
  it('is told to ClickHouse as a whole', () => factsCaughtUp(projector), 60_000);

  const ask = (value: 'revenue' | 'wins') =>
    readCredit(services, {
      workspaceId,
      by: 'channel',
      value,
      period: 'all',
      models: ['first', 'last', 'linear'],
    });

  it('gives first-touch revenue by origin as the data says, to the cent', async () => {
    const credit = await ask('revenue');
    const byKey = new Map(credit.rows.map(({ key, credits }) => [key, credits.first ?? 0]));
    expect(Object.fromEntries(byKey)).toEqual(
      Object.fromEntries(
        known.flatMap(([origin, , revenue]) => (origin === '' ? [] : [[origin, Math.round(revenue * 100)]])),
      ),
    );
    // Of leads whose origin nobody knows there is no touchpoint.
    expect(credit.withoutTouch).toMatchObject({ deals: 14, value: 124_260 });
    expect(credit).toMatchObject({ total: 67_587_182, results: 842, currency: 'BRL', noRate: [] });
    for (const model of ['first', 'last', 'linear'] as const)
      expect((credit.totals[model] ?? 0) + credit.withoutTouch.value, model).toBe(credit.total);
  });

  it('gives wins by origin as the data says', async () => {
    const credit = await ask('wins');
    const byKey = new Map(credit.rows.map(({ key, credits }) => [key, (credits.first ?? 0) / 1_000_000]));
    expect(Object.fromEntries(byKey)).toEqual(
      Object.fromEntries(known.flatMap(([origin, wins]) => (origin === '' ? [] : [[origin, wins]]))),
    );
    expect(credit.withoutTouch.deals).toBe(14);
  });

  it('opens every number to its deals, one of them won before its first contact', async () => {
    const names = new Set<string>();
    for (const [origin, wins, revenue] of known) {
      let sum = 0;
      let deals = 0;
      let cursor: string | undefined;
      do {
        const page = await openCredit(services, {
          workspaceId,
          by: 'channel',
          value: 'revenue',
          period: 'all',
          model: 'first',
          key: origin,
          withoutTouch: origin === '',
          limit: 100,
          cursor,
        });
        expect(page).toMatchObject({ deals: wins, total: Math.round(revenue * 100) });
        for (const item of page.items) {
          names.add(item.id);
          sum += item.credit;
          deals += 1;
          if (origin !== '') expect(item.touches.map(({ counts }) => counts)).toContain(true);
        }
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect([deals, sum], origin).toEqual([wins, Math.round(revenue * 100)]);
    }
    expect(names.size).toBe(842);
  });

  it('tells median days to win by origin as plainly counted from the files', async () => {
    const leads = new Map(
      (await rowsOf('olist_marketing_qualified_leads_dataset.csv')).map((row) => [row.mql_id ?? '', row]),
    );
    const days = new Map<string, number[]>();
    for (const deal of await rowsOf('olist_closed_deals_dataset.csv')) {
      const lead = leads.get(deal.mql_id ?? '');
      const won = Date.parse(`${deal.won_date?.replace(' ', 'T')}Z`);
      const came = Date.parse(`${lead?.first_contact_date}T00:00:00Z`);
      const origin = lead?.origin ?? '';
      days.set(origin, [...(days.get(origin) ?? []), (won - came) / 86_400_000]);
    }
    const result = await services.clickhouse.query({
      query: `select toString(channels[1]) as origin, quantileExactInclusive(0.5)((assumeNotNull(closed_ms) - lead_created_ms) / 86400000) as median
        from journey where workspace_id = toUUID('${workspaceId}') and eligibility = 'group' and status = 'won' group by origin`,
      format: 'JSONEachRow',
    });
    const found = new Map(
      (await result.json<{ origin: string; median: number }>()).map(({ origin, median }) => [origin, median]),
    );
    for (const [origin, all] of days) {
      const sorted = all.toSorted((a, b) => a - b);
      const half = (sorted.length - 1) / 2;
      const median = ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
      expect(found.get(origin), origin).toBeCloseTo(median, 6);
    }
  });
});
