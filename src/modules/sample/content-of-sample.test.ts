import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { runSampleLoad, startSampleLoad } from './load-sample-company.ts';
import { simulate } from './simulator/simulate.ts';

const now = new Date('2026-06-03T12:00:00Z');
const endAt = new Date('2026-06-03T00:00:00Z');
let services: TestServices;
let within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
let load: (scale: number) => Promise<void>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  const { workspaceId, actor } = await createTestWorkspace(services);
  within = (work) => services.database.inWorkspace(workspaceId, work);
  load = async (scale) => {
    const made = await within((tx) =>
      startSampleLoad({ tx, workspaceId, actor, seed: 7, scale, endAt: undefined, now }),
    );
    await runSampleLoad(services, { workspaceId, loadId: made.id, onRecordsIn: async () => {} });
  };
  await load(0.1);
}, 120_000);
afterAll(() => services.close());

const { cast } = simulate({ seed: 7, scale: 0.1, endAt });

test('documents are there to read, as many pages as the story says, the words on their pages', async () => {
  const rows = await within((tx) =>
    tx.rows<{ title: string; type: string; key: string; pages: number; texts: number; state: string }>(sql`
      select a.title, a.type, v.file_key as key, v.page_count as pages, v.state,
        (select count(distinct p.text) from asset_page p where p.version_id = v.id and p.text <> '') as texts
      from asset a join asset_version v on v.id = a.current_version_id where v.format = 'pdf' order by a.title`),
  );
  const papers = cast.assets.filter(({ type }) =>
    ['case study', 'white paper', 'product sheet', 'battle card', 'talk track'].includes(type),
  );
  expect(rows.map(({ title }) => title).sort()).toEqual(papers.map(({ title }) => title).sort());
  for (const row of rows) {
    const told = papers.find(({ title }) => title === row.title);
    expect([row.state, row.pages, row.texts], row.title).toEqual(['ready', told?.pages, told?.pages]);
  }
  const bytes = await services.files.getBytes(rows[0]?.key ?? '');
  expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
  const others = await within((tx) =>
    tx.first<{ n: number }>(sql`select count(*) as n from asset a where current_version_id is null`),
  );
  expect(others?.n).toBe(0);
});

test('each visit stands for a row of the log and says the same of it', async () => {
  const odd = await within((tx) =>
    tx.first<Record<string, number>>(sql`
      select count(*) as visits, count(*) filter (where i.id is null) as unlogged,
        count(*) filter (where abs(i.completion - v.pages_seen::real / v.page_count) > 0.001) as "otherCompletion",
        count(*) filter (where i.verified <> v.verified) as "otherVerdict",
        count(*) filter (where v.active_ms <> (select sum(p.active_ms) from asset_visit_page p where p.visit_id = v.id))
          as "otherTime",
        count(*) filter (where not v.verified) as flagged
      from asset_visit v left join interaction i on i.id = v.interaction_id`),
  );
  expect(odd).toMatchObject({ unlogged: 0, otherCompletion: 0, otherVerdict: 0, otherTime: 0 });
  expect(odd?.visits).toBeGreaterThan(100);
  expect(odd?.flagged).toBeGreaterThan(3);
});

test('every share of a document by a seller has a link to that person', async () => {
  const counts = await within((tx) =>
    tx.first<{ shares: number; links: number; open: number }>(sql`
      select (select count(*) from interaction i join asset a on a.id = i.asset_id
          where i.type = 'asset_shared' and a.type in ('case study', 'white paper', 'product sheet')) as shares,
        (select count(*) from share_link l join interaction i on i.id = l.interaction_id
          where i.contact_id = l.contact_id and i.teammate_id = l.teammate_id) as links,
        (select count(*) from share_link where contact_id is null) as open`),
  );
  expect(counts?.links).toBe(counts?.shares);
  expect(counts?.links).toBeGreaterThan(3);
  expect(counts?.open).toBe(11);
});

test('the long white paper is left around page seven, case studies are finished by most', async () => {
  const rows = await within((tx) =>
    tx.rows<{ type: string; title: string; median: number; finished: number }>(sql`
      select a.type, a.title, percentile_cont(0.5) within group (order by v.pages_seen) as median,
        avg((v.pages_seen >= 0.9 * v.page_count)::int)::float8 as finished
      from asset_visit v join asset a on a.id = v.asset_id where v.verified group by a.id, a.type, a.title`),
  );
  expect(rows.find(({ title }) => title.includes('European energy outlook'))?.median).toBe(7);
  const cases = rows.filter(({ type }) => type === 'case study');
  const finished = cases.reduce((sum, row) => sum + row.finished, 0) / cases.length;
  expect(finished).toBeGreaterThan(0.5);
});

test('more of the same company adds to it and makes nothing twice', async () => {
  const count = () =>
    within((tx) =>
      tx.first<Record<string, number>>(sql`select (select count(*) from asset_version) as versions,
        (select count(*) from asset_page) as pages, (select count(*) from share_link where contact_id is null) as open,
        (select count(*) from asset_visit) as visits`),
    );
  const before = await count();
  const slugs = () => within((tx) => tx.rows(sql`select id, slug from share_link order by id`));
  const known = await slugs();
  await load(0.12);
  const after = await count();
  expect(after).toMatchObject({ versions: before?.versions, pages: before?.pages, open: 11 });
  expect(after?.visits).toBeGreaterThan(before?.visits ?? 0);
  expect(await slugs()).toEqual(expect.arrayContaining(known));
  await load(0.12);
  expect(await count()).toEqual(after);
}, 60_000);
