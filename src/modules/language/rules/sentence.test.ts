import { describe, expect, it } from 'vitest';
import type { DefinitionBody } from '../definitions/bodies.ts';
import { clausesOf } from './clauses.ts';
import type { InteractionFilter, Operator, RuleValue } from './rule.ts';
import { all, any, ids, makeEnvironment, one } from './rules.test-support.ts';
import { ruleSentence } from './sentence.ts';

const scoring: DefinitionBody = {
  kind: 'scoring',
  word: 'Interest',
  meaning: 'How interested they are',
  model: {
    fit: {
      signals: [
        {
          key: 'cfo',
          name: 'Finance',
          rule: one('contact.title', 'contains', ['cfo', 'finance']),
          points: 20,
        },
      ],
      groups: [],
      letters: [50, 30, 10],
    },
    engagement: {
      signals: [
        {
          key: 'pricing',
          name: 'Pricing',
          of: { types: ['page_view'], pages: ['/pricing'], withinDays: 90 },
          points: 10,
          per: 'day',
          halfLifeDays: 14,
          group: 'web',
        },
      ],
      rules: [
        { key: 'quiet', name: 'Quiet', rule: one('interactions.days_since_last', '>', 30), points: -10 },
      ],
      groups: [{ key: 'web', name: 'Website', cap: 40 }],
      levels: [60, 30, 10],
    },
    account: { method: 'sum_of_best', best: 3 },
  },
};
const test: DefinitionBody = {
  kind: 'test',
  word: 'Worth a call',
  meaning: 'x',
  tests: [{ name: 'x', rule: one('contact.title', 'notNull') }],
};
const env = makeEnvironment(
  new Map<string, DefinitionBody>([
    ['interest', scoring],
    ['worth', test],
  ]),
);
const words = { fields: env.fields, names: new Map([[ids[0] ?? '', 'Spring fair']]), currency: 'EUR' };
const say = (field: string, operator: Operator, value?: RuleValue, of?: InteractionFilter) =>
  ruleSentence(one(field, operator, value ?? null, of), words);

describe('a rule as a sentence', () => {
  it.each([
    [say('contact.title', 'contains', ['cfo', 'finance']), 'job title contains “cfo” or “finance”'],
    [say('account.industry', 'notIn', ['Retail', 'Media']), 'industry is none of Retail and Media'],
    [say('account.employeeCount', 'between', [50, 1000]), 'number of employees is between 50 and 1,000'],
    [say('account.annualRevenueMinor', '>=', 500_000_000), 'annual revenue is at least €5,000,000'],
    [say('contact.createdAt', 'withinDays', 30), 'person added was in the last 30 days'],
    [say('contact.custom.renewal', '<', '2026-05-01'), 'renewal is before 1 May 2026'],
    [
      say('contact.campaignId', 'in', [ids[0] ?? '', ids[1] ?? '']),
      'campaign they came by is “Spring fair” or “a deleted campaign”',
    ],
    [say('contact.buyingRole', 'notNull'), 'buying role is known'],
    [say('lead.reached', 'in', ['mql', 'sal']), 'has reached MQL or SAL'],
    [say('lead.reached', 'notIn', ['sql']), 'has not reached SQL'],
    [say('score.interest.letter', 'in', ['A', 'B']), 'Interest fit is A or B'],
    [say('score.interest.points', '>=', 50), 'Interest points are at least 50'],
    [say('passes.worth', '=', true), 'passes “Worth a call”'],
    [
      say('interactions.count', '>=', 2, { types: ['page_view'], pages: ['/pricing'], withinDays: 30 }),
      'there were at least 2 page views of “/pricing” in the last 30 days',
    ],
    [say('interactions.count', '=', 0, { kinds: ['person'] }), 'there was no conversation'],
    [
      say('interactions.distinct_days', '>=', 3, { withinDays: 14 }),
      'interactions in the last 14 days were on at least 3 different days',
    ],
    [say('interactions.days_since_last', '>', 30), 'the last interaction was more than 30 days ago'],
    [
      say('interactions.engaged_seconds', '>=', 60, { assetTypes: ['case study'] }),
      'at least 60 seconds went into interactions of content of the type “case study”',
    ],
  ])('%s', (said, wanted) => expect(said).toBe(wanted));

  it('puts groups in brackets and says not', () => {
    const [title] = one('contact.title', 'notNull').rules;
    const [role] = one('contact.buyingRole', 'notNull').rules;
    if (!title || !role) throw new Error('two rules');
    expect(ruleSentence(all(title, any(role, title)), words)).toBe(
      'job title is known and (buying role is known or job title is known)',
    );
    expect(ruleSentence({ ...any(role, title), not: true }, words)).toBe(
      'not (buying role is known or job title is known)',
    );
  });
});

describe('clauses of a definition', () => {
  it('of a score name each signal, cap and threshold', () => {
    const clauses = new Map(clausesOf(scoring, words).map(({ key, text }) => [key, text]));
    expect(Object.fromEntries(clauses)).toEqual({
      word: 'Interest',
      meaning: 'How interested they are',
      'fit.cfo': '+20 where job title contains “cfo” or “finance”',
      'fit.letters': 'A from 50 points, B from 30 points, C from 10 points, else D',
      'engagement.pricing':
        '+10 once a day for any page view of “/pricing” in the last 90 days, half gone after 14 days, counted with “Website”',
      'rule.quiet': '−10 where the last interaction was more than 30 days ago',
      'engagement.group.web': 'at most 40 points',
      'engagement.levels': '1 from 60 points, 2 from 30 points, 3 from 10 points, else 4',
      account: "the sum of its 3 best people's",
    });
  });

  it('of a gate keep their keys when one is put between', () => {
    const [fit] = one('score.interest.letter', 'in', ['A']).rules;
    const [title] = one('contact.title', 'notNull').rules;
    const [role] = one('contact.buyingRole', 'notNull').rules;
    if (!fit || !title || !role) throw new Error('three rules');
    const stage = (gate: ReturnType<typeof all>) =>
      clausesOf(
        { kind: 'stage', stageKey: 'mql', word: 'MQL', meaning: 'x', gate, sendsBack: null },
        words,
      ).map(({ key }) => key);
    const before = stage(all(fit, title));
    expect(stage(all(fit, role, title))).toEqual([
      ...before.slice(0, -1),
      'gate.contact.buyingRole',
      before.at(-1),
    ]);
  });
});
