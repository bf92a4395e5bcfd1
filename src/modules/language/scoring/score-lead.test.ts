import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../rules/calendar.ts';
import {
  anyFacts,
  anyModel,
  makeEnvironment,
  makeFacts,
  makeInteraction,
  nowMs,
  one,
} from '../rules/rules.test-support.ts';
import type { ScoringModel } from './model.ts';
import { scoreLead, sumMilli } from './score-lead.ts';

const env = makeEnvironment();

const withoutCaps = (model: ScoringModel): ScoringModel => ({
  ...model,
  fit: { ...model.fit, groups: [] },
  engagement: { ...model.engagement, groups: [] },
});
const upwardOnly = (model: ScoringModel): ScoringModel => ({
  ...model,
  engagement: {
    ...model.engagement,
    rules: [],
    signals: model.engagement.signals.map((signal) => ({ ...signal, points: Math.abs(signal.points) })),
  },
});

describe('the laws of a score', () => {
  it('equals the sum of its ledger', () => {
    fc.assert(
      fc.property(anyFacts, anyModel(env), (facts, model) => {
        const score = scoreLead(model, facts, env);
        expect(sumMilli(score.ledger.fit)).toBe(score.fitMilli);
        expect(sumMilli(score.ledger.engagement)).toBe(score.engagementMilli);
        expect(score.fitMilli + score.engagementMilli).toBe(score.pointsMilli);
        expect(score.grade).toBe(`${score.letter}${score.level}`);
      }),
      { numRuns: 500 },
    );
  });

  it('a cap never adds, and holds its group to what it says', () => {
    fc.assert(
      fc.property(anyFacts, anyModel(env), (facts, model) => {
        const score = scoreLead(model, facts, env);
        const free = scoreLead(withoutCaps(model), facts, env);
        expect(score.fitMilli).toBeLessThanOrEqual(free.fitMilli);
        expect(score.engagementMilli).toBeLessThanOrEqual(free.engagementMilli);
        for (const { key, cap } of model.engagement.groups) {
          const ofGroup = score.ledger.engagement.filter((entry) => entry.group === key);
          expect(sumMilli(ofGroup)).toBeLessThanOrEqual(cap * 1_000);
        }
      }),
    );
  });

  it('time alone never raises what interactions gave', () => {
    fc.assert(
      fc.property(
        anyFacts,
        anyModel(env).map(upwardOnly),
        fc.integer({ min: 0, max: 90 * dayMs }),
        (facts, model, ms) => {
          const now = scoreLead(model, facts, env).engagementMilli;
          const later = scoreLead(model, { ...facts, atMs: facts.atMs + ms }, env).engagementMilli;
          expect(later).toBeLessThanOrEqual(now);
        },
      ),
    );
  });

  it('is the same in whichever order interactions are told', () => {
    fc.assert(
      fc.property(anyFacts, anyModel(env), fc.infiniteStream(fc.nat()), (facts, model, keys) => {
        const shuffled = facts.interactions.map((fact) => ({ fact, key: keys.next().value ?? 0 }));
        const interactions = shuffled.toSorted((a, b) => a.key - b.key).map(({ fact }) => fact);
        expect(scoreLead(model, { ...facts, interactions }, env)).toEqual(scoreLead(model, facts, env));
      }),
    );
  });

  it('gives nothing where nothing is verified: what is not among the facts does not count', () => {
    fc.assert(
      fc.property(anyFacts, anyModel(env), (facts, model) => {
        const rules = { ...model.engagement, rules: [] };
        const score = scoreLead({ ...model, engagement: rules }, { ...facts, interactions: [] }, env);
        expect(score.engagementMilli).toBe(0);
        expect(score.ledger.engagement).toEqual([]);
      }),
    );
  });
});

const modelOf = (
  signal: Partial<ScoringModel['engagement']['signals'][number]>,
  cap?: number,
): ScoringModel => ({
  fit: {
    signals: [{ key: 'cfo', name: 'Finance', rule: one('contact.title', 'contains', 'finance'), points: 30 }],
    groups: [],
    letters: [30, 20, 10],
  },
  engagement: {
    signals: [{ key: 'read', name: 'Read a page', of: {}, points: 10, per: 'each', group: 'web', ...signal }],
    rules: [{ key: 'quiet', name: 'Quiet', rule: one('interactions.days_since_last', '>', 30), points: -5 }],
    groups: cap === undefined ? [] : [{ key: 'web', name: 'Web', cap }],
    levels: [25, 15, 5],
  },
  account: { method: 'highest', best: 3 },
});

describe('a score', () => {
  const facts = makeFacts({
    contact: { title: 'VP Finance' },
    interactions: [
      makeInteraction({ daysAgo: 7 }),
      makeInteraction({ daysAgo: 0.1 }),
      makeInteraction({ daysAgo: 0.2 }),
      makeInteraction({ daysAgo: 0.2, counted: false, engagedSeconds: 50 }),
      makeInteraction({ daysAgo: 0.1, type: 'email_sent' }),
    ],
  });

  it('gives points for each, for the first of a day, or for the latest alone', () => {
    expect(scoreLead(modelOf({ per: 'each' }), facts, env).engagementMilli).toBe(30_000);
    expect(scoreLead(modelOf({ per: 'day' }), facts, env).engagementMilli).toBe(20_000);
    expect(scoreLead(modelOf({ per: 'once' }), facts, env).engagementMilli).toBe(10_000);
  });

  it('halves what is one half-life old, and says when a window ends', () => {
    const score = scoreLead(modelOf({ halfLifeDays: 7, of: { withinDays: 30 } }), facts, env);
    const [oldest] = score.ledger.engagement;
    expect(oldest).toMatchObject({ givenMilli: 10_000, worthMilli: 5_000, endsAtMs: nowMs + 23 * dayMs });
  });

  it('writes what a cap takes off as a line of its own', () => {
    const score = scoreLead(modelOf({}, 12), facts, env);
    expect(score.engagementMilli).toBe(12_000);
    expect(score.ledger.engagement.at(-1)).toMatchObject({
      is: 'cap',
      signalKey: 'web',
      worthMilli: -18_000,
    });
  });

  it('makes the grade of fit letter and engagement level', () => {
    expect(scoreLead(modelOf({}), facts, env).grade).toBe('A1');
    expect(scoreLead(modelOf({}), makeFacts(), env).grade).toBe('D4');
    const quiet = makeFacts({ interactions: [makeInteraction({ daysAgo: 31 })] });
    expect(scoreLead(modelOf({}), quiet, env)).toMatchObject({ engagementMilli: 5_000, grade: 'D3' });
  });
});
