import type { Operator, Rule, RuleField, RuleGroup, RuleValue } from '../../rules/contract.ts';

/** Keys of rules and groups stay through versions, so that two can be laid side by side. */
const newKey = (): string => crypto.randomUUID().slice(0, 13);

type Form = 'none' | 'days' | 'pair' | 'list' | 'single' | 'boolean';

/** What an operator's value looks like for a field. */
export function valueForm(field: RuleField, operator: Operator): Form {
  if (operator === 'null' || operator === 'notNull') return 'none';
  if (operator === 'withinDays' || operator === 'olderThanDays') return 'days';
  if (operator === 'between') return 'pair';
  if (field.kind === 'boolean') return 'boolean';
  const worded = ['text', 'option', 'ref', 'stage', 'letter', 'grade'].includes(field.kind);
  return worded ? 'list' : 'single';
}

const isDated = (field: RuleField) => field.kind === 'date' || field.kind === 'time';

function startValue(field: RuleField, operator: Operator): RuleValue {
  switch (valueForm(field, operator)) {
    case 'none':
      return null;
    case 'days':
      return 30;
    case 'boolean':
      return true;
    case 'list':
      return [];
    case 'pair':
      return isDated(field) ? [] : [1, 10];
    case 'single':
      return isDated(field) ? null : field.field === 'interactions.count' ? 1 : null;
  }
}

export function newRule(field: RuleField): Rule {
  const operator = field.operators[0] ?? 'notNull';
  return withField({ id: newKey(), field: field.field, operator, value: null }, field);
}

export const newGroup = (field: RuleField): RuleGroup => ({
  id: newKey(),
  combinator: 'or',
  rules: [newRule(field)],
});

/** The same rule asked of another field: what still fits is kept. */
export function withField(rule: Rule, field: RuleField): Rule {
  const { of, ...rest } = rule;
  const operator = field.operators[0] ?? 'notNull';
  return {
    ...rest,
    field: field.field,
    operator,
    value: startValue(field, operator),
    ...(field.takesInteractions ? { of: of ?? { withinDays: 30 } } : {}),
  };
}

export function withOperator(rule: Rule, field: RuleField, operator: Operator): Rule {
  const keeps = valueForm(field, rule.operator) === valueForm(field, operator);
  return { ...rule, operator, value: keeps ? rule.value : startValue(field, operator) };
}

export const replaceAt = (group: RuleGroup, at: number, part: Rule | RuleGroup): RuleGroup => ({
  ...group,
  rules: group.rules.map((one, place) => (place === at ? part : one)),
});

export const removeAt = (group: RuleGroup, at: number): RuleGroup => ({
  ...group,
  rules: group.rules.filter((_, place) => place !== at),
});

export const append = (group: RuleGroup, part: Rule | RuleGroup): RuleGroup => ({
  ...group,
  rules: [...group.rules, part],
});

/** A template as a part of its own: at the root of an empty rule it is the rule. */
export function insertTemplate(group: RuleGroup, template: RuleGroup): RuleGroup {
  const keyed = withKeys(template);
  return group.rules.length === 0
    ? { ...group, combinator: keyed.combinator, rules: keyed.rules }
    : append(group, keyed);
}

function withKeys(group: RuleGroup): RuleGroup {
  return {
    ...group,
    id: newKey(),
    rules: group.rules.map((part) => ('rules' in part ? withKeys(part) : { ...part, id: newKey() })),
  };
}
