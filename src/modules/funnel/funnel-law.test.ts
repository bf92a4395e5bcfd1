import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordStageChanges } from '../people/index.ts';
import type { Funnel, FunnelFilter, PeopleState } from './contract.ts';
import { listFunnelDeals } from './list-funnel-deals.ts';
import { listFunnelPeople } from './list-funnel-people.ts';
import { readFunnel } from './read-funnel.ts';
import { readTrend } from './read-trend.ts';
import { splitFunnel } from './split-funnel.ts';

const now = new Date('2026-03-15T12:00:00Z');
const stageKeys = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'] as const;
const allowedHours: Record<string, number | null> = {
  inquiry: null,
  mql: 48,
  sal: 72,
  sql: 336,
  opportunity: 1440,
  customer: null,
};

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

type Change = {
  outcome: 'reached' | 'returned' | 'left';
  stage: (typeof stageKeys)[number];
  daysAgo: number;
};
type Person = {
  channel: string | null;
  tier: string | null;
  segment: string | null;
  isMerged: boolean;
  changes: Change[];
  deal: {
    status: 'open' | 'won' | 'lost';
    amountMinor: number | null;
    currency: string;
    closedDaysAgo: number;
  } | null;
};

const change: fc.Arbitrary<Change> = fc.record({
  outcome: fc.constantFrom(
    'reached' as const,
    'reached' as const,
    'reached' as const,
    'returned' as const,
    'left' as const,
  ),
  stage: fc.constantFrom(...stageKeys),
  // Quarter days, so that equal and disordered dates and both sides of a limit all come up.
  daysAgo: fc.integer({ min: 0, max: 800 }).map((quarters) => quarters / 4),
});

const person: fc.Arbitrary<Person> = fc.record({
  channel: fc.constantFrom(null, '', 'webinar', 'search'),
  tier: fc.constantFrom(null, 'A', 'B'),
  segment: fc.constantFrom(null, 'SMB', 'Enterprise'),
  isMerged: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  changes: fc.array(change, { maxLength: 7 }),
  deal: fc.option(
    fc.record({
      status: fc.constantFrom('open' as const, 'won' as const, 'won' as const, 'lost' as const),
      amountMinor: fc.option(fc.integer({ min: 0, max: 9_000_000 })),
      currency: fc.constantFrom('EUR', 'EUR', 'USD'),
      closedDaysAgo: fc.integer({ min: 0, max: 200 }),
    }),
  ),
});

const filter: fc.Arbitrary<FunnelFilter> = fc.record({
  period: fc.constantFrom('auto' as const, 'last30' as const, 'last90' as const, 'all' as const),
  mode: fc.constantFrom('cohort' as const, 'period' as const),
  filter: fc.constantFrom<FunnelFilter['filter']>(
    {},
    { channel: 'webinar' },
    { channel: ['', 'search'] },
    { segment: 'SMB', tier: ['A', 'B'] },
    { tier: '' },
  ),
});

async function insertPerson(tx: Tx, workspaceId: string, one: Person): Promise<string> {
  const [contactId, accountId] = [newId(), newId()];
  await tx.run(
    sql`insert into account (id, workspace_id, name, segment) values (${accountId}, ${workspaceId}, 'A company', ${one.segment})`,
  );
  await tx.run(sql`insert into contact (id, workspace_id, account_id, name, channel, custom)
    values (${contactId}, ${workspaceId}, ${accountId}, 'Somebody', ${one.channel}, ${JSON.stringify(one.tier === null ? {} : { tier: one.tier })}::jsonb)`);
  if (one.deal) {
    const dealId = newId();
    const closedAt = one.deal.status === 'open' ? null : daysAgo(one.deal.closedDaysAgo);
    await tx.run(sql`insert into opportunity (id, workspace_id, account_id, name, amount_minor, currency, status, closed_at)
      values (${dealId}, ${workspaceId}, ${accountId}, 'A deal', ${one.deal.amountMinor}, ${one.deal.currency}, ${one.deal.status}, ${closedAt})`);
    await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id, is_primary)
      values (${workspaceId}, ${dealId}, ${contactId}, true)`);
  }
  return contactId;
}

async function makeCompany(people: readonly Person[]): Promise<string> {
  const { workspaceId } = await createTestWorkspace(services);
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type)
      values (${newId()}, ${workspaceId}, 'contact', 'tier', 'Tier', 'text')`);
    const ids: string[] = [];
    for (const one of people) ids.push(await insertPerson(tx, workspaceId, one));
    await recordStageChanges(tx, {
      workspaceId,
      now,
      changes: people.flatMap((one, index) =>
        one.changes.map(({ outcome, stage, daysAgo: days }) => ({
          contactId: ids[index] ?? '',
          outcome,
          stage,
          at: daysAgo(days),
          source: 'import' as const,
        })),
      ),
    });
    const survivor = ids.find((_, index) => !people[index]?.isMerged);
    for (const [index, one] of people.entries()) {
      if (one.isMerged && survivor)
        await tx.run(sql`update contact set merged_into_id = ${survivor} where id = ${ids[index]}`);
    }
  });
  return workspaceId;
}

