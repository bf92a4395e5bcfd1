import type { InteractionFilter, Operator, Rule, RuleGroup, RuleValue } from '../../rules/rule.ts';

/** A few words to write rules with. */
export const all = (...rules: (Rule | RuleGroup)[]): RuleGroup => ({ combinator: 'and', rules });
export const any = (...rules: (Rule | RuleGroup)[]): RuleGroup => ({ combinator: 'or', rules });

export const rule = (
  field: string,
  operator: Operator,
  value: RuleValue = null,
  of?: InteractionFilter,
): Rule => ({ field, operator, value, ...(of === undefined ? {} : { of }) });

export const known = (field: string): Rule => rule(field, 'notNull');
export const atLeast = (field: string, value: number): Rule => rule(field, '>=', value);
/** So often, of such interactions. */
export const happened = (of: InteractionFilter, times = 1): Rule =>
  rule('interactions.count', '>=', times, of);
/** One rule with a list: one word of it in the title is enough. */
export const titleSays = (...parts: string[]): Rule => rule('contact.title', 'contains', parts);

export const pricingPages = ['/pricing', '/prices', '/plans'];
