import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeJourneysOfNumbers } from '../../../../bench/attribution/journeys-of-numbers.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { markovCredits, type Path } from '../models/markov.ts';
import { shapleyCredits } from '../models/shapley.ts';
import { ask } from './ask.ts';
import { readDataDriven } from './data-driven.ts';
import { dealsSql } from './deals-sql.ts';
import { planCredit } from './plan.ts';
import { readShapley } from './read-sets.ts';
import { withoutNobody } from './rule-credits.ts';

const now = new Date('2026-06-03T12:00:00Z');
let services: TestServices;
let workspaceId: string;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  workspaceId = (await createTestWorkspace(services)).workspaceId;
  await makeJourneysOfNumbers(services.clickhouse, {
    workspaceId,
    touchpoints: 12_000,
    endMs: now.getTime(),
  });
}, 60_000);
afterAll(() => services.close());

async function learn(by: string, lookbackDays?: number) {
  const plan = await services.database.inWorkspace(workspaceId, (tx) =>
    planCredit(tx, { workspaceId, now, asked: { by, value: 'revenue', period: 'all', lookbackDays } }),
  );
  const asked = { clickhouse: services.clickhouse, plan, amount: 'value', signal: undefined } as const;
  const rows = await ask<{ keys: string[]; won: number; value: number }>(
    services.clickhouse,
    `select arrayMap(key -> toString(key), keys) as keys, won, won * sign * size as value
    from (${dealsSql(plan, { withOthers: true }).sql})`,
  );
  const paths = rows.map(
    ({ keys, won, value }): Path => ({
      keys: keys.map(withoutNobody),
      conversions: won,
      nulls: 1 - won,
      value,
    }),
  );
  return { asked, paths };
}

it.each([
  ['markov-1', 1],
  ['markov-2', 2],
  ['markov-3', 3],
  ['markov-4', 4],
] as const)('%s learns in ClickHouse what it learns from one journey after another', async (model, order) => {
  const { asked, paths } = await learn('channel');
  const { effects } = await readDataDriven(model, { ...asked, total: 1_000_000, isEarning: () => true });
  const wanted = markovCredits(paths, order);
  const values = new Map(wanted.map(({ key, value }) => [key, value]));
  const all = wanted.reduce((sum, { value }) => sum + value, 0);
  const given = (effects ?? []).reduce((sum, { effect }) => sum + effect, 0);
  expect(effects).toHaveLength(12);
  for (const { key, effect } of effects ?? [])
    expect(effect / given, key).toBeCloseTo((values.get(key) ?? Number.NaN) / all, 10);
});

it.each(['channel', 'persona'])(
  'shapley weighs sets of %s counted in ClickHouse as it does journeys',
  async (by) => {
    const { asked, paths } = await learn(by);
    const got = await readShapley(asked);
    const wanted = await shapleyCredits(paths);
    expect(got).toMatchObject({ sampledSets: 0, together: 0 });
    same(got.credits, wanted.credits);
  },
);

it('shapley weighs each set by itself where there are more keys than one table holds', async () => {
  const { asked, paths } = await learn('campaign', 50);
  const got = await readShapley(asked);
  expect(got.credits.length).toBeGreaterThan(50);
  expect(got).toMatchObject({ sampledSets: 0, together: 0 });
  same(got.credits, (await shapleyCredits(paths)).credits);
});

it('shapley weighs keys together in ClickHouse as it does in journeys, and says how many', async () => {
  const { asked, paths } = await learn('asset');
  const got = await readShapley(asked, { mostSets: 5 });
  const wanted = await shapleyCredits(paths, { mostWork: 1 });
  expect({ together: got.together, sampledSets: got.sampledSets }).toEqual({ together: 22, sampledSets: 0 });
  expect(wanted.together).toBe(22);
  same(got.credits, wanted.credits);
});

function same(
  got: readonly { key: string; conversions: number; value: number }[],
  wanted: readonly { key: string; conversions: number; value: number }[],
): void {
  const known = new Map(wanted.map((one) => [one.key, one]));
  expect(got).toHaveLength(wanted.length);
  for (const { key, conversions, value } of got) {
    expect(conversions, key).toBeCloseTo(known.get(key)?.conversions ?? Number.NaN, 6);
    expect(value / 1e6, key).toBeCloseTo((known.get(key)?.value ?? Number.NaN) / 1e6, 6);
  }
}
