import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import type { Projector } from '../../interactions/index.ts';
import { factsCaughtUp, openFactsProjector } from '../../language/facts/facts.test-support.ts';
import { ingest } from '../../people/index.ts';
import type { IngestBatch } from '../../people/ingest/types.ts';
import type { WaterfallQuery, waterfallStates } from './contract.ts';
import { listDealsOfJourneys } from './list-deals.ts';
import { listStalledLeads } from './list-stalled-leads.ts';
import { listWaterfallPeople } from './list-waterfall-people.ts';
import type { JourneysContext } from './plan.ts';
import { readAccountJourney } from './read-account-journey.ts';
import { readFlow } from './read-flow.ts';
import { readLift } from './read-lift.ts';
import { readPaths } from './read-paths.ts';
import { readStalls } from './read-stalls.ts';
import { readWaterfall } from './read-waterfall.ts';

let services: TestServices;
let projector: Projector;
let context: JourneysContext;

const day = (n: number, hour = 10) => new Date(Date.UTC(2026, 0, n, hour));
const now = day(60);
const everything = { period: 'all', filter: {} } as const;
const all: WaterfallQuery = { ...everything, basis: 'touch', limit: 24 };
const deals = {
  ...everything,
  by: 'channel',
  steps: 3,
  landmarkDays: 30,
  liftStage: '',
  met: true,
  limit: 100,
} as const;

const stage = (contact: string, key: string, n: number, outcome: 'reached' | 'left' = 'reached') => ({
  key: `${contact} ${key} ${outcome}`,
  contact: { key: contact },
  outcome,
  stage: key,
  at: day(n),
  source: 'import' as const,
});
const touch = (contact: string, kind: 'content' | 'person', type: string, channel: string, n: number) => ({
  key: `${contact} ${type} ${n}`,
  kind,
  type,
  channel,
  occurredAt: day(n),
  contact: { key: contact },
});

/** Ann and Bob buy together; Cyd leaves; Dan's deal is open in a currency without a rate; somebody never says who. */
const company: IngestBatch = {
  accounts: [{ key: 'acme', name: 'Acme', domain: 'acme.example' }],
  contacts: [
    { key: 'ann', name: 'Ann', channel: 'Webinar', account: { key: 'acme' }, createdAt: day(2) },
    { key: 'bob', name: 'Bob', channel: 'Paid search', account: { key: 'acme' }, createdAt: day(3) },
    { key: 'cyd', name: 'Cyd', channel: 'Webinar', createdAt: day(3) },
    { key: 'dan', name: 'Dan', channel: 'Referral', createdAt: day(4) },
  ],
  stageChanges: [
    stage('ann', 'inquiry', 2),
    stage('ann', 'mql', 4),
    stage('ann', 'opportunity', 10),
    stage('ann', 'customer', 20),
    stage('bob', 'inquiry', 3),
    stage('cyd', 'inquiry', 3),
    stage('cyd', 'inquiry', 9, 'left'),
    stage('dan', 'inquiry', 4),
    stage('dan', 'mql', 6),
  ],
  profiles: [{ key: 'p', anonymousId: 'a-1', firstSeenAt: day(5), lastSeenAt: day(5) }],
  interactions: [
    touch('ann', 'content', 'page_view', 'Webinar', 1),
    touch('ann', 'content', 'page_view', 'Webinar', 2),
    touch('ann', 'person', 'call', '', 5),
    touch('cyd', 'content', 'page_view', 'Direct', 3),
    touch('dan', 'person', 'meeting', '', 8),
    {
      key: 'nobody',
      kind: 'content',
      type: 'page_view',
      channel: 'Direct',
      occurredAt: day(5),
      profile: 'a-1',
    },
  ],
  opportunities: [
    {
      key: 'first',
      name: 'Acme: first',
      account: { key: 'acme' },
      status: 'won',
      stage: 'Closed won',
      amountMinor: 10_000,
      currency: 'EUR',
      openedAt: day(10),
      closedAt: day(20),
      buyingGroup: [{ contact: { key: 'ann' }, isPrimary: true }, { contact: { key: 'bob' } }],
      stageHistory: [
        { stage: 'Proposal', status: 'open', at: day(10) },
        { stage: 'Closed won', status: 'won', at: day(20) },
      ],
    },
    {
      key: 'second',
      name: 'Dan: second',
      status: 'open',
      stage: 'Proposal',
      amountMinor: 5_000,
      currency: 'USD',
      openedAt: day(12),
      buyingGroup: [{ contact: { key: 'dan' }, isPrimary: true }],
      stageHistory: [{ stage: 'Proposal', status: 'open', at: day(12) }],
    },
  ],
};

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  projector = openFactsProjector(services);
  const { workspaceId } = await createTestWorkspace(services);
  const inWorkspace: JourneysContext['inWorkspace'] = (work) =>
    services.database.inWorkspace(workspaceId, work);
  context = { services, workspaceId, inWorkspace };
  await inWorkspace((tx) =>
    ingest(tx, { workspaceId, system: 'test', actorName: 'test', now, batch: company }),
  );
}, 60_000);
afterAll(async () => {
  await projector.stop();
  await services.close();
});

