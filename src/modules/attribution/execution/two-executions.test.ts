import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { ruleModels } from '../models/models.ts';
import { shareOfTouches, type Touch } from '../models/share-of-touches.ts';
import { notReached, sharesSql } from './share-sql.ts';

let services: TestServices;

beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

type Journey = { touches: Touch[]; leadCreatedMs: number | null; opportunityCreatedMs: number | null };

const day = 86_400_000;
const anyMoment = fc.option(fc.integer({ min: -30, max: 400 }).map((days) => days * day));
const anyJourney: fc.Arbitrary<Journey> = fc.record({
  // Whole days, so that touches and milestones often fall together.
  touches: fc
    .array(
      fc.record({ atMs: fc.integer({ min: 0, max: 400 }).map((n) => n * day), isDirect: fc.boolean() }),
      { minLength: 1, maxLength: 30 },
    )
    .map((touches) => touches.toSorted((a, b) => a.atMs - b.atMs)),
  leadCreatedMs: anyMoment,
  opportunityCreatedMs: anyMoment,
});
const anyWeight = fc.constantFrom(0, 1, 2.5, 10, 40);
const anyWeights = fc.record({
  first: anyWeight,
  leadCreated: anyWeight,
  opportunityCreated: anyWeight,
  closed: anyWeight,
  rest: anyWeight,
});
const anyHalfLife = fc.constantFrom(day / 2, 7 * day, 30 * day);

it('gives in ClickHouse what it gives for one deal, by every rule', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyJourney, { minLength: 40, maxLength: 120 }),
      anyWeights,
      anyHalfLife,
      async (journeys, weights, halfLifeMs) => {
        const options = { weights, halfLifeMs };
        const found = await partsInClickHouse(journeys, options);
        journeys.forEach((journey, index) => {
          for (const model of ruleModels) {
            const expected = shareOfTouches(model, journey.touches, journey, options);
            const got = found.get(`${index} ${model}`) ?? [];
            expect(got).toHaveLength(expected.length);
            for (const [nth, part] of expected.entries())
              expect(got[nth], `${model} ${nth}`).toBeCloseTo(part, 9);
          }
        });
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);

async function partsInClickHouse(
  journeys: readonly Journey[],
  options: Parameters<typeof sharesSql>[1],
): Promise<Map<string, number[]>> {
  const { perDeal, parts } = sharesSql(ruleModels, options);
  const ms = (moment: number | null) => (moment === null ? notReached : String(moment));
  const rows = journeys.map(
    ({ touches, leadCreatedMs, opportunityCreatedMs }, deal) =>
      `(${deal}, [${touches.map(({ atMs }) => atMs).join(', ')}], [${touches.map(({ isDirect }) => (isDirect ? 1 : 0)).join(', ')}], ${ms(leadCreatedMs)}, ${ms(opportunityCreatedMs)})`,
  );
  const result = await services.clickhouse.query({
    query: `select deal, ${parts.map(({ model, sql }) => `arrayMap(each -> each.2, arraySort(groupArray((nth, ${sql})))) as \`${model}\``).join(', ')}
      from (
        select *, arrayEnumerate(at) as every_nth, ${perDeal.join(', ')} from values(
          'deal UInt32, at Array(Int64), is_direct Array(UInt8), lead_created_ms Int64, opportunity_created_ms Int64',
          ${rows.join(', ')})
      ) array join at as at_ms, every_nth as nth group by deal`,
    format: 'JSONEachRow',
  });
  const found = new Map<string, number[]>();
  for (const row of await result.json<Record<string, number[]> & { deal: number }>())
    for (const { model } of parts) found.set(`${row.deal} ${model}`, row[model] ?? []);
  return found;
}
