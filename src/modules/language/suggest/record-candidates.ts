import type { FactValue } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleField } from '../rules/field.ts';
import { readRecordField } from '../rules/read-field.ts';
import { foldText, type Rule } from '../rules/rule.ts';
import { type Candidate, leastSupport, ruleOf } from './candidate.ts';
import { quantile } from './landmarks.ts';
import type { LearningLead } from './learning-set.ts';

/**
 * Not asked: who somebody is by name says nothing of others; who of us looks after them, and when we wrote them down,
 * is our own doing; and deals come of having qualified.
 */
const unasked: ReadonlySet<string> = new Set(
  ['name', 'email', 'emailDomain', 'phone', 'ownerId', 'createdAt', 'domain', 'currency'].flatMap((key) => [
    `contact.${key}`,
    `account.${key}`,
  ]),
);

export const isAsked = ({ field }: RuleField): boolean =>
  /^(contact|account)\./.test(field) && !unasked.has(field);

const mostValues = 40;
const mostWords = 30;
const fewNumbers = 8;
const shortestWord = 4;

/** Words of job titles that mean the same level or trade; asked as "contains one of". */
const titleWords: readonly (readonly string[])[] = [
  ['chief', 'ceo', 'cfo', 'founder', 'owner', 'president', 'managing director', 'geschäftsführ'],
  ['director', 'head of', 'leiter', 'leitung', 'vp '],
  ['manager', 'lead'],
  ['student', 'intern', 'trainee', 'praktik'],
  ['finance', 'controll', 'cfo', 'account'],
  ['purchas', 'procure', 'buyer', 'einkauf'],
  ['engineer', 'technic', 'ingenieur', 'developer'],
  ['marketing', 'brand', 'communication'],
  ['sales', 'business development', 'vertrieb'],
];

/** Questions about what the records of leads and their companies say. */
export function recordCandidates(options: {
  leads: readonly LearningLead[];
  env: RuleEnvironment;
  leaveOut: ReadonlySet<string>;
}): Candidate[] {
  const { leads, env, leaveOut } = options;
  const least = leastSupport(leads.length);
  return [...env.fields.values()]
    .filter((field) => isAsked(field) && !leaveOut.has(field.field))
    .flatMap((field) => rulesFor(field, leads, env, least))
    .map((rule) => candidateOf(rule));
}

function candidateOf(rules: Rule[]): Candidate {
  const [first] = rules;
  const field = first?.field ?? '';
  const rule = rules.length === 1 && first ? ruleOf(first) : { combinator: 'or' as const, rules };
  return { field, rule, source: 'record', family: field };
}

function rulesFor(
  field: RuleField,
  leads: readonly LearningLead[],
  env: RuleEnvironment,
  least: number,
): Rule[][] {
  const found = leads.map(({ facts }) => readRecordField(field, facts, env));
  const filled = found.filter((value) => value !== null);
  if (filled.length < least) return [];
  const isSometimesBlank = filled.length <= leads.length - least;
  const rules: Rule[][] = isSometimesBlank
    ? [[{ field: field.field, operator: 'notNull', value: null }]]
    : [];
  switch (field.kind) {
    case 'number':
    case 'money':
      return [
        ...rules,
        ...numberRules(
          field,
          filled.filter((value) => typeof value === 'number'),
          least,
        ),
      ];
    case 'boolean':
      return [...rules, [{ field: field.field, operator: '=', value: true }]];
    case 'date':
    case 'time':
      return rules;
    default:
      return [...rules, ...textRules(field, leads, least)];
  }
}

function numberRules({ field }: RuleField, values: number[], least: number): Rule[][] {
  const counts = countsOf(values);
  if (counts.size <= fewNumbers) {
    return [...counts]
      .filter(([, count]) => count >= least)
      .map(([value]) => [{ field, operator: '=', value }]);
  }
  const ordered = values.toSorted((left, right) => left - right);
  const cuts = [0.2, 0.4, 0.6, 0.8, 0.9].map((share) => readable(quantile(ordered, share)));
  return [...new Set(cuts)]
    .filter((cut) => cut > (ordered[0] ?? cut))
    .map((value) => [{ field, operator: '>=', value }]);
}

/** Two significant digits: nobody signs "at least 487 employees". */
const readable = (value: number): number => Number(value.toPrecision(2));

function textRules(field: RuleField, leads: readonly LearningLead[], least: number): Rule[][] {
  const raw = leads.map(({ facts }) => rawText(field.field, facts));
  const written = new Map<string, string>();
  for (const text of raw)
    if (text !== null && !written.has(foldText(text))) written.set(foldText(text), text.trim());
  const counts = countsOf(raw.flatMap((text) => (text === null ? [] : [foldText(text)])));
  const values = commonest(counts, least, mostValues).map((text): Rule[] => [
    { field: field.field, operator: '=', value: written.get(text) ?? text },
  ]);
  if (!field.operators.includes('contains')) return values;
  const words = countsOf(raw.flatMap((text) => (text === null ? [] : [...new Set(wordsOf(text))])));
  const single = commonest(words, least, mostWords)
    .filter((word) => word.length >= shortestWord && !counts.has(word))
    .map((word): Rule[] => [{ field: field.field, operator: 'contains', value: word }]);
  const groups = field.field === 'contact.title' ? titleWords : [];
  const grouped = groups.map((group) =>
    group.map((value): Rule => ({ field: field.field, operator: 'contains', value })),
  );
  return [...values, ...single, ...grouped];
}

/** Of an address the path alone: the site is everybody's. */
const wordsOf = (text: string): string[] =>
  foldText(text)
    .replace(/^https?:\/\/[^/]*/, '')
    .split(/[^\p{L}\p{N}]+/u);

function rawText(field: string, facts: LearningLead['facts']): string | null {
  const [record, ...key] = field.split('.');
  const values = record === 'contact' ? facts.contact : facts.account;
  const value: FactValue = values?.[key.join('.')] ?? null;
  return value === null || String(value).trim() === '' ? null : String(value);
}

function countsOf<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const commonest = (counts: ReadonlyMap<string, number>, least: number, most: number): string[] =>
  [...counts]
    .filter(([text, count]) => count >= least && text !== '')
    .sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))
    .slice(0, most)
    .map(([text]) => text);