test('facts are there', () => factsCaughtUp(projector), 30_000);

test('the waterfall counts each person once for every step up to their furthest, and a deal once', async () => {
  const { steps, throughout, dealsWithoutRate } = await readWaterfall(context, all);
  expect(Object.fromEntries(steps.map(({ key, people }) => [key, people]))).toEqual({
    click: 4,
    known: 4,
    'stage:inquiry': 4,
    'stage:mql': 3,
    'stage:sal': 3,
    'stage:sql': 3,
    'stage:opportunity': 3,
    'stage:customer': 2,
    won: 2,
  });
  expect(steps[0]).toMatchObject({ visitors: 1, passRate: 4 / 5 });
  expect(steps.at(-1)).toMatchObject({ deals: 1, wonMinor: 10_000, openMinor: 0 });
  expect(steps.find(({ key }) => key === 'stage:inquiry')?.toNext).toEqual({
    people: 2,
    medianDays: 2,
    p90Days: 2,
  });
  // Ann from day 1 to 20, Bob from day 3, where he came from being his first touchpoint.
  expect(throughout).toMatchObject({ people: 2 });
  expect(dealsWithoutRate).toBe(1);
});

test('every number of the waterfall opens to as many people', async () => {
  const { steps } = await readWaterfall(context, all);
  const count = async (step: string, state: (typeof waterfallStates)[number]) =>
    (await listWaterfallPeople(context, { ...all, step, state, limit: 100 })).items.length;
  for (const [nth, step] of steps.entries()) {
    const next = steps[nth + 1]?.people ?? 0;
    expect(await count(step.key, 'reached')).toBe(step.people);
    expect(await count(step.key, 'stopped')).toBe(step.people - next);
    expect(await count(step.key, 'timed')).toBe(step.toNext?.people ?? 0);
  }
  expect(await count('known', 'goneOn')).toBe(4);
  expect(await count('known', 'valued')).toBe(1);
});

test('whoever became known is a cohort of its own, without a click', async () => {
  const { steps } = await readWaterfall(context, {
    ...all,
    basis: 'known',
    period: 'custom',
    to: '2026-01-03',
  });
  expect(steps.map(({ key }) => key).slice(0, 2)).toEqual(['known', 'stage:inquiry']);
  expect(steps[0]).toMatchObject({ people: 3, visitors: 0 });
});

test('the people of a step come page by page, each once', async () => {
  const asked = { ...all, step: 'known', state: 'reached', limit: 3 } as const;
  const first = await listWaterfallPeople(context, asked);
  const second = await listWaterfallPeople(context, { ...asked, cursor: first.nextCursor ?? '' });
  expect(second.nextCursor).toBe(null);
  expect([...first.items, ...second.items].map(({ name }) => name).toSorted()).toEqual([
    'Ann',
    'Bob',
    'Cyd',
    'Dan',
  ]);
});

test.each(['month', 'quarter', 'channel', 'persona'])('rows by %s add up to the waterfall', async (by) => {
  const { steps, rows } = await readWaterfall(context, { ...all, by, limit: 1 });
  const sum = (part: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + part(row), 0);
  for (const step of steps) expect(sum((row) => row.steps[step.key] ?? 0)).toBe(step.people);
  expect(sum(({ visitors }) => visitors)).toBe(1);
  expect(sum(({ wonMinor }) => wonMinor)).toBe(10_000);
});

test('a filter keeps to whom it lets through, whatever the case', async () => {
  const { steps } = await readWaterfall(context, { ...all, filter: { channel: 'WEBINAR' } });
  expect(steps[0]).toMatchObject({ people: 2, visitors: 0 });
  const refused = readWaterfall(context, { ...all, filter: { mood: 'good' } });
  await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
});

test('what follows upon the same is one step of a path, and the path opens to its deals', async () => {
  const paths = await readPaths(context, { ...everything, by: 'channel', steps: 3, limit: 25 });
  const words = paths.rows.map(({ steps, isCut }) => [
    ...steps.map(({ label }) => label),
    ...(isCut ? ['…'] : []),
  ]);
  expect(words).toEqual([
    ['Webinar', 'Paid search', 'Call'],
    ['Referral', 'Meeting'],
  ]);
  expect(paths.rows[0]).toMatchObject({ journeys: 1, wins: 1, wonMinor: 10_000, medianDays: 19 });
  expect(paths.rows[0]?.winRate).toMatchObject({ value: 1, n: 1 });
  expect(paths.rows[1]).toMatchObject({ wins: 0, open: 1, winRate: null });
  for (const row of paths.rows) {
    const list = await listDealsOfJourneys(context, { ...deals, path: row.path });
    expect(list.items).toHaveLength(row.journeys);
  }
});

