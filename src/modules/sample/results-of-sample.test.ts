import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { runSampleLoad, startSampleLoad } from './load-sample-company.ts';
import { simulate } from './simulator/simulate.ts';

const now = new Date('2026-06-03T12:00:00Z');
const endAt = new Date('2026-06-03T00:00:00Z');
const told = { seed: 7, scale: 0.25, endAt };
let services: TestServices;
let within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  const { workspaceId, actor } = await createTestWorkspace(services);
  within = (work) => services.database.inWorkspace(workspaceId, work);
  const made = await within((tx) => startSampleLoad({ tx, workspaceId, actor, ...told, now }));
  await runSampleLoad(services, { workspaceId, loadId: made.id, onRecordsIn: async () => {} });
}, 120_000);
afterAll(() => services.close());

const { cast } = simulate(told);

test('what campaigns cost is split over bills that sum to it; who records nothing has none', async () => {
  const rows = await within((tx) =>
    tx.rows<{ name: string; amount: number; entries: number }>(sql`
      select c.name, sum(e.amount_minor)::float8 as amount, count(*)::int as entries
      from cost_entry e join campaign c on c.id = e.campaign_id group by c.name`),
  );
  const paid = cast.campaigns.filter(({ costMinor }) => costMinor !== null);
  expect(rows.map(({ name, amount }) => [name, amount]).sort()).toEqual(
    paid.map(({ name, costMinor }) => [name, costMinor]).sort(),
  );
  expect(paid.length).toBeLessThan(cast.campaigns.length);
  expect(rows.some(({ entries }) => entries > 3)).toBe(true);
});

test('claims and reports are those that the story tells, figures that count for nothing beside them', async () => {
  const claims = await within((tx) =>
    tx.rows<{ name: string; metric: string; count: number }>(sql`
      select c.name, k.metric, k.claimed_count::int as count from campaign_claim k join campaign c on c.id = k.campaign_id`),
  );
  const opportunities = claims.filter(({ metric }) => metric === 'opportunities');
  expect(opportunities.map(({ name, count }) => [name, count]).sort()).toEqual(
    cast.campaigns
      .flatMap(({ name, claimedOpportunities }) =>
        claimedOpportunities === null ? [] : [[name, claimedOpportunities]],
      )
      .sort(),
  );
  expect(new Set(claims.map(({ metric }) => metric))).toEqual(
    new Set(['opportunities', 'impressions', 'likes', 'clicks']),
  );
  const [reports] = await within((tx) =>
    tx.rows<{ count: number }>(sql`select count(*)::int as count from campaign_report`),
  );
  expect(reports?.count).toBe(
    cast.campaigns.filter((campaign) => campaign.resultsReportedAt !== null).length,
  );
});

test('marketers have seen their own figures, so that whoever may see persons sees them', async () => {
  const rows = await within((tx) =>
    tx.rows<{ name: string; seen: boolean }>(sql`
      select t.name, v.seen_at <= ${now} as seen from person_view v join teammate t on t.id = v.teammate_id order by 1`),
  );
  expect(rows).toEqual(
    cast.teammates
      .filter(({ team }) => team === 'marketing')
      .map(({ name }) => ({ name, seen: true }))
      .sort((one, other) => one.name.localeCompare(other.name)),
  );
});

test('sellers said of most closed deals why, by words that can be chosen; a few are still asked', async () => {
  const [counts] = await within((tx) =>
    tx.rows<{ closed: number; said: number; strange: number; matters: number; due: number }>(sql`
      select (select count(*)::int from opportunity where status <> 'open') as closed,
        (select count(*)::int from deal_reason) as said,
        (select count(*)::int from deal_reason r join opportunity o on o.id = r.opportunity_id
          where r.said_at < o.closed_at or r.outcome <> o.status) as strange,
        (select count(*)::int from deal_reason_matter) as matters,
        (select count(*)::int from deal_reason_due d join deal_reason r on r.opportunity_id = d.opportunity_id) as due`),
  );
  expect(counts?.said).toBeGreaterThan((counts?.closed ?? 0) * 0.6);
  expect(counts?.said).toBeLessThan(counts?.closed ?? 0);
  expect(counts).toMatchObject({ strange: 0, due: 0 });
  expect(counts?.matters).toBeGreaterThan(0);
});

test('marketing is held against the bought list, and other currencies are worth something', async () => {
  const [setting] = await within((tx) =>
    tx.rows(sql`select baseline_kind, baseline_channel, sales_channels from value_setting`),
  );
  expect(setting).toEqual({
    baseline_kind: 'channel',
    baseline_channel: 'bought list',
    sales_channels: ['sales outreach'],
  });
  const rates = await within((tx) =>
    tx.rows<{ currency: string }>(sql`select distinct currency from currency_rate order by 1`),
  );
  expect(rates.map(({ currency }) => currency)).toEqual(['CHF', 'GBP', 'USD']);
});