type Counts = Record<'reached' | 'here' | 'waiting' | 'late' | 'goneOn' | 'left', number>;

/** The same said another way: person by person, from the derived fields, in plain TypeScript. */
async function countOneByOne(
  tx: Tx,
  options: { filter: FunnelFilter; range: Funnel['range'] },
): Promise<Counts[]> {
  const people = await tx.rows<{
    reached: (Date | null)[];
    stage: (typeof stageKeys)[number] | null;
    status: string;
    since: Date | null;
    values: Record<string, string>;
  }>(sql`select c.reached_at as reached, c.lifecycle_stage as stage, c.lifecycle_status as status, c.lifecycle_since as since,
      json_build_object('channel', coalesce(c.channel, ''), 'tier', coalesce(c.custom ->> 'tier', ''), 'segment', coalesce(a.segment, '')) as values
    from contact c left join account a on a.id = c.account_id where c.merged_into_id is null`);
  const wanted = Object.entries(options.filter.filter).map(([key, value]) => ({
    key,
    values: [value].flat(),
  }));
  const matching = people.filter((one) =>
    wanted.every(({ key, values }) => values.includes(one.values[key] ?? '')),
  );
  const { from, to } = options.range;
  const isDuring = (date: Date | null) => {
    if (date === null) return false;
    const day = date.toISOString().slice(0, 10);
    return (from === null || day >= from) && (to === null || day <= to);
  };
  return stageKeys.map((key, index) => {
    const counts: Counts = { reached: 0, here: 0, waiting: 0, late: 0, goneOn: 0, left: 0 };
    for (const one of matching) {
      const dates = one.reached.filter((date) => date !== null);
      const earliest = dates.toSorted((left, right) => left.getTime() - right.getTime())[0] ?? null;
      const later = one.reached.slice(index);
      const isCounted =
        options.range.mode === 'period'
          ? later.some(isDuring)
          : isDuring(earliest) && later.some((date) => date !== null);
      if (!isCounted) continue;
      counts.reached += 1;
      const place = one.stage === null ? -1 : stageKeys.indexOf(one.stage);
      const limit = allowedHours[key];
      const waitedHours = (now.getTime() - (one.since?.getTime() ?? 0)) / 3_600_000;
      if (place > index) counts.goneOn += 1;
      else if (place < index || one.status === 'left') counts.left += 1;
      else counts[limit !== null && limit !== undefined && waitedHours > limit ? 'late' : 'waiting'] += 1;
    }
    counts.here = counts.waiting + counts.late;
    return counts;
  });
}

const inWorkspace = <T>(workspaceId: string, work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspaceId, work);

async function listLength(
  workspaceId: string,
  options: { filter: FunnelFilter; stage: string; state: PeopleState },
) {
  const seen = new Set<string>();
  const sort =
    options.state === 'timed'
      ? ('slowest' as const)
      : seen.size % 2 === 0
        ? ('waiting' as const)
        : ('recent' as const);
  let cursor: string | undefined;
  let rows = 0;
  do {
    const page = await inWorkspace(workspaceId, (tx) =>
      listFunnelPeople({ tx, now, before: false, sort, limit: 4, cursor, ...options }),
    );
    for (const item of page.items) seen.add(item.id);
    rows += page.items.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows < 1_000);
  expect(seen.size).toBe(rows);
  return rows;
}

const summed = (records: readonly Record<string, number>[], key: string) =>
  records.reduce((sum, one) => sum + (one[key] ?? 0), 0);
const money = (parts: readonly { amountMinor: number; currency: string }[]) => {
  const totals: Record<string, number> = {};
  for (const { amountMinor, currency } of parts) totals[currency] = (totals[currency] ?? 0) + amountMinor;
  return totals;
};

