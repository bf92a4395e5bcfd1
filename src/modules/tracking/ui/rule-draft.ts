import type { ChannelCondition, ChannelRule } from '../settings/contract.ts';

const freshCondition: ChannelCondition = { field: 'source', operator: 'is', values: [] };

/** A rule to be filled in; its id only has to be its own. */
export function newRule(rules: readonly ChannelRule[]): ChannelRule {
  let number = rules.length + 1;
  while (rules.some(({ id }) => id === `rule-${number}`)) number += 1;
  return { id: `rule-${number}`, channel: '', allOf: [[freshCondition]] };
}

export function moved(rules: readonly ChannelRule[], from: number, to: number): ChannelRule[] {
  const rule = rules[from];
  if (rule === undefined || to < 0 || to >= rules.length) return [...rules];
  const rest = rules.toSpliced(from, 1);
  return rest.toSpliced(to, 0, rule);
}

export function withCondition(
  rule: ChannelRule,
  [group, position]: readonly [group: number, position: number],
  condition: ChannelCondition,
): ChannelRule {
  return {
    ...rule,
    allOf: rule.allOf.map((conditions, at) =>
      at === group ? conditions.with(position, condition) : conditions,
    ),
  };
}

/** Another way for the group to hold. */
export function orCondition(rule: ChannelRule, group: number): ChannelRule {
  return {
    ...rule,
    allOf: rule.allOf.map((conditions, at) => (at === group ? [...conditions, freshCondition] : conditions)),
  };
}

/** Something more that must hold. */
export function andGroup(rule: ChannelRule): ChannelRule {
  return { ...rule, allOf: [...rule.allOf, [freshCondition]] };
}

/** A group that has lost its last condition goes with it; a rule keeps one to be filled in. */
export function withoutCondition(
  rule: ChannelRule,
  [group, position]: readonly [group: number, position: number],
): ChannelRule {
  const allOf = rule.allOf
    .map((conditions, at) => (at === group ? conditions.toSpliced(position, 1) : conditions))
    .filter((conditions) => conditions.length > 0);
  return { ...rule, allOf: allOf.length > 0 ? allOf : [[freshCondition]] };
}

export function takesValues({ operator }: Pick<ChannelCondition, 'operator'>): boolean {
  return operator !== 'is_empty' && operator !== 'is_present';
}

/** What is missing before a rule can be saved, in words; null where nothing is. */
export function lackOf(rule: ChannelRule): string | null {
  if (rule.channel.trim() === '') return 'Name its channel.';
  const empty = rule.allOf
    .flat()
    .some((condition) => takesValues(condition) && condition.values.length === 0);
  return empty ? 'Say a value in each condition; Enter ends each.' : null;
}
