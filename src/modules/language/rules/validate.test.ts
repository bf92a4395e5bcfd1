import { describe, expect, it } from 'vitest';
import type { DefinitionBody } from '../definitions/bodies.ts';
import { validateModel } from '../scoring/validate-model.ts';
import { findCycles } from './find-cycles.ts';
import {
  deepestGroup,
  type InteractionFilter,
  type Operator,
  type RuleGroup,
  type RuleValue,
} from './rule.ts';
import { all, ids, makeEnvironment, one } from './rules.test-support.ts';
import { validateRule } from './validate.ts';

const env = makeEnvironment();
const context = {
  campaigns: new Set([ids[0] ?? '']),
  assets: new Set([ids[1] ?? '']),
  teammates: new Set<string>(),
};
const problemsOf = (rule: RuleGroup) => validateRule(rule, env, context);
const wrong = (field: string, operator: Operator, value?: RuleValue, of?: InteractionFilter) =>
  problemsOf(one(field, operator, value ?? null, of))[0];

describe('what is wrong with a rule', () => {
  it('names a field that was deleted, a score and a test that are not in force', () => {
    expect(wrong('contact.custom.budget', '=', 'x')).toEqual({
      path: 'rules.0.field',
      message:
        'The custom field "budget" does not exist, or was deleted. Choose another field, or take this rule out.',
    });
    expect(wrong('score.old.points', '>=', 5)?.message).toContain('no score "old"');
    expect(wrong('passes.old', '=', true)?.message).toContain('"old"');
  });

  it('says which operators a field has, and what kind of value', () => {
    expect(wrong('account.employeeCount', 'contains', 'x')?.message).toContain(
      'cannot be asked of Number of employees',
    );
    expect(wrong('account.employeeCount', '>=', 'fifty')).toEqual({
      path: 'rules.0.value',
      message: 'Number of employees is compared with a number.',
    });
    expect(wrong('contact.custom.renewal', '<', '2026-02-30')?.message).toContain('a date');
    expect(wrong('account.custom.partner', '=', 'yes')?.message).toContain('yes or no');
    expect(wrong('lead.reached', 'in', ['mql', 'vip'])?.message).toContain('never "vip"');
  });

  it('refuses empty lists and groups, a between the wrong way round, and a window of no days', () => {
    expect(wrong('contact.title', 'in', [])?.message).toContain('nothing is chosen');
    expect(problemsOf(all())[0]?.message).toContain('asks nothing yet');
    expect(wrong('account.employeeCount', 'between', [50, 10])?.message).toContain(
      'put the smaller one first',
    );
    expect(wrong('contact.createdAt', 'withinDays', 0)?.message).toContain('window of 0 days');
    expect(wrong('interactions.count', '>=', 1, { withinDays: 0 })).toMatchObject({
      path: 'rules.0.of.withinDays',
    });
  });

  it('names what was deleted of campaigns and content', () => {
    expect(wrong('contact.campaignId', 'in', [ids[0] ?? '', ids[2] ?? ''])?.message).toContain('was deleted');
    expect(wrong('interactions.count', '>=', 1, { assetIds: [ids[2] ?? ''] })?.path).toBe(
      'rules.0.of.assetIds',
    );
    expect(
      wrong('interactions.count', '>=', 1, { assetIds: [ids[1] ?? ''], campaignIds: [ids[0] ?? ''] }),
    ).toBeUndefined();
  });

  it('bounds how deep and how many', () => {
    let deep = one('contact.title', 'notNull');
    for (let depth = 0; depth < deepestGroup; depth++) deep = all(deep);
    expect(problemsOf(deep)[0]?.message).toContain('deep');
    const [rule] = one('contact.title', 'notNull').rules;
    const many = Array.from({ length: 3 }, () => all(...Array.from({ length: 100 }, () => rule ?? all())));
    expect(problemsOf(all(...many))[0]?.message).toContain('at most 200');
  });
});

it('names signals of the same key and groups that do not exist', () => {
  const signal = { key: 'read', name: 'Read', of: {}, points: 5, per: 'each' as const, group: 'web' };
  const problems = validateModel(
    {
      fit: { signals: [], groups: [], letters: [3, 2, 1] },
      engagement: {
        signals: [signal, { ...signal, name: 'Again' }],
        rules: [],
        groups: [],
        levels: [3, 2, 1],
      },
      account: { method: 'sum', best: 3 },
    },
    env,
    context,
  );
  expect(problems.map(({ path }) => path)).toEqual([
    'model.engagement.signals.1.key',
    'model.engagement.signals.0.group',
    'model.engagement.signals.1.group',
  ]);
});

describe('definitions that ask one another', () => {
  const order = ['inquiry', 'mql', 'sal', 'sql'];
  const stage = (stageKey: string, gate: RuleGroup): DefinitionBody => ({
    kind: 'stage',
    stageKey,
    word: stageKey.toUpperCase(),
    meaning: 'x',
    gate,
    sendsBack: null,
  });
  const test = (word: string, rule: RuleGroup): DefinitionBody => ({
    kind: 'test',
    word,
    meaning: 'x',
    tests: [{ name: 'x', rule }],
  });
  const cycles = (bodies: Record<string, DefinitionBody>) =>
    findCycles(new Map(Object.entries(bodies)), order).map(({ message }) => message);

  it('finds none where each asks only what stands before it', () => {
    const bodies = {
      mql: stage('mql', one('passes.wanted', '=', true)),
      sal: stage('sal', one('lead.reached', 'in', ['mql'])),
      wanted: test('Wanted', one('lead.reached', 'in', ['inquiry'])),
    };
    expect(cycles(bodies)).toEqual([]);
  });

  it('tells the circle in words', () => {
    const bodies = {
      mql: stage('mql', one('passes.wanted', '=', true)),
      wanted: test('Wanted', one('lead.reached', 'in', ['sal'])),
      sal: stage('sal', one('lead.reached', 'in', ['mql'])),
    };
    expect(cycles(bodies)).toEqual([
      'MQL asks Wanted, Wanted asks whether SAL was reached, and SAL asks whether MQL was reached: they ask one another in a circle, so none could be answered first. Take one of these questions out.',
    ]);
  });

  it('refuses a gate that asks for its own stage or a later one, and a test that asks itself', () => {
    expect(cycles({ mql: stage('mql', one('lead.reached', 'in', ['sql'])) })[0]).toContain('comes after it');
    expect(cycles({ mql: stage('mql', one('lead.reached', 'in', ['mql'])) })[0]).toContain('which is itself');
    expect(cycles({ wanted: test('Wanted', one('passes.wanted', '=', true)) })[0]).toContain(
      'which is itself',
    );
  });
});
