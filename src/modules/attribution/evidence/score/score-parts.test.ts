import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tally } from '../claims/trace-claims.ts';
import type { Claim, ClaimMetric } from '../contract.ts';
import { briefFields, type CampaignFacts } from './campaign-facts.ts';
import { drawScores, intervalOf } from './draw-scores.ts';
import { wordingOf } from './score-campaigns.ts';
import { agreementOf, type ClaimTraced, pointsOf, scoreParts } from './score-parts.ts';

const now = new Date('2026-06-15T10:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const wording = wordingOf({ currency: 'EUR', timeZone: 'UTC' });
const everyField = Object.values(briefFields);

const facts = (more: Partial<CampaignFacts> = {}): CampaignFacts => ({
  id: '00000000-0000-7000-8000-000000000001',
  name: 'Webinars',
  channel: 'Webinar',
  ownerId: null,
  ownerName: null,
  startsOn: '2026-01-01',
  endsOn: '2026-05-01',
  startsAt: ago(165),
  endedAt: ago(45),
  brief: { filled: everyField, missing: [], sharedAt: ago(170) },
  costs: { entries: 2, recordedMinor: null, budgetMinor: 100_000, currency: 'EUR' },
  handoffs: { answered: 10, expired: 0, overdue: 0 },
  ...more,
});

const claimed = (metric: ClaimMetric, count: number, tally: Partial<Tally> | null): ClaimTraced => ({
  claim: {
    id: '00000000-0000-7000-8000-00000000000a',
    campaign: { id: facts().id, name: 'Webinars' },
    teammate: null,
    claimedBy: 'Mira',
    metric,
    isVanity: tally === null,
    count,
    amountMinor: null,
    currency: null,
    from: '2026-01-01',
    to: '2026-05-01',
    statedAt: now.toISOString(),
    statedIn: null,
    recordedBy: 'Mira',
    recordedAt: now.toISOString(),
    withdrawnAt: null,
    withdrawnBy: null,
  } satisfies Claim,
  tally:
    tally === null
      ? null
      : {
          found: count,
          worth: count,
          claimed: count,
          share: 1,
          credits: { first: 1, last: count },
          ...tally,
        },
});

const report = (days: number) => ({
  id: '00000000-0000-7000-8000-0000000000b1',
  campaignId: facts().id,
  reportedAt: ago(days),
  reportedBy: 'Mira',
  said: null,
});

const score = (options: Partial<Parameters<typeof scoreParts>[0]>) =>
  scoreParts({ facts: facts(), claims: [], reports: [], now, wording, ...options });
const shareOf = (parts: ReturnType<typeof scoreParts>, key: string) =>
  parts.find((part) => part.key === key)?.share;

test('whoever shows everything has 100, and nothing is left to do', () => {
  const parts = score({ claims: [claimed('opportunities', 6, {})], reports: [report(40)] });
  expect(pointsOf(parts)).toBe(100);
  expect(parts.every(({ todo }) => todo === null)).toBe(true);
});

test('whoever shows nothing has 0, and is told what to record', () => {
  const nothing = facts({
    brief: null,
    costs: { entries: 0, recordedMinor: null, budgetMinor: null, currency: null },
    handoffs: { answered: 0, expired: 4, overdue: 0 },
  });
  const parts = score({ facts: nothing });
  expect(pointsOf(parts)).toBe(0);
  expect(parts.map(({ todo }) => todo)).toEqual([
    'Write a brief and share it with sales',
    'State what it brought, in leads, meetings, deals or revenue',
    null,
    'Record what was spent',
    'Tell both sides within 30 days of the end next time and answer every hand-off, whatever the answer',
  ]);
});

test('a brief counts by its fields, by half when sales saw it after the start, not at all unseen', () => {
  const half = { filled: everyField.slice(0, 3), missing: everyField.slice(3) };
  const of = (sharedAt: Date | null) =>
    shareOf(score({ facts: facts({ brief: { ...half, sharedAt } }) }), 'brief');
  expect(of(ago(170))).toBeCloseTo(3 / 7);
  expect(of(ago(100))).toBeCloseTo(3 / 14);
  expect(of(null)).toBe(0);
});

test('vanity figures neither help nor hurt, and say why', () => {
  const honest = claimed('wins', 2, { share: 0.5, found: 1, worth: 1 });
  const vain = claimed('impressions', 2_000_000, null);
  const alone = score({ claims: [vain] });
  expect(shareOf(alone, 'traced')).toBe(0);
  expect(alone.find(({ key }) => key === 'traced')?.lines[0]?.says).toContain('counts for nothing');
  expect(shareOf(score({ claims: [honest, vain] }), 'traced')).toBe(0.5);
});

test('a claim within what the models give agrees; beyond it the nearest model decides', () => {
  expect(agreementOf(5, { low: 3, high: 8 })).toBe(1);
  expect(agreementOf(16, { low: 3, high: 8 })).toBe(0.5);
  expect(agreementOf(1, { low: 4, high: 8 })).toBe(0.25);
  expect(agreementOf(3, { low: 0, high: 0 })).toBe(0);
});

test('results are due 30 days after the end, and every quarter while it runs', () => {
  const told = (more: Partial<CampaignFacts>, days: number | null) =>
    shareOf(
      score({
        facts: facts({ handoffs: { answered: 0, expired: 0, overdue: 0 }, ...more }),
        reports: days === null ? [] : [report(days)],
      }),
      'reported',
    );
  expect(told({}, 20)).toBe(1);
  expect(told({}, 5)).toBe(0.5);
  expect(told({}, null)).toBe(0);
  expect(told({ endedAt: ago(10) }, null)).toBe(1);
  expect(told({ endedAt: null }, 80)).toBe(1);
  expect(told({ endedAt: null }, 120)).toBe(0);
  expect(told({ endedAt: null, startsAt: ago(30) }, null)).toBe(1);
});

test('a score lies within 0 and 100 and within its interval, and is the same each time', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          count: fc.integer({ min: 1, max: 5_000 }),
          found: fc.integer({ min: 0, max: 5_000 }),
          low: fc.float({ min: 0, max: 100, noNaN: true }),
          wide: fc.float({ min: 0, max: 100, noNaN: true }),
        }),
        { maxLength: 6 },
      ),
      fc.nat(50),
      fc.nat(50),
      (some, answered, expired) => {
        const handoffs = { answered, expired, overdue: 0 };
        const claims = some.map(({ count, found, low, wide }) =>
          claimed('leads', count, {
            found,
            worth: found,
            share: Math.min(1, found / count),
            credits: { first: low, last: low + wide },
          }),
        );
        const parts = score({ facts: facts({ handoffs }), claims });
        const points = pointsOf(parts);
        const draw = () => drawScores({ seed: 'x', parts, claims, handoffs });
        const { low, high } = intervalOf(draw(), points);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(100 + 1e-9);
        expect(low).toBeLessThanOrEqual(points);
        expect(high).toBeGreaterThanOrEqual(points);
        expect(draw()).toEqual(draw());
      },
    ),
    { numRuns: 50 },
  );
});

test('few outcomes leave a wide range, many a narrow one', () => {
  const width = (count: number) => {
    const claims = [
      claimed('leads', count, {
        found: count / 2,
        worth: count / 2,
        share: 0.5,
        credits: { first: count / 2, last: count / 2 },
      }),
    ];
    const parts = score({ claims });
    const { low, high } = intervalOf(
      drawScores({ seed: 'x', parts, claims, handoffs: facts().handoffs }),
      pointsOf(parts),
    );
    return high - low;
  };
  expect(width(8)).toBeGreaterThan(2 * width(800));
});
