import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../../test/support/workspace.ts';
import { newId } from '../../../../platform/ids.ts';
import { planCredit } from '../../credit/plan.ts';
import { readRuleCredits } from '../../credit/rule-credits.ts';
import { readStageFigures } from './read-stages.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);
const stages = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'];

const lead = fc.record({
  gaps: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 0, maxLength: 12 }),
  kinds: fc.infiniteStream(fc.constantFrom('content', 'person')),
  created: fc.option(fc.integer({ min: 0, max: 120 })),
  reached: fc.array(fc.option(fc.integer({ min: 0, max: 200 })), { minLength: 6, maxLength: 6 }),
});

test.each([null, 30])(
  'stages are credited as the page of credit credits them, look-back %s',
  async (lookbackDays) => {
    const { workspaceId } = await createTestWorkspace(services, { timeZone: 'UTC' });
    const leads = fc.sample(lead, { numRuns: 60, seed: 11 });
    await services.clickhouse.insert({
      table: 'journey',
      format: 'JSONEachRow',
      values: leads.map(({ gaps, kinds, created, reached }) => {
        let day = 0;
        const at = gaps.map((gap) => {
          day += gap;
          return startMs + day * dayMs;
        });
        const its = at.map(() => kinds.next().value);
        return {
          workspace_id: workspaceId,
          eligibility: 'person',
          id: newId(),
          account_id: newId(),
          status: '',
          opened_ms: startMs,
          closed_ms: null,
          amount_minor: 0,
          currency: '',
          lead_created_ms: created === null ? null : startMs + created * dayMs,
          reached_ms: Object.fromEntries(
            stages.flatMap((key, nth) => {
              const after = reached[nth] ?? null;
              return after === null ? [] : [[key, startMs + after * dayMs]];
            }),
          ),
          at,
          touch_ids: at.map(() => newId()),
          person_ids: at.map(() => newId()),
          kinds: its,
          types: at.map(() => 'page_viewed'),
          channels: at.map(() => ''),
          campaign_ids: at.map(() => newId()),
          asset_ids: at.map(() => newId()),
          teammate_ids: at.map(() => newId()),
          personas: at.map(() => ''),
          buying_stages: at.map(() => ''),
        };
      }),
    });
    const span = { from: new Date(startMs + 31 * dayMs), to: new Date(startMs + 120 * dayMs) };
    const figures = await readStageFigures(services, { workspaceId, stages, span, lookbackDays });
    let credited = 0;
    for (const stage of stages) {
      const plan = await services.database.inWorkspace(workspaceId, (tx) =>
        planCredit(tx, {
          workspaceId,
          now: services.now(),
          asked: {
            by: 'kind',
            models: ['full-path'],
            value: `stage:${stage}`,
            from: '2026-02-01',
            to: '2026-04-30',
            lookbackDays: lookbackDays ?? 'all',
          },
        }),
      );
      const rows = await readRuleCredits({
        clickhouse: services.clickhouse,
        plan,
        models: ['full-path'],
        amount: 'value',
        hasNegative: false,
      });
      const of = (kind: string) => rows.find(({ key }) => key === kind)?.credits['full-path'] ?? 0;
      const found = figures.get(stage)?.credit;
      expect(found?.content, stage).toBeCloseTo(of('content') / 1e6, 3);
      expect(found?.person, stage).toBeCloseTo(of('person') / 1e6, 3);
      credited += of('content') + of('person');
    }
    expect(credited).toBeGreaterThan(10e6);
  },
);
