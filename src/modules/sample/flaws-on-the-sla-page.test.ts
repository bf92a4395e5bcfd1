import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { readTwoByTwo } from '../attribution/evidence/two-by-two/read-two-by-two.ts';
import { listHandoffs } from '../handoff/handoffs/list-handoffs.ts';
import { listCases } from '../handoff/measures/list-cases.ts';
import { readSla } from '../handoff/measures/read-sla.ts';
import { readSplit } from '../handoff/measures/read-split.ts';
import type { Projector } from '../interactions/index.ts';
import { factsCaughtUp, openFactsProjector } from '../language/facts/facts.test-support.ts';
import { addStarterDefinitions } from '../language/index.ts';
import { runSampleLoad, startSampleLoad } from './load-sample-company.ts';
import { simulate } from './simulator/simulate.ts';
import { FLAWS } from './simulator/truth.ts';

// The company as it comes: the demo's seed and scale.
const company = { seed: 7, scale: 1 };
const now = new Date('2026-06-03T12:00:00Z');
const all = { period: 'all' as const, filter: {} };
let services: TestServices;
let projector: Projector;
let workspaceId: string;
let within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  projector = openFactsProjector(services);
  const made = await createTestWorkspace(services);
  const { actor } = made;
  workspaceId = made.workspaceId;
  within = (work) => services.database.inWorkspace(workspaceId, work);
  await within((tx) => addStarterDefinitions({ tx, workspaceId, now }));
  const load = await within((tx) =>
    startSampleLoad({ tx, workspaceId, actor, ...company, endAt: undefined, now }),
  );
  await runSampleLoad(services, { workspaceId, loadId: load.id, onRecordsIn: async () => {} });
}, 240_000);
afterAll(async () => {
  await projector.stop();
  await services.close();
});

const { cast } = simulate({ ...company, endAt: now });
const nameOf = (id: string) =>
  [...cast.teammates, ...cast.campaigns].find((one) => one.id === id)?.name ?? 'nobody';

test('what stands out names the slow region, the campaign with thin packets and the overfull rep, and few others', async () => {
  const { standsOut } = await within((tx) => readSla({ tx, now, filter: all }));
  const worse = standsOut.filter((one) => one.standsOut === 'worse');
  const named = (commitment: string, dimension: string) =>
    worse.flatMap((one) => (one.commitment === commitment && one.dimension === dimension ? [one.label] : []));

  expect(named('response', 'region')).toContain(FLAWS.slowRegion.region);
  expect(named('response', 'owner').toSorted()).toEqual(
    [nameOf(FLAWS.slowRegion.teammateId), nameOf(FLAWS.overfullRep.teammateId)].toSorted(),
  );
  expect(named('completeness', 'campaign')).toEqual([nameOf(FLAWS.thinPackets.campaignId)]);
  expect(named('expired', 'owner')).toEqual([nameOf(FLAWS.overfullRep.teammateId)]);

  // The worst of the answers in time is the slow region's; packets are thin in one campaign alone.
  expect(worse.find(({ commitment }) => commitment === 'response')?.label).toBeDefined();
  // All the rest of what it says is true of the generator, too: students, the prize draw, poor fit.
  expect(worse.length).toBeLessThanOrEqual(20);
});

test('the split by owner puts both first, and the overfull rep is the fullest', async () => {
  const { rows } = await within((tx) => readSplit({ tx, now, filter: all, dimension: 'owner', limit: 50 }));
  const firstTwo = rows.slice(0, 2).map(({ label }) => label);
  expect(firstTwo.toSorted()).toEqual(
    [nameOf(FLAWS.slowRegion.teammateId), nameOf(FLAWS.overfullRep.teammateId)].toSorted(),
  );
  const { load } = await within((tx) => readSla({ tx, now, filter: all }));
  expect(load[0]?.owner?.name).toBe(nameOf(FLAWS.overfullRep.teammateId));
  expect(load[0]?.open ?? 0).toBeGreaterThan(load[0]?.capacity ?? Number.POSITIVE_INFINITY);
});

test('every figure is as long as its list, by state, and as the record says', async () => {
  const sla = await within((tx) => readSla({ tx, now, filter: all }));
  const count = async (of: Parameters<typeof listCases>[0]['of'], state: 'kept' | 'broken' | 'waiting') => {
    let cursor: string | undefined;
    let n = 0;
    do {
      const page = await within((tx) => listCases({ tx, now, filter: all, of, state, limit: 200, cursor }));
      n += page.items.length;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return n;
  };
  for (const one of sla.commitments) {
    expect(await count(one.key, 'kept'), `${one.key} kept`).toBe(one.keptCount);
    expect(await count(one.key, 'broken'), `${one.key} broken`).toBe(one.brokenCount);
    if (one.key !== 'volume') expect(await count(one.key, 'waiting'), one.key).toBe(one.waitingCount);
  }
  expect(await count('accepted_revenue', 'kept')).toBe(sla.revenue.accepted.won);
  expect(await count('owed_answers', 'broken')).toBe(sla.owes.sales.late);
  // What sales' queue calls late is what the page says that sales owes late.
  const queue = await within((tx) =>
    listHandoffs({
      tx,
      workspaceId,
      now,
      userId: null,
      input: { view: 'queue', whose: 'everybody', late: true, limit: 200 },
    }),
  );
  expect(queue.items.length).toBe(sla.owes.sales.late);
  expect(queue.counts.late).toBe(sla.owes.sales.late);
  const record = await within((tx) =>
    tx.first<{ inFunnel: number; accepted: number; open: number; deals: number }>(sql`select
      (select count(*) from contact where merged_into_id is null and reached_at[3] is not null) as "inFunnel",
      (select count(distinct h.contact_id) from handoff h join handoff_event e on e.handoff_id = h.id
        where e.what = 'accepted') as accepted,
      (select count(*) from handoff where closed_at is null) as open,
      (select count(*) from opportunity where status = 'won') as deals`),
  );
  // Who sales accepted here is who reached that stage in the funnel.
  expect(record?.accepted).toBe(record?.inFunnel);
  expect(sla.load.reduce((sum, { open }) => sum + open, 0)).toBe(record?.open);
  expect(sla.revenue.accepted.deals + sla.revenue.rejected.deals).toBeLessThanOrEqual(record?.deals ?? 0);
  const acceptance = sla.commitments.find(({ key }) => key === 'acceptance');
  const offered = sla.commitments.find(({ key }) => key === 'volume')?.n;
  expect(acceptance?.figure).toBeCloseTo((100 * (acceptance?.keptCount ?? 0)) / (offered ?? 1), 6);
});

test('each corner of the two-by-two has a campaign of which it is shown; others wait and say why', async () => {
  await factsCaughtUp(projector);
  const caller = { userId: null, permissions: new Set(['results:persons'] as const) };
  const { points } = await readTwoByTwo(services, { workspaceId, by: 'campaign', caller });
  const corners = points.flatMap(({ isSettled, quadrant }) => (isSettled ? [quadrant] : []));
  expect(new Set(corners)).toEqual(new Set(['aligned', 'silent', 'spin', 'misaligned']));
  expect(points.some(({ waits }) => waits?.why === 'few')).toBe(true);
  const { points: persons } = await readTwoByTwo(services, { workspaceId, by: 'marketer', caller });
  expect(persons.length).toBe(4);
});
