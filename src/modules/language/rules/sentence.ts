import type { RuleField } from './field.ts';
import { filterInWords, listed, type NamesById } from './interaction-words.ts';
import { isGroup, type Measure, type Operator, type Rule, type RuleGroup, type RuleValue } from './rule.ts';

/** What a sentence needs to know besides the rule. */
export type RuleWords = {
  fields: ReadonlyMap<string, RuleField>;
  /** Names of campaigns, assets and teammates by id. */
  names: NamesById;
  /** Of amounts of money in rules. */
  currency: string;
};

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** A label inside a sentence: "Job title" becomes "job title", "MQL date" stays. */
const inner = (label: string) =>
  /^\p{Lu}[\p{Ll}\s-]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

const listOf = (value: RuleValue): (string | number | boolean)[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => one !== null);

function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumFractionDigits: 2,
    minimumFractionDigits: 0,
  });
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return format.format(minor / 10 ** (maximumFractionDigits ?? 2));
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

function dateInWords(text: string): string {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? text : day.format(at);
}

const nothing = '…';

function valueInWords(one: string | number | boolean, field: RuleField, words: RuleWords): string {
  if (typeof one === 'boolean') return one ? 'yes' : 'no';
  if (typeof one === 'number') {
    if (field.kind === 'money') return money(one, words.currency);
    const unit = {
      percent: ' %',
      seconds: one === 1 ? ' second' : ' seconds',
      days: one === 1 ? ' day' : ' days',
    };
    const suffix =
      field.kind === 'percent' || field.kind === 'seconds' || field.kind === 'days' ? unit[field.kind] : '';
    return `${number.format(one)}${suffix}`;
  }
  if (field.kind === 'date' || field.kind === 'time') return dateInWords(one);
  if (field.kind === 'ref')
    return `“${words.names.get(one.toLowerCase()) ?? `a deleted ${field.refers ?? 'record'}`}”`;
  const label = field.options?.find(({ value }) => value.toLowerCase() === one.toLowerCase())?.label;
  if (field.kind === 'text') return `“${one}”`;
  return label ?? one;
}

function comparedInWords(operator: Operator, rule: Rule, field: RuleField, words: RuleWords): string {
  const values = listOf(rule.value).map((one) => valueInWords(one, field, words));
  const any = listed(values) || nothing;
  const [first = nothing, second = nothing] = values;
  const isDated = field.kind === 'date' || field.kind === 'time';
  const days = `${first} ${first === '1' ? 'day' : 'days'}`;
  switch (operator) {
    case '=':
    case 'in':
      return `is ${any}`;
    case '!=':
      return `is not ${any}`;
    case 'notIn':
      return values.length > 1 ? `is none of ${listed(values, 'and')}` : `is not ${any}`;
    case '<':
      return isDated ? `is before ${first}` : `is less than ${first}`;
    case '<=':
      return `is at most ${first}`;
    case '>':
      return `is more than ${first}`;
    case '>=':
      return isDated ? `is on or after ${first}` : `is at least ${first}`;
    case 'between':
      return `is between ${first} and ${second}`;
    case 'contains':
      return `contains ${any}`;
    case 'doesNotContain':
      return `does not contain ${any}`;
    case 'beginsWith':
      return `begins with ${any}`;
    case 'doesNotBeginWith':
      return `does not begin with ${any}`;
    case 'null':
      return 'is not known';
    case 'notNull':
      return 'is known';
    case 'withinDays':
      return first === '1' ? 'was in the last day' : `was in the last ${days}`;
    case 'olderThanDays':
      return first === '1' ? 'was more than a day ago' : `was more than ${days} ago`;
  }
}

/** "at least 2", "no", "exactly 3". */
function howMany({ operator, value }: Rule): { words: string; one: boolean; none: boolean } {
  const [first, second] = listOf(value);
  const least = typeof first === 'number' ? first : Number.NaN;
  const said = Number.isNaN(least) ? nothing : number.format(least);
  const none =
    (operator === '=' && least === 0) ||
    (operator === '<' && least === 1) ||
    (operator === '<=' && least === 0);
  const some = (operator === '>' && least === 0) || (operator === '!=' && least === 0);
  const words: Partial<Record<Operator, string>> = {
    '=': `exactly ${said}`,
    '!=': `not exactly ${said}`,
    '<': `fewer than ${said}`,
    '<=': `at most ${said}`,
    '>': `more than ${said}`,
    '>=': `at least ${said}`,
    between: `between ${said} and ${typeof second === 'number' ? number.format(second) : nothing}`,
  };
  if (none) return { words: 'no', one: true, none };
  if (some) return { words: 'at least 1', one: true, none };
  return { words: words[operator] ?? nothing, one: least === 1 && operator !== 'between', none };
}

