import { addDays, dayMs, isDate, localDate } from './calendar.ts';
import type { RuleFieldKind } from './field.ts';
import { foldText, type Operator, type RuleValue } from './rule.ts';

/**
 * What a lead's answer to a field is, ready to compare: text folded, days in milliseconds, times in milliseconds since
 * 1970, dates YYYY-MM-DD, stages as all that were reached; null: unknown.
 */
export type Found = string | number | boolean | readonly string[] | null;

export type Moment = { atMs: number; timeZone: string };

/** These hold where something is unknown, or where the rule's own value says nothing that could be compared. */
const negative: ReadonlySet<Operator> = new Set(['!=', 'notIn', 'doesNotContain', 'doesNotBeginWith']);

const listOf = (value: RuleValue): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [foldText(String(one))] : [],
  );

const pairOf = <T>(value: RuleValue, is: (one: unknown) => one is T): [T, T] | null => {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high] = value;
  return is(low) && is(high) ? [low, high] : null;
};
const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one);
const isDateText = (one: unknown): one is string => typeof one === 'string' && isDate(one);

/** Of a list one is enough; the negative ones hold for none of it. */
function compareText(operator: Operator, found: string, value: RuleValue): boolean {
  const words = listOf(value);
  if (words.length === 0) return negative.has(operator);
  switch (operator) {
    case '=':
    case 'in':
      return words.includes(found);
    case '!=':
    case 'notIn':
      return !words.includes(found);
    case 'contains':
      return words.some((word) => found.includes(word));
    case 'doesNotContain':
      return !words.some((word) => found.includes(word));
    case 'beginsWith':
      return words.some((word) => found.startsWith(word));
    case 'doesNotBeginWith':
      return !words.some((word) => found.startsWith(word));
    default:
      return false;
  }
}

function compareOrdered<T extends number | string>(
  operator: Operator,
  found: T,
  value: RuleValue,
  is: (one: unknown) => one is T,
): boolean {
  if (operator === 'between') {
    const pair = pairOf(value, is);
    return pair !== null && found >= pair[0] && found <= pair[1];
  }
  if (!is(value)) return negative.has(operator);
  switch (operator) {
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
    default:
      return false;
  }
}

const times = (value: RuleValue, factor: number): RuleValue => {
  if (isNumber(value)) return value * factor;
  return Array.isArray(value) ? value.map((one) => (isNumber(one) ? one * factor : one)) : value;
};

/** The last N days are today and the N - 1 days before it; older is what is before those. */
function compareDate(operator: Operator, found: string, value: RuleValue, moment: Moment): boolean {
  if (operator !== 'withinDays' && operator !== 'olderThanDays')
    return compareOrdered(operator, found, value, isDateText);
  if (!isNumber(value)) return false;
  const today = localDate(moment.atMs, moment.timeZone);
  const before = addDays(today, -value);
  return operator === 'withinDays' ? found > before && found <= today : found <= before;
}

/** Against a date a time counts with the date it had in the workspace's calendar. */
function compareTime(operator: Operator, found: number, value: RuleValue, moment: Moment): boolean {
  if (operator !== 'withinDays' && operator !== 'olderThanDays')
    return compareOrdered(operator, localDate(found, moment.timeZone), value, isDateText);
  if (!isNumber(value)) return false;
  const before = moment.atMs - value * dayMs;
  return operator === 'withinDays' ? found > before && found <= moment.atMs : found <= before;
}

function compareStages(operator: Operator, reached: readonly string[], value: RuleValue): boolean {
  const asked = listOf(value);
  const any = reached.some((stage) => asked.includes(stage));
  if (operator === 'in') return any;
  return operator === 'notIn' && !any;
}

/** Whether what was found is as the rule wants it. */
export function compare(
  kind: RuleFieldKind,
  operator: Operator,
  found: Found,
  value: RuleValue,
  moment: Moment,
): boolean {
  if (operator === 'null') return found === null;
  if (operator === 'notNull') return found !== null;
  if (found === null) return negative.has(operator);
  if (typeof found === 'boolean') return operator === '=' && found === value;
  if (typeof found === 'string')
    return kind === 'date'
      ? compareDate(operator, found, value, moment)
      : compareText(operator, found, value);
  if (typeof found !== 'number') return compareStages(operator, found, value);
  if (kind === 'time') return compareTime(operator, found, value, moment);
  return compareOrdered(operator, found, kind === 'days' ? times(value, dayMs) : value, isNumber);
}
