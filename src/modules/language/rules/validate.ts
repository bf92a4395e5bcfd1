import { isDate } from './calendar.ts';
import type { RuleEnvironment } from './environment.ts';
import type { RuleField } from './field.ts';
import {
  deepestGroup,
  type InteractionFilter,
  isGroup,
  longestWindowDays,
  mostRules,
  type Operator,
  type Rule,
  type RuleGroup,
  type RuleValue,
  rulesOf,
} from './rule.ts';

/** What is wrong with a rule, where, and what to do about it. */
export type RuleProblem = { path: string; message: string };

/** What rules may refer to besides the environment. */
export type ValidationContext = {
  /** Ids that exist, among those that the rules mention. */
  campaigns: ReadonlySet<string>;
  assets: ReadonlySet<string>;
  teammates: ReadonlySet<string>;
};

/** How operators are called where a message or the editor names them. */
export const operatorWords: Record<Operator, string> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  between: 'is between',
  in: 'is one of',
  notIn: 'is none of',
  contains: 'contains',
  doesNotContain: 'does not contain',
  beginsWith: 'begins with',
  doesNotBeginWith: 'does not begin with',
  null: 'is not known',
  notNull: 'is known',
  withinDays: 'was in the last days',
  olderThanDays: 'was before the last days',
};

const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one);
const listOf = (value: RuleValue) => (Array.isArray(value) ? value : [value]);

function unknownField(field: string): string {
  const [source = '', ...rest] = field.split('.');
  const key = rest.at(-1) ?? field;
  if (rest[0] === 'custom')
    return `The custom field "${key}" does not exist, or was deleted. Choose another field, or take this rule out.`;
  if (source === 'score')
    return `There is no score "${rest[0] ?? ''}" in force with "${key}". Choose a score that is, or take this rule out.`;
  if (source === 'passes')
    return `There is no test or persona "${key}" in force. Choose one that is, or take this rule out.`;
  return `There is no field "${field}". Choose one from the list.`;
}

function wrongDays(value: RuleValue): string | null {
  if (!isNumber(value) || !Number.isInteger(value)) return 'Say how many days, as a whole number.';
  if (value < 1) return `A window of ${value} days holds nobody. Give it at least one day.`;
  return value > longestWindowDays ? `A window has at most ${longestWindowDays} days.` : null;
}

function wrongList(field: RuleField, value: RuleValue): string | null {
  const values = listOf(value).filter((one) => one !== null && String(one).trim() !== '');
  if (values.length === 0) return `Say what ${field.label} is to be compared with: nothing is chosen yet.`;
  const closed = field.kind === 'stage' || field.kind === 'letter' || field.kind === 'grade';
  if (!closed || !field.options) return null;
  const known = field.options.map((option) => option.value.toLowerCase());
  const strange = values.find((one) => !known.includes(String(one).toLowerCase()));
  if (strange === undefined) return null;
  return `${field.label} is never "${String(strange)}". Choose among ${field.options.map(({ label }) => label).join(', ')}.`;
}

const lengthKinds: ReadonlySet<string> = new Set(['number', 'money', 'days', 'percent', 'seconds']);

function wrongOrdered(field: RuleField, operator: Operator, value: RuleValue): string | null {
  const numeric = lengthKinds.has(field.kind);
  const fits = (one: unknown) => (numeric ? isNumber(one) : typeof one === 'string' && isDate(one));
  const wanted = numeric ? 'a number' : 'a date (year-month-day)';
  if (operator !== 'between') return fits(value) ? null : `${field.label} is compared with ${wanted}.`;
  if (!Array.isArray(value) || value.length !== 2 || !value.every(fits))
    return `Between needs two values, each ${wanted}.`;
  const [low, high] = value;
  if (low !== undefined && high !== undefined && low > high)
    return `Between ${low} and ${high} lies nothing: put the smaller one first.`;
  return null;
}

function wrongValue(field: RuleField, { operator, value }: Rule): string | null {
  if (operator === 'null' || operator === 'notNull') return null;
  if (operator === 'withinDays' || operator === 'olderThanDays') return wrongDays(value);
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : `${field.label} is either yes or no.`;
    case 'text':
    case 'option':
    case 'ref':
    case 'stage':
    case 'letter':
    case 'grade':
      return wrongList(field, value);
    default:
      return wrongOrdered(field, operator, value);
  }
}

