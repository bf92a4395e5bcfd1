import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { runSampleLoad, startSampleLoad } from '../../sample/load-sample-company.ts';
import type { AttributionModel } from '../models/models.ts';
import type { Credit } from './contract.ts';
import { openCredit } from './open-credit.ts';
import { parseModels } from './plan.ts';
import { readCredit } from './read-credit.ts';

const now = new Date('2026-06-03T12:00:00Z');
const models: AttributionModel[] = ['first', 'linear', 'full-path', 'time-decay', 'markov-1', 'shapley'];
let services: TestServices;
let workspaceId: string;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  const made = await createTestWorkspace(services);
  workspaceId = made.workspaceId;
  const load = await services.database.inWorkspace(workspaceId, (tx) =>
    startSampleLoad({
      tx,
      workspaceId,
      actor: made.actor,
      seed: 7,
      scale: 0.2,
      endAt: new Date('2026-06-03T00:00:00Z'),
      now,
    }),
  );
  await runSampleLoad(services, { workspaceId, loadId: load.id, onRecordsIn: async () => {} });
}, 300_000);
afterAll(() => services.close());

type Asked = Omit<Parameters<typeof readCredit>[1], 'workspaceId'>;
const read = (asked: Asked = {}) => readCredit(services, { workspaceId, models, period: 'all', ...asked });

function sumsUp(credit: Credit): void {
  expect(credit.total).toBeGreaterThan(0);
  for (const model of credit.plan.models)
    expect((credit.totals[model] ?? 0) + credit.withoutTouch.value, model).toBe(credit.total);
}

it.each([
  { by: 'origin' },
  { by: 'campaign', value: 'pipeline', eligibility: 'account' },
  { by: 'teammate', value: 'wins', lookbackDays: 60 },
  { by: 'persona', value: 'wins', eligibility: 'primary' },
  { by: 'industry', value: 'opportunities' },
  { by: 'contact.country', lookbackDays: 5 },
  { by: 'product', currency: 'USD' },
] as const)(
  'sums to the value to the cent: %j',
  async (asked) => {
    sumsUp(await read(asked));
  },
  120_000,
);

it('shares what lies in a period of touchpoints and outside of it, and nothing else', async () => {
  const whole = await read();
  const before = await read({ basis: 'touch', to: '2026-01-31' });
  const after = await read({ basis: 'touch', from: '2026-02-01' });
  for (const model of models)
    expect((before.totals[model] ?? 0) + (after.totals[model] ?? 0), model).toBe(whole.totals[model]);
}, 120_000);

it('opens each figure to results and touchpoints that sum to it', async () => {
  const credit = await read({ models: ['full-path', 'markov-1'] });
  for (const model of ['full-path', 'markov-1'] as const)
    for (const row of credit.rows.slice(0, 3)) {
      const opened = await openCredit(services, {
        workspaceId,
        model,
        key: row.key,
        period: 'all',
        withoutTouch: false,
        limit: 200,
      });
      expect(opened.total).toBe(row.credits[model]);
      expect(opened.deals).toBe(row.deals);
      expect(opened.items.reduce((sum, item) => sum + item.credit, 0)).toBe(opened.total);
      for (const { credit: given, touches } of opened.items) {
        const counted = touches.filter(({ counts }) => counts);
        expect(counted.reduce((sum, touch) => sum + touch.credit, 0)).toBe(given);
        expect(counted.every(({ why }) => why.includes(' of '))).toBe(true);
      }
    }
}, 120_000);

it('leaves out and counts deals of which nothing says what they were worth', async () => {
  const { noRate, total } = await read({ models: ['first'], currency: 'JPY' });
  expect(total).toBe(0);
  expect(noRate.reduce((sum, { deals }) => sum + deals, 0)).toBe((await read({ models: ['first'] })).results);
}, 120_000);

it('says which models there are', () => {
  expect(parseModels('first, markov-2')).toEqual(['first', 'markov-2']);
  expect(() => parseModels('magic')).toThrow(/no model "magic".*first, last/);
});
