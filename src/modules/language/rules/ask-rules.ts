import type { Tx } from '../../../platform/postgres/database.ts';
import { factsAsOf } from '../facts/facts-as-of.ts';
import { loadLeadHistories } from '../facts/load-lead-histories.ts';
import { ask, holdsIn } from './evaluate.ts';
import { loadEnvironment } from './load-environment.ts';
import { loadRuleWords } from './load-rule-words.ts';
import type { RuleGroup } from './rule.ts';
import { ruleSentence } from './sentence.ts';
import { type RuleProblem, validateRule } from './validate.ts';
import { loadValidationContext } from './validate-body.ts';

export type RuleRead = { sentence: string; problems: RuleProblem[] };

/** Rules that stand outside of definitions, such as those that say whose a lead is: how each is said, and what is wrong with it. */
export async function readRules(tx: Tx, rules: readonly RuleGroup[]): Promise<RuleRead[]> {
  if (rules.length === 0) return [];
  const env = await loadEnvironment(tx);
  const context = await loadValidationContext(tx, rules);
  const words = await loadRuleWords(tx, env, rules);
  return rules.map((rule) => ({
    sentence: ruleSentence(rule, words),
    problems: validateRule(rule, env, context),
  }));
}

/** Which of these rules hold for a lead, in their order; one that cannot be asked does not. */
export async function rulesThatHold(
  tx: Tx,
  options: { contactId: string; at: Date; rules: readonly RuleGroup[] },
): Promise<boolean[]> {
  const { contactId, at, rules } = options;
  if (rules.length === 0) return [];
  const env = await loadEnvironment(tx);
  const context = await loadValidationContext(tx, rules);
  const [history] = await loadLeadHistories(tx, [contactId]);
  const facts = history ? factsAsOf(history, at.getTime()) : null;
  if (facts === null) return rules.map(() => false);
  const asking = ask(facts, env);
  return rules.map((rule) => validateRule(rule, env, context).length === 0 && holdsIn(asking, rule));
}