async function checkSplits(workspaceId: string, asked: FunnelFilter, funnel: Funnel): Promise<void> {
  const trend = await inWorkspace(workspaceId, (tx) => readTrend({ tx, now, filter: asked }));
  for (const { month, stages } of trend.months) {
    const lastDay = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))
      .toISOString()
      .slice(0, 10);
    const { from, to } = funnel.range;
    const own: FunnelFilter = {
      ...asked,
      period: 'custom',
      from: from !== null && from > `${month}-01` ? from : `${month}-01`,
      to: to !== null && to < lastDay ? to : lastDay,
    };
    const ofMonth = await inWorkspace(workspaceId, (tx) => readFunnel({ tx, now, filter: own }));
    expect(Object.values(stages)).toEqual(ofMonth.stages.map((stage) => stage.reached));
  }
  if (asked.mode === 'cohort') {
    for (const stage of funnel.stages) {
      const months = trend.months.map((month) => month.stages);
      expect(summed(months, stage.key)).toBe(stage.reached);
    }
  }
  for (const [dimension, limit] of [
    ['channel', 50],
    ['tier', 1],
    ['segment', 50],
  ] as const) {
    const split = await inWorkspace(workspaceId, (tx) =>
      splitFunnel({ tx, now, filter: asked, dimension, limit }),
    );
    for (const stage of funnel.stages) {
      expect(
        summed(
          split.rows.map((row) => row.stages),
          stage.key,
        ),
      ).toBe(stage.reached);
    }
    expect(money(split.rows.flatMap((row) => row.value))).toEqual(money(funnel.won.value));
    expect(split.rows.reduce((sum, row) => sum + row.deals, 0)).toBe(funnel.won.deals);
  }
}

test('both lenses count the same people, and every list is as long as its number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 14 }), filter, async (people, asked) => {
      const workspaceId = await makeCompany(people);
      const funnel = await inWorkspace(workspaceId, (tx) => readFunnel({ tx, now, filter: asked }));
      const expected = await inWorkspace(workspaceId, (tx) =>
        countOneByOne(tx, { filter: asked, range: funnel.range }),
      );
      for (const [index, stage] of funnel.stages.entries()) {
        const { reached, waiting, late, goneOn, left } = stage;
        expect({ reached, waiting, late, goneOn, left, here: waiting + late }).toEqual(expected[index]);
        expect(waiting + late + goneOn + left).toBe(reached);
        expect(reached).toBeLessThanOrEqual(funnel.stages[index - 1]?.reached ?? Number.POSITIVE_INFINITY);
        for (const state of ['reached', 'here', 'waiting', 'late', 'goneOn', 'left'] as const) {
          const length = await listLength(workspaceId, { filter: asked, stage: stage.key, state });
          expect({ stage: stage.key, state, length }).toEqual({
            stage: stage.key,
            state,
            length: expected[index]?.[state],
          });
        }
        const timed = await listLength(workspaceId, { filter: asked, stage: stage.key, state: 'timed' });
        expect(timed).toBe((stage.toNext ?? (index === 5 ? funnel.throughout : null))?.people ?? 0);
        expect(stage.longest.length).toBe(Math.min(3, waiting + late));
      }
      await checkSplits(workspaceId, asked, funnel);
      const deals = await inWorkspace(workspaceId, (tx) =>
        listFunnelDeals({ tx, now, filter: asked, before: false, limit: 200 }),
      );
      expect(deals.items.length).toBe(funnel.won.deals);
    }),
    { numRuns: 25 },
  );
}, 240_000);

test('the period before is counted as if it had been asked for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { maxLength: 20 }),
      fc.constantFrom('cohort' as const, 'period' as const),
      async (people, mode) => {
        const workspaceId = await makeCompany(people);
        const read = (asked: FunnelFilter) =>
          inWorkspace(workspaceId, (tx) => readFunnel({ tx, now, filter: asked }));
        const current = await read({ period: 'last30', mode, filter: {} });
        const { beforeFrom, beforeTo } = current.range;
        const before = await read({
          period: 'custom',
          from: beforeFrom ?? undefined,
          to: beforeTo ?? undefined,
          mode,
          filter: {},
        });
        expect(current.stages.map((stage) => stage.reachedBefore)).toEqual(
          before.stages.map((stage) => stage.reached),
        );
        expect(current.stages.map((stage) => stage.toNextBefore)).toEqual(
          before.stages.map((stage) => stage.toNext),
        );
        expect(current.throughoutBefore).toEqual(before.throughout);
        expect(current.wonBefore).toEqual(before.won);
      },
    ),
    { numRuns: 15 },
  );
}, 120_000);