const distinctWords: Partial<Record<Measure, readonly [one: string, many: string]>> = {
  distinct_days: ['day', 'different days'],
  distinct_assets: ['piece of content', 'different pieces of content'],
  distinct_campaigns: ['campaign', 'different campaigns'],
  distinct_channels: ['channel', 'different channels'],
  distinct_types: ['kind of interaction', 'different kinds of interaction'],
};

function interactionInWords(rule: Rule, field: RuleField, words: RuleWords): string {
  const measure = rule.field.slice('interactions.'.length);
  const meant = (count: 'one' | 'many') => filterInWords(rule.of ?? {}, words.names, count);
  const many = howMany(rule);
  if (measure === 'count')
    return `there ${many.one ? 'was' : 'were'} ${many.words} ${meant(many.one ? 'one' : 'many')}`;
  const distinct = Object.entries(distinctWords).find(([key]) => key === measure)?.[1];
  if (distinct)
    return `${meant('many')} ${measure === 'distinct_days' ? 'were on' : 'took in'} ${many.words} ${distinct[many.one ? 0 : 1]}`;
  const compared = comparedInWords(rule.operator, rule, field, words).replace(/^is /, '');
  if (measure === 'engaged_seconds') return `${compared} went into ${meant('many')}`;
  if (rule.operator === 'null') return `there never was a ${meant('one')}`;
  if (rule.operator === 'notNull') return `there ever was a ${meant('one')}`;
  if (measure === 'completion') return `${compared} of one piece was seen, among ${meant('many')}`;
  return `the ${measure === 'days_since_last' ? 'last' : 'first'} ${meant('one')} was ${compared} ago`;
}

function ruleInWords(rule: Rule, words: RuleWords): string {
  const field = words.fields.get(rule.field);
  if (!field) return `“${rule.field}” (which does not exist) ${rule.operator}`;
  if (field.takesInteractions) return interactionInWords(rule, field, words);
  const compared = comparedInWords(rule.operator, rule, field, words);
  if (rule.field === 'lead.reached')
    return `${rule.operator === 'notIn' ? 'has not reached' : 'has reached'} ${compared.replace(/^is (none of |not )?/, '')}`;
  if (rule.field === 'lead.known_days') return `has been known to us for ${compared.replace(/^is /, '')}`;
  if (rule.field.startsWith('passes.'))
    return rule.value === false ? `does not pass “${field.label}”` : `passes “${field.label}”`;
  if (rule.field.startsWith('score.')) {
    const [word = '', part = ''] = field.label.split(/: (?=[^:]*$)/);
    const what = part.replace(/,.*$/, '').replace(/ letter$/, '');
    return `${word} ${what} ${what.endsWith('points') ? compared.replace(/^is /, 'are ') : compared}`;
  }
  return `${inner(field.label)} ${compared}`;
}

function groupInWords(group: RuleGroup, words: RuleWords, within: boolean): string {
  const parts = group.rules.map((one) =>
    isGroup(one) ? groupInWords(one, words, group.rules.length > 1) : ruleInWords(one, words),
  );
  const said = parts.length === 0 ? nothing : parts.join(` ${group.combinator} `);
  if (group.not === true) return `not (${said})`;
  return within && parts.length > 1 ? `(${said})` : said;
}

/** A rule as one sentence without its full stop: "fit is A or B and (there were at least 2 page views of …)". */
export const ruleSentence = (group: RuleGroup, words: RuleWords): string => groupInWords(group, words, false);

/** One rule or group as a clause, as it stands in the sentence. */
export const clauseOf = (part: Rule | RuleGroup, words: RuleWords): string =>
  isGroup(part) ? groupInWords(part, words, false) : ruleInWords(part, words);