test('what flows into a place flows out of it, and each place opens to its deals', async () => {
  const flow = await readFlow(context, { ...everything, by: 'channel', steps: 2 });
  expect(flow).toMatchObject({ journeys: 2, goOn: 1 });
  for (const node of flow.nodes) {
    const into = flow.links.filter(({ to }) => to === node.id).reduce((sum, one) => sum + one.journeys, 0);
    const outOf = flow.links
      .filter(({ from }) => from === node.id)
      .reduce((sum, one) => sum + one.journeys, 0);
    if (node.step > 0) expect(into).toBe(node.journeys);
    if (!node.id.startsWith('end:')) expect(outOf).toBe(node.journeys);
    const list = await listDealsOfJourneys(context, { ...deals, steps: 2, node: node.id });
    expect(list.items).toHaveLength(node.journeys);
  }
  for (const { from, to, journeys } of flow.links) {
    const list = await listDealsOfJourneys(context, { ...deals, steps: 2, node: from, nextNode: to });
    expect(list.items).toHaveLength(journeys);
  }
});

test('who left stands nowhere; a deal waits since it came to its stage', async () => {
  const ofDeals = await readStalls(context, { ...everything, of: 'deals', by: 'type' });
  expect(ofDeals).toMatchObject({ waiting: 1, stalled: 0, openMinor: 0, dealsWithoutRate: 1 });
  const [row] = ofDeals.rows;
  expect(row).toMatchObject({ stageName: 'Proposal', label: 'Meeting', kind: 'person', medianDays: 60 - 12 });
  expect(row?.goneOnMedianDays).toBe(null);
  const list = await listDealsOfJourneys(context, {
    ...deals,
    by: 'type',
    stage: row?.stage,
    lastTouch: row?.key,
  });
  expect(list.items.map(({ name }) => name)).toEqual(['Dan: second']);
  const ofLeads = await readStalls(context, { ...everything, of: 'leads', by: 'type' });
  // Ann and Bob are customers, Cyd left.
  expect(ofLeads.rows.map(({ stage: key, waiting }) => [key, waiting])).toEqual([['opportunity', 1]]);
  const [standing] = ofLeads.rows;
  const leads = await listStalledLeads(context, {
    ...everything,
    by: 'type',
    stage: 'opportunity',
    lastTouch: standing?.key,
    untouched: false,
    limit: 10,
  });
  expect(leads.items).toMatchObject([{ name: 'Dan', days: standing?.medianDays, stalled: false }]);
  const elsewhere = { ...everything, by: 'type', stage: 'opportunity', limit: 10 } as const;
  expect((await listStalledLeads(context, { ...elsewhere, untouched: true })).items).toEqual([]);
  expect((await listStalledLeads(context, { ...elsewhere, stalled: true })).items).toEqual([]);
});

test('with few deals nothing is said of what comes before a win, but what was counted opens', async () => {
  const lift = await readLift(context, { ...everything, of: 'talk', landmarkDays: 5, limit: 30 });
  expect(lift.stages[0]).toMatchObject({ deals: 1, wins: 1, leftOut: 0 });
  expect(lift.rows).toHaveLength(1);
  expect(lift.rows[0]).toMatchObject({ key: 'call', label: 'Call', kind: 'person' });
  expect(lift.rows[0]?.cells[0]).toMatchObject({ withDeals: 1, verdict: 'too-few', ratio: null });
  const list = await listDealsOfJourneys(context, {
    ...deals,
    liftOf: 'talk',
    liftKey: 'call',
    landmarkDays: 5,
  });
  expect(list.items.map(({ name }) => name)).toEqual(['Acme: first']);
  // Decided before the landmark, the deal says nothing.
  const late = await readLift(context, { ...everything, of: 'talk', landmarkDays: 30, limit: 30 });
  expect(late.stages[0]).toMatchObject({ deals: 0, leftOut: 1 });
});

test('an account’s journey has its people, what they met, its deals and turning points', async () => {
  const { items } = await listDealsOfJourneys(context, { ...deals, status: 'won' });
  const accountId = items[0]?.account?.id ?? '';
  const journey = await readAccountJourney(context, { accountId });
  expect(journey.people.map(({ name, touchpoints }) => [name, touchpoints])).toEqual([
    ['Ann', 3],
    ['Bob', 1],
  ]);
  expect(journey.touches.map(({ kind }) => kind)).toEqual(['content', 'content', 'content', 'person']);
  expect(journey.deals).toMatchObject([{ name: 'Acme: first', status: 'won', amountMinor: 10_000 }]);
  expect(journey.marks.filter(({ kind }) => kind !== 'stage').map(({ kind }) => kind)).toEqual([
    'opened',
    'won',
  ]);
  const unknown = readAccountJourney(context, { accountId: items[0]?.id ?? '' });
  await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
});
