import type { LeadFacts } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { holds } from '../rules/evaluate.ts';
import { isGroup, type Rule, type RuleGroup } from '../rules/rule.ts';
import { foundWords } from './found-words.ts';

export type RulePart = { text: string; holds: boolean; found: string | null };

/** How rules are said, with the names of what they refer to. */
export type Say = (rule: RuleGroup) => string;

/**
 * Each part of a rule with its answer. Groups that must hold in all their parts are laid open; of which one part is
 * enough, or which is turned around, stays one.
 */
export function explainRule(
  group: RuleGroup,
  facts: LeadFacts,
  options: { environment: RuleEnvironment; say: Say },
): RulePart[] {
  if (group.not !== true && (group.combinator === 'and' || group.rules.length === 1)) {
    return group.rules.flatMap((one) =>
      isGroup(one) ? explainRule(one, facts, options) : [explainOne(one, facts, options)],
    );
  }
  const only = group.rules.flatMap((one) => (isGroup(one) ? [] : [one]));
  const found = only.length === group.rules.length ? foundOfAny(only, facts, options.environment) : null;
  return [{ text: options.say(group), holds: holds(group, facts, options.environment), found }];
}

function explainOne(
  rule: Rule,
  facts: LeadFacts,
  { environment, say }: { environment: RuleEnvironment; say: Say },
): RulePart {
  const alone: RuleGroup = { combinator: 'and', rules: [rule] };
  return {
    text: say(alone),
    holds: holds(alone, facts, environment),
    found: foundWords(rule, facts, environment),
  };
}

/** Of several of which one is enough: what those that hold found, else what the first did. */
function foundOfAny(rules: readonly Rule[], facts: LeadFacts, environment: RuleEnvironment): string | null {
  const holding = rules.filter((rule) => holds({ combinator: 'and', rules: [rule] }, facts, environment));
  const said = (holding.length > 0 ? holding : rules.slice(0, 1)).map((rule) =>
    foundWords(rule, facts, environment),
  );
  return said.filter((words) => words !== null).join('; ') || null;
}
