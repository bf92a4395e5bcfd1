import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DefinitionBody } from '../definitions/bodies.ts';
import type { LeadFacts } from '../facts/lead-facts.ts';
import type { ScoringModel } from '../scoring/model.ts';
import { roundPoints, scoreLead } from '../scoring/score-lead.ts';
import { dayMs } from './calendar.ts';
import { holds } from './evaluate.ts';
import { nextChangeAt } from './next-change.ts';
import {
  anyFacts,
  anyGroup,
  anyModel,
  ids,
  makeEnvironment,
  makeFacts,
  makeInteraction,
  nowMs,
  one,
} from './rules.test-support.ts';

const horizonMs = 120 * dayMs;

const signal = (given: Partial<ScoringModel['engagement']['signals'][number]> = {}) => ({
  key: 'views',
  name: 'Pages read',
  of: {},
  points: 10,
  per: 'each' as const,
  ...given,
});
const modelOf = (signals: ScoringModel['engagement']['signals']): ScoringModel => ({
  fit: { signals: [], groups: [], letters: [50, 30, 10] },
  engagement: { signals, rules: [], groups: [], levels: [50, 30, 10] },
  account: { method: 'highest', best: 3 },
});
const scoring = (model: ScoringModel): DefinitionBody => ({
  kind: 'scoring',
  word: 'Interest',
  meaning: 'How interested they are',
  model,
});

const model = modelOf([
  signal({ halfLifeDays: 7, points: 40 }),
  signal({ key: 'pricing', of: { pages: ['/pricing'], withinDays: 30 }, points: 15 }),
]);
const env = makeEnvironment(
  new Map<string, DefinitionBody>([
    ['interest', scoring(model)],
    [
      'wanted',
      {
        kind: 'test',
        word: 'Wanted',
        meaning: 'x',
        tests: [{ name: 'x', rule: one('interactions.days_since_last', '<=', 14) }],
      },
    ],
  ]),
);

const later = (facts: LeadFacts, atMs: number): LeadFacts => ({ ...facts, atMs });
const seen = (of: ScoringModel, facts: LeadFacts) => {
  const score = scoreLead(of, facts, env);
  return (
    [score.fitMilli, score.engagementMilli, score.pointsMilli].map(roundPoints).concat().join() + score.grade
  );
};

function expectLaw(
  facts: LeadFacts,
  nextMs: number | null,
  answer: (atMs: number) => unknown,
  probes: readonly number[],
) {
  const before = answer(facts.atMs);
  const endMs = nextMs ?? facts.atMs + horizonMs;
  for (const probe of probes)
    expect(answer(facts.atMs + Math.floor(probe * (endMs - 1 - facts.atMs)))).toEqual(before);
  if (nextMs === null) return;
  expect(nextMs).toBeGreaterThan(facts.atMs);
  expect(answer(nextMs - 1)).toEqual(before);
  expect(answer(nextMs)).not.toEqual(before);
}

const probes = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });

describe('when an answer changes although nothing happens', () => {
  it('of a rule: not before, and then', () => {
    fc.assert(
      fc.property(anyFacts, anyGroup(env), probes, (facts, rule, at) => {
        const nextMs = nextChangeAt(facts, env, { rule }, horizonMs);
        expectLaw(facts, nextMs, (ms) => holds(rule, later(facts, ms), env), at);
      }),
      { numRuns: 600 },
    );
  });

  it('of a score: not before, and then', () => {
    fc.assert(
      fc.property(anyFacts, anyModel(env), probes, (facts, of, at) => {
        const nextMs = nextChangeAt(facts, env, { model: of }, horizonMs);
        expectLaw(facts, nextMs, (ms) => seen(of, later(facts, ms)), at);
      }),
      { numRuns: 400 },
    );
  });

  it('names the end of a window', () => {
    const facts = makeFacts({ interactions: [makeInteraction({ daysAgo: 10 })] });
    const rule = one('interactions.count', '>=', 1, { withinDays: 30 });
    expect(nextChangeAt(facts, env, { rule })).toBe(nowMs + 20 * dayMs);
  });

  it('names the moment after which nobody was heard of for 30 days', () => {
    const facts = makeFacts({ interactions: [makeInteraction({ daysAgo: 10 })] });
    expect(nextChangeAt(facts, env, { rule: one('interactions.days_since_last', '>', 30) })).toBe(
      nowMs + 20 * dayMs + 1,
    );
  });

  it("turns dates at the workspace's midnight, on the night the clocks change too", () => {
    const facts = makeFacts({ contact: { 'custom.renewal': '2026-03-30' } });
    const comes = nextChangeAt(facts, env, { rule: one('contact.custom.renewal', 'withinDays', 1) });
    expect(new Date(comes ?? 0).toISOString()).toBe('2026-03-29T22:00:00.000Z');
    const goes = nextChangeAt(later(facts, comes ?? 0), env, {
      rule: one('contact.custom.renewal', 'withinDays', 1),
    });
    expect(new Date(goes ?? 0).toISOString()).toBe('2026-03-30T22:00:00.000Z');
  });

  it('finds when a fading score falls below what a rule asks', () => {
    const facts = makeFacts({ interactions: [makeInteraction({ daysAgo: 0, id: ids[0] ?? '' })] });
    const nextMs = nextChangeAt(facts, env, { rule: one('score.interest.points', '>=', 20) });
    // Forty points halve in seven days; half a thousandth of a point rounds up to the last.
    expect(nextMs).toBeGreaterThan(nowMs + 7 * dayMs);
    expect((nextMs ?? 0) - (nowMs + 7 * dayMs)).toBeLessThan(60_000);
  });

  it('says never where time changes nothing', () => {
    const facts = makeFacts({ contact: { title: 'CFO' }, interactions: [makeInteraction()] });
    expect(nextChangeAt(facts, env, { rule: one('contact.title', 'contains', 'cfo') })).toBeNull();
    expect(nextChangeAt(facts, env, { model: modelOf([signal()]) })).toBeNull();
  });

  it('finds its way among thousands of interactions', () => {
    const interactions = Array.from({ length: 5_000 }, (_, at) =>
      makeInteraction({ daysAgo: 20 - at / 300 }),
    );
    const facts = makeFacts({ interactions });
    expect(
      nextChangeAt(facts, env, { rule: one('interactions.count', '>=', 4_000, { withinDays: 30 }) }),
    ).not.toBeNull();
    expect(nextChangeAt(facts, env, { model })).not.toBeNull();
  });
});
