import {
  add,
  findPath,
  formatQuery,
  isRuleGroup,
  isRuleGroupTypeIC,
  type RuleGroupType,
  remove,
  update,
} from '@react-querybuilder/core';
import { expect, test } from 'vitest';
import { ruleGroup, rulesOf } from './rule.ts';
import { ruleTemplates } from './templates.ts';

/** Rules are stored in react-querybuilder's own form: what its users build, export and check works on them. */
const asQuery = (rule: unknown): RuleGroupType => {
  if (!isRuleGroup(rule) || isRuleGroupTypeIC(rule))
    throw new Error('not a rule group of react-querybuilder');
  return rule;
};

test.each(ruleTemplates.map(({ key, rule }) => [key, rule] as const))(
  'react-querybuilder takes the template %s, and what it makes of it is still a rule',
  (_, rule) => {
    const query = asQuery(rule);
    const fields = [...rulesOf(rule)].map(({ field }) => field);
    const sql = formatQuery(query, { format: 'sql', preset: 'ansi' });
    for (const field of fields) expect(sql).toContain(field);
    const grown = add(query, { field: 'contact.title', operator: 'contains', value: 'plant' }, []);
    const changed = update(grown, 'value', 'works', [grown.rules.length - 1]);
    expect(findPath([changed.rules.length - 1], changed)).toMatchObject({ value: 'works' });
    const stored = ruleGroup.parse(changed);
    expect([...rulesOf(stored)]).toHaveLength(fields.length + 1);
    expect(ruleGroup.parse(remove(changed, [changed.rules.length - 1]))).toEqual(ruleGroup.parse(rule));
  },
);