function missingRefs(rule: Rule, field: RuleField, context: ValidationContext): string | null {
  if (field.kind !== 'ref' || rule.operator === 'null' || rule.operator === 'notNull') return null;
  const known =
    field.refers === 'asset'
      ? context.assets
      : field.refers === 'teammate'
        ? context.teammates
        : context.campaigns;
  const gone = listOf(rule.value).filter((one) => !known.has(String(one).toLowerCase()));
  if (gone.length === 0) return null;
  const what = field.refers ?? 'campaign';
  return gone.length === 1
    ? `The ${what} that this rule names does not exist, or was deleted. Choose another.`
    : `${gone.length} of the ${what}s that this rule names do not exist, or were deleted. Choose others.`;
}

/** What is wrong with which interactions are meant. */
export function validateFilter(
  filter: InteractionFilter,
  context: ValidationContext,
  path: string,
): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const gone = (ids: readonly string[] | undefined, known: ReadonlySet<string>) =>
    (ids ?? []).filter((id) => !known.has(id.toLowerCase())).length;
  const campaigns = gone(filter.campaignIds, context.campaigns);
  if (campaigns > 0) {
    const message = `${campaigns === 1 ? 'A campaign' : `${campaigns} campaigns`} named here no longer exist${campaigns === 1 ? 's' : ''}. Choose another, or take it out.`;
    problems.push({ path: `${path}.campaignIds`, message });
  }
  const assets = gone(filter.assetIds, context.assets);
  if (assets > 0) {
    const message = `${assets === 1 ? 'A piece of content' : `${assets} pieces of content`} named here no longer exist${assets === 1 ? 's' : ''}. Choose another, or take it out.`;
    problems.push({ path: `${path}.assetIds`, message });
  }
  if (filter.withinDays !== undefined) {
    const message = wrongDays(filter.withinDays);
    if (message) problems.push({ path: `${path}.withinDays`, message });
  }
  return problems;
}

function validateOne(
  rule: Rule,
  env: RuleEnvironment,
  context: ValidationContext,
  path: string,
): RuleProblem[] {
  const field = env.fields.get(rule.field);
  if (!field) return [{ path: `${path}.field`, message: unknownField(rule.field) }];
  if (!field.operators.includes(rule.operator)) {
    const can = field.operators.map((operator) => `"${operatorWords[operator]}"`).join(', ');
    const message = `"${operatorWords[rule.operator]}" cannot be asked of ${field.label}. It can be asked: ${can}.`;
    return [{ path: `${path}.operator`, message }];
  }
  const problems = rule.of ? validateFilter(rule.of, context, `${path}.of`) : [];
  if (rule.of && !field.takesInteractions) {
    const message = `${field.label} is not about interactions: take out which of them are meant.`;
    problems.push({ path: `${path}.of`, message });
  }
  const message = wrongValue(field, rule) ?? missingRefs(rule, field, context);
  if (message) problems.push({ path: `${path}.value`, message });
  return problems;
}

function validateParts(
  group: RuleGroup,
  env: RuleEnvironment,
  context: ValidationContext,
  path: string,
  depth: number,
): RuleProblem[] {
  if (depth > deepestGroup)
    return [
      { path, message: `Groups stand in one another at most ${deepestGroup} deep. Take one level out.` },
    ];
  if (group.rules.length === 0)
    return [{ path, message: 'This group asks nothing yet. Add a rule to it, or take the group out.' }];
  return group.rules.flatMap((one, at) => {
    const inner = `${path}.rules.${at}`;
    return isGroup(one)
      ? validateParts(one, env, context, inner, depth + 1)
      : validateOne(one, env, context, inner);
  });
}

/** What is wrong with a rule; nothing where it can be asked. Paths begin with `path`: `rules.0.value`. */
export function validateRule(
  group: RuleGroup,
  env: RuleEnvironment,
  context: ValidationContext,
  path = '',
): RuleProblem[] {
  const problems = validateParts(group, env, context, path, 1);
  let count = 0;
  for (const _ of rulesOf(group)) count += 1;
  if (count > mostRules)
    problems.push({ path, message: `A rule has at most ${mostRules} conditions; this one has ${count}.` });
  return problems.map((problem) => ({ ...problem, path: problem.path.replace(/^\./, '') }));
}
