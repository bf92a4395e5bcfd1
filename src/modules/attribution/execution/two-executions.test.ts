import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { creditsOfTouches } from '../models/credits-of-touches.ts';
import { ruleModels } from '../models/models.ts';
import { type RuleOptions, shareOfTouches, type Touch } from '../models/share-of-touches.ts';
import { splitExactly } from '../models/split-exactly.ts';
import { creditsSql, differences, places, withCreditColumns } from './credits-sql.ts';

let services: TestServices;

beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

type Journey = {
  touches: Touch[];
  leadCreatedMs: number | null;
  opportunityCreatedMs: number | null;
  amountMinor: number;
};

const day = 86_400_000;
const anyMoment = fc.option(fc.integer({ min: -30, max: 400 }).map((days) => days * day));
const anyAmount = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.integer({ min: 0, max: 1_000_000_000_000 }),
);
const anyJourney: fc.Arbitrary<Journey> = fc.record({
  // Whole days, so that touches and milestones often fall together; odd times, so that weights are odd as well.
  touches: fc
    .array(
      fc.record({
        atMs: fc.oneof(
          fc.integer({ min: 0, max: 400 }).map((n) => n * day),
          fc.integer({ min: 0, max: 400 * day }),
        ),
        isDirect: fc.boolean(),
      }),
      { minLength: 1, maxLength: 30 },
    )
    .map((touches) => touches.toSorted((a, b) => a.atMs - b.atMs)),
  leadCreatedMs: anyMoment,
  opportunityCreatedMs: anyMoment,
  amountMinor: anyAmount,
});
const anyWeight = fc.constantFrom(0, 1, 2.5, 10, 33.33, 40);
const anyWeights = fc.record({
  first: anyWeight,
  leadCreated: anyWeight,
  opportunityCreated: anyWeight,
  closed: anyWeight,
  rest: anyWeight,
});
const anyHalfLife = fc.constantFrom(day / 2, 7 * day, 30 * day);

it('gives in ClickHouse, to the unit, what it gives for one deal, by every rule', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyJourney, { minLength: 220, maxLength: 260 }),
      anyWeights,
      anyHalfLife,
      async (journeys, weights, halfLifeMs) => {
        const options = { weights, halfLifeMs };
        const found = await creditsInClickHouse(journeys, options);
        journeys.forEach((journey, index) => {
          for (const model of ruleModels) {
            const { amountMinor, touches } = journey;
            const expected = creditsOfTouches(model, amountMinor, touches, journey, options);
            expect(found.get(`${index} ${model}`), `${model} of ${JSON.stringify(journey)}`).toEqual(
              expected,
            );
            expect(expected.reduce((sum, credit) => sum + credit, 0)).toBe(amountMinor);
          }
        });
      },
    ),
    { numRuns: 10, endOnFailure: true },
  );
}, 240_000);

it('is never a whole unit away from the share', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ruleModels),
      // A share of a trillion is itself not known to the hundredth.
      anyJourney.filter(({ amountMinor }) => amountMinor < 1_000_000_000),
      anyWeights,
      anyHalfLife,
      (model, journey, weights, halfLifeMs) => {
        const options = { weights, halfLifeMs };
        const shares = shareOfTouches(model, journey.touches, journey, options);
        const credits = creditsOfTouches(model, journey.amountMinor, journey.touches, journey, options);
        credits.forEach((credit, index) => {
          const share = journey.amountMinor * (shares[index] ?? 0);
          expect(Math.abs(credit - share)).toBeLessThan(1.01);
        });
        const back = creditsOfTouches(model, -journey.amountMinor, journey.touches, journey, options);
        expect(back.map((credit) => 0 - credit)).toEqual(credits);
      },
    ),
    { numRuns: 2_000 },
  );
});

it('gives the published vectors to the cent', () => {
  const touches = [0, 5, 12, 30, 38].map((at) => ({ atMs: at * day }));
  const none = { leadCreatedMs: null, opportunityCreatedMs: null };
  const decay = creditsOfTouches('time-decay', 1_200_000, touches, none);
  // Published as 175.20, 287.44, 574.88, 3417.04 and 7545.45, which is a cent too much: the smallest remainder gives it back.
  expect(decay).toEqual([17_519, 28_744, 57_488, 341_704, 754_545]);
  expect(decay).toEqual(splitExactly(1_200_000, shareOfTouches('time-decay', touches, none)));
  expect(creditsOfTouches('position', 1_200_000, touches, none)).toEqual([
    480_000, 80_000, 80_000, 80_000, 480_000,
  ]);
});

it('gives what cannot be split to a milestone before the middle, then to the earlier', () => {
  const touches = [0, 1, 2, 3].map((at) => ({ atMs: at * day }));
  const milestones = { leadCreatedMs: 2 * day, opportunityCreatedMs: null };
  const even = { first: 0, leadCreated: 1, opportunityCreated: 0, closed: 0, rest: 3 };
  const credits = (amount: number) =>
    creditsOfTouches('custom', amount, touches, milestones, { weights: even });
  expect(credits(1)).toEqual([0, 0, 1, 0]);
  expect(credits(2)).toEqual([1, 0, 1, 0]);
  expect(credits(3)).toEqual([1, 1, 1, 0]);
});

async function creditsInClickHouse(
  journeys: readonly Journey[],
  options: RuleOptions,
): Promise<Map<string, number[]>> {
  const credits = creditsSql(ruleModels, options);
  const rows = journeys.map((journey, deal) => rowOf(journey, deal));
  const deals = `select *, toInt64(length(at)) as n,
      toInt64(arrayCount(t -> t <= lead_created_ms, at)) as lead_nth,
      toInt64(arrayCount(t -> t <= opportunity_created_ms, at)) as opportunity_nth,
      if(arrayLastIndex(d -> d = 0, is_direct) = 0, n, toInt64(arrayLastIndex(d -> d = 0, is_direct))) as non_direct_nth
    from values('deal UInt32, size Int64, at Array(Int64), is_direct Array(UInt8), lead_created_ms Int64, opportunity_created_ms Int64',
      ${rows.join(', ')})`;
  const columns = ruleModels.map((model) => {
    const { base, array, only, nth: index } = credits.shares.get(model) ?? {};
    const terms = [
      ...(base ? [`${base.each} + (nth <= ${base.end})`] : []),
      ...(array ? [`${array}[nth]`] : []),
      ...(only ? [`(nth = ${places[only]}) * size`] : []),
      ...(index
        ? differences.map(({ place, array: more }) => `(nth = ${places[place]}) * ${more}[${index}]`)
        : []),
    ];
    return `arrayMap(nth -> toInt64(${terms.join(' + ')}), arrayEnumerate(at)) as \`${model}\``;
  });
  const result = await services.clickhouse.query({
    query: `select deal, ${columns.join(', ')} from (${withCreditColumns(deals, credits)})`,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  const found = new Map<string, number[]>();
  for (const row of await result.json<Record<string, number[]> & { deal: number }>())
    for (const model of ruleModels) found.set(`${row.deal} ${model}`, row[model] ?? []);
  return found;
}

function rowOf(journey: Journey, deal: number): string {
  // Before all time, so that no touchpoint lies at or before it.
  const ms = (moment: number | null) => (moment === null ? '-9223372036854775808' : String(moment));
  const times = journey.touches.map(({ atMs }) => atMs).join(', ');
  const direct = journey.touches.map(({ isDirect }) => (isDirect ? 1 : 0)).join(', ');
  return `(${deal}, ${journey.amountMinor}, [${times}], [${direct}], ${ms(journey.leadCreatedMs)}, ${ms(journey.opportunityCreatedMs)})`;
}
