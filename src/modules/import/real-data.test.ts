import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { openImporter, readExample } from './import.test-support.ts';

const folder = process.env.LIAISON_REAL_DATA ?? '';
const realFile = async (path: string) => ({
  name: path.split('/').at(-1) ?? path,
  bytes: await readFile(join(folder, path)),
});

/** Real files that do not belong to the project; their folder is named in the environment where they are at hand. */
describe.skipIf(folder === '')('real data', () => {
  let services: TestServices;
  beforeAll(async () => {
    services = await openTestServices();
  });
  afterAll(() => services.close());

  it('brings Olist in: every origin with its leads, won deals and revenue', async () => {
    const importer = await openImporter(services, { currency: 'BRL' });
    const steps = [
      ['olist/olist_marketing_qualified_leads_dataset.csv', 'olist/leads.json', 8_000],
      ['olist/olist_closed_deals_dataset.csv', 'olist/deals.json', 842],
      ['olist/olist_seller_revenue.csv', 'olist/revenue.json', 380],
    ] as const;
    for (const [file, mapping, count] of steps) {
      const done = await importer.run({ files: [await realFile(file)], mapping: await readExample(mapping) });
      expect(done).toMatchObject({
        status: 'done',
        error: null,
        progress: { rowsRead: count },
        outcomes: { refused: 0 },
      });
    }
    const found = await importer.rows(`
      select coalesce(c.custom->>'origin', '') as origin, count(*)::int as leads,
        count(*) filter (where c.lifecycle_stage = 'customer')::int as won,
        coalesce(sum(o.amount_minor), 0)::float / 100 as value
      from contact c
      left join opportunity_contact m on m.contact_id = c.id left join opportunity o on o.id = m.opportunity_id and o.status = 'won'
      group by 1 order by 2 desc`);
    expect(found).toEqual([
      { origin: 'organic_search', leads: 2296, won: 271, value: 206265.55 },
      { origin: 'paid_search', leads: 1586, won: 195, value: 155092.05 },
      { origin: 'social', leads: 1350, won: 75, value: 43477.99 },
      { origin: 'unknown', leads: 1099, won: 179, value: 213705.94 },
      { origin: 'direct_traffic', leads: 499, won: 56, value: 21903.9 },
      { origin: 'email', leads: 493, won: 15, value: 8484.99 },
      { origin: 'referral', leads: 284, won: 24, value: 17887.15 },
      { origin: 'other', leads: 150, won: 4, value: 6888.65 },
      { origin: 'display', leads: 118, won: 6, value: 923 },
      { origin: 'other_publicities', leads: 65, won: 3, value: 0 },
      { origin: '', leads: 60, won: 14, value: 1242.6 },
    ]);
    const [totals] = await importer.rows(`select
      (select count(distinct owner_id)::int from contact) as sdrs,
      (select count(distinct owner_id)::int from opportunity) as reps,
      (select count(distinct custom->>'landing_page_id')::int from contact) as pages,
      (select count(*)::int from account) as accounts, (select sum(amount_minor)::float from opportunity) as total`);
    expect(totals).toEqual({ sdrs: 32, reps: 22, pages: 495, accounts: 842, total: 67_587_182 });
    for (const [file, mapping, count] of steps) {
      const again = await importer.run({
        files: [await realFile(file)],
        mapping: await readExample(mapping),
      });
      expect(again.outcomes).toEqual({ created: 0, updated: 0, unchanged: count, refused: 0 });
    }
  });

  it('brings the Maven pipeline in, rows without an account and unknown products with it', async () => {
    const importer = await openImporter(services, { currency: 'USD' });
    const names = {
      accounts: 'accounts',
      products: 'products',
      sales_teams: 'sales-teams',
      sales_pipeline: 'pipeline',
    };
    for (const [file, mapping] of Object.entries(names)) {
      const files = [await realFile(`maven-crm/${file}.csv`)];
      const given = await readExample(`maven/${mapping}.json`);
      const done = await importer.run({ files, mapping: given });
      expect(done).toMatchObject({ status: 'done', error: null, outcomes: { refused: 0 } });
      const again = await importer.run({ files, mapping: given });
      expect(again.outcomes).toEqual({
        created: 0,
        updated: 0,
        unchanged: done.progress.rowsRead,
        refused: 0,
      });
    }
    const stages = await importer.rows(
      'select stage, count(*)::int as deals from opportunity group by 1 order by 2 desc',
    );
    expect(stages).toEqual([
      { stage: 'Won', deals: 4238 },
      { stage: 'Lost', deals: 2473 },
      { stage: 'Engaging', deals: 1589 },
      { stage: 'Prospecting', deals: 500 },
    ]);
    const [totals] = await importer.rows(`select sum(amount_minor)::float / 100 as value,
      count(*) filter (where account_id is null)::int as lonely,
      count(*) filter (where not exists (select from product p where lower(p.name) = lower(opportunity.product)))::int as unknown,
      (select count(*)::int from account) as accounts, (select count(*)::int from account where parent_id is not null) as subsidiaries,
      (select count(*)::int from teammate) as teammates from opportunity`);
    expect(totals).toEqual({
      value: 10_005_534,
      lonely: 1425,
      unknown: 1480,
      accounts: 85,
      subsidiaries: 15,
      teammates: 41,
    });
  }, 180_000);

  it('brings a Salesforce export in, whatever the order of its files', async () => {
    const importer = await openImporter(services, { currency: 'USD' });
    const names = (await readdir(join(folder, 'salesforce-export-shapes'))).sort().reverse();
    const files = await Promise.all(names.map((name) => realFile(`salesforce-export-shapes/${name}`)));
    const done = await importer.run({ files, preset: 'salesforce' });
    expect(done).toMatchObject({
      status: 'done',
      error: null,
      outcomes: { refused: 0 },
      ignoredFiles: ['LICENSE.txt'],
    });
    const [counts] = await importer.rows(`select (select count(*)::int from account) as accounts,
      (select count(*)::int from campaign) as campaigns, (select count(*)::int from opportunity) as opportunities,
      (select count(distinct record_id)::int from external_id where record_type = 'contact' and external_id like '003%') as contacts,
      (select count(distinct record_id)::int from external_id where record_type = 'contact' and external_id like '00Q%') as leads,
      (select count(*)::int from contact) as people,
      (select count(*)::int from interaction where type = 'task' and contact_id is not null) as tasks,
      (select count(*)::int from interaction where type like 'campaign%' and contact_id is not null and campaign_id is not null) as members,
      (select count(*)::int from interaction where type = 'support_case' and contact_id is not null) as cases`);
    expect(counts).toEqual({
      accounts: 22,
      campaigns: 8,
      opportunities: 50,
      contacts: 102,
      leads: 60,
      people: 162,
      tasks: 75,
      members: 68,
      cases: 40,
    });
    const again = await importer.run({ files, preset: 'salesforce' });
    expect(again.outcomes).toEqual({ created: 0, updated: 0, unchanged: done.progress.rowsRead, refused: 0 });
  });

  it('knows the headings of a HubSpot export: every column finds a place, none is refused', async () => {
    const importer = await openImporter(services);
    const { name, bytes } = await realFile('hubspot-export-headings/hubspot_all_contacts_2023_header.csv');
    const headings = bytes.toString('utf8').trim().slice(1, -1).split('","');
    expect(headings).toHaveLength(177);
    const values: Record<string, string> = {
      'Record ID': '51',
      Email: 'ann@acme.io',
      'Lifecycle Stage': 'Marketing Qualified Lead',
      'Became a Marketing Qualified Lead Date': '2023-03-04 10:00',
      'Create Date': '2023-03-01 10:00',
      'Associated Company': 'Acme',
      'Original Source': 'PAID_SEARCH',
    };
    const row = headings.map(
      (heading) => values[heading] ?? (/date|time|number|amount|revenue/i.test(heading) ? '' : 'x y'),
    );
    const blanked = row.map((cell, at) => (cell === 'x y' && isTyped(headings[at] ?? '') ? '' : cell));
    const file = {
      name,
      bytes: `${bytes.toString('utf8').trim()}\n${blanked.map((cell) => `"${cell}"`).join(',')}\n`,
    };
    const done = await importer.run({ files: [file], preset: 'hubspot-contacts' });
    expect(done).toMatchObject({ status: 'done', outcomes: { created: 1, refused: 0 } });
    const [person] =
      await importer.rows(`select c.email, c.channel, c.lifecycle_stage as stage, a.name as company
      from contact c join account a on a.id = c.account_id`);
    expect(person).toEqual({ email: 'ann@acme.io', channel: 'paid_search', stage: 'mql', company: 'Acme' });
  });
});

/** Columns whose values must be of a type; the test gives them none. */
function isTyped(heading: string): boolean {
  const typed = [
    'score',
    'pageviews',
    'likelihood',
    'emails ',
    'last ',
    'seen',
    'work email',
    'days to',
    'became',
    'ids',
    'associated deal',
  ];
  return typed.some((word) => heading.toLowerCase().includes(word));
}
