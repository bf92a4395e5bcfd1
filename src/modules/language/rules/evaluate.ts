import type { LeadFacts } from '../facts/lead-facts.ts';
import { type Score, scoreIn } from '../scoring/score-lead.ts';
import { compare, type Found } from './compare.ts';
import type { RuleEnvironment } from './environment.ts';
import type { RuleField } from './field.ts';
import { matchInteractions, measureOf } from './match-interactions.ts';
import { reachedStages, readRecordField } from './read-field.ts';
import { type InteractionFilter, isGroup, measures, type Rule, type RuleGroup } from './rule.ts';

/**
 * One lead at one moment, being asked. What definitions answer is worked out once; a definition that is asked while it
 * is being worked out asks itself, and that answer is unknown (validation refuses such circles).
 */
export type Asking = {
  facts: LeadFacts;
  env: RuleEnvironment;
  scores: Map<string, Score | 'asked'>;
  passes: Map<string, boolean | 'asked'>;
};

export const ask = (facts: LeadFacts, env: RuleEnvironment): Asking => ({
  facts,
  env,
  scores: new Map(),
  passes: new Map(),
});

const everything: InteractionFilter = {};

function readScore(asking: Asking, field: string): Found {
  const [, key = '', part = ''] = field.split('.');
  const model = asking.env.models.get(key);
  if (!model) return null;
  const known = asking.scores.get(key);
  if (known === 'asked') return null;
  asking.scores.set(key, 'asked');
  const score = known ?? scoreIn(asking, model);
  asking.scores.set(key, score);
  switch (part) {
    case 'points':
      return score.pointsMilli / 1_000;
    case 'fit':
      return score.fitMilli / 1_000;
    case 'engagement':
      return score.engagementMilli / 1_000;
    case 'letter':
      return score.letter.toLowerCase();
    case 'level':
      return score.level;
    case 'grade':
      return score.grade.toLowerCase();
    default:
      return null;
  }
}

function readPasses(asking: Asking, field: string): boolean | null {
  const key = field.slice('passes.'.length);
  const tests = asking.env.passes.get(key);
  if (!tests) return null;
  const known = asking.passes.get(key);
  if (known === 'asked') return null;
  if (known !== undefined) return known;
  asking.passes.set(key, 'asked');
  const passes = tests.every((test) => holdsIn(asking, test));
  asking.passes.set(key, passes);
  return passes;
}

function readInteractions(asking: Asking, rule: Rule): Found {
  const name = rule.field.slice('interactions.'.length);
  const measure = measures.find((one) => one === name);
  if (!measure) return null;
  const { facts, env } = asking;
  const meant = matchInteractions(rule.of ?? everything, facts.interactions, facts.atMs, env);
  return measureOf(measure, meant, facts.atMs, env);
}

/** The lead's answer to the field of a rule, ready to compare; null: unknown. */
export function readRule(asking: Asking, rule: Rule, field: RuleField): Found {
  const { facts, env } = asking;
  if (rule.field === 'lead.reached') return reachedStages(facts);
  if (rule.field === 'lead.known_days') return facts.atMs - facts.knownAtMs;
  if (rule.field.startsWith('interactions.')) return readInteractions(asking, rule);
  if (rule.field.startsWith('score.')) return readScore(asking, rule.field);
  if (rule.field.startsWith('passes.')) return readPasses(asking, rule.field);
  return readRecordField(field, facts, env);
}

export function ruleHoldsIn(asking: Asking, rule: Rule): boolean {
  const { facts, env } = asking;
  const field = env.fields.get(rule.field);
  const found = field ? readRule(asking, rule, field) : null;
  const moment = { atMs: facts.atMs, timeZone: env.timeZone };
  return compare(field?.kind ?? 'text', rule.operator, found, rule.value, moment);
}

export function holdsIn(asking: Asking, group: RuleGroup): boolean {
  const one = (part: Rule | RuleGroup) => (isGroup(part) ? holdsIn(asking, part) : ruleHoldsIn(asking, part));
  const answer = group.combinator === 'and' ? group.rules.every(one) : group.rules.some(one);
  return group.not === true ? !answer : answer;
}

/** Whether a rule holds for a lead at the moment its facts are of. `rule.ts` says what every rule means. */
export function holds(group: RuleGroup, facts: LeadFacts, env: RuleEnvironment): boolean {
  return holdsIn(ask(facts, env), group);
}
