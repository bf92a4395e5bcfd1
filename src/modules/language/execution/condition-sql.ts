import { dayMs, isDate } from '../rules/calendar.ts';
import { foldText, type Operator, type Rule, type RuleValue } from '../rules/rule.ts';
import { every, float, integer, isUuid, listOf, nilUuid, not, quoted, quotedUuid, some } from './sql-text.ts';

/**
 * What a rule asks, as ClickHouse reads it. Unknown is '' for words, dates and yes-or-no, the nil id for refs, null for
 * numbers, lengths and moments (both in milliseconds, Int64). The comparisons are those of `rules/compare.ts`, line by
 * line; `two-executions.test.ts` holds them to it.
 */
export type Value = {
  sort: 'text' | 'ref' | 'number' | 'moment' | 'length' | 'date' | 'boolean' | 'bit';
  sql: string;
};

/** Whether the answer depends on the moment asked about (`at_ms`), besides the value. */
export type Condition = { sql: string; timed: boolean };

const untimed = (sql: string): Condition => ({ sql, timed: false });
const no = untimed('0');
const negative: ReadonlySet<Operator> = new Set(['!=', 'notIn', 'doesNotContain', 'doesNotBeginWith']);

/** The answer where the value is unknown. */
export const answerOfUnknown = (operator: Operator): boolean => operator === 'null' || negative.has(operator);

function knownSql({ sort, sql }: Value): string {
  if (sort === 'number' || sort === 'moment' || sort === 'length') return `isNotNull(${sql})`;
  if (sort === 'bit') return '1';
  return sort === 'ref' ? `${sql} != toUUID('${nilUuid}')` : `${sql} != ''`;
}

export function conditionOn(value: Value, rule: Rule, timeZone: string): Condition {
  const { operator } = rule;
  const known = knownSql(value);
  if (operator === 'notNull') return untimed(known);
  if (operator === 'null') return untimed(not(known));
  const { sql, timed } = compareKnown(value, operator, rule.value, timeZone);
  if (negative.has(operator)) return { sql: some([not(known), sql]), timed };
  return { sql: every([known, sql]), timed };
}

function compareKnown(value: Value, operator: Operator, against: RuleValue, timeZone: string): Condition {
  const { sort, sql } = value;
  switch (sort) {
    case 'text':
      return untimed(compareText(sql, operator, against));
    case 'ref':
      return untimed(compareRef(sql, operator, against));
    case 'boolean':
      return typeof against === 'boolean' && operator === '=' ? untimed(`${sql} = '${against}'`) : no;
    case 'bit':
      return typeof against === 'boolean' && operator === '=' ? untimed(`${sql} = ${Number(against)}`) : no;
    case 'number':
      return untimed(compareOrdered(sql, operator, against, isNumber, float));
    case 'length':
      return untimed(compareOrdered(sql, operator, against, isNumber, (days) => float(days * dayMs)));
    case 'date':
      return compareDate(sql, operator, against, timeZone);
    case 'moment':
      return compareMoment(sql, operator, against, timeZone);
  }
}

export const wordsOf = (value: RuleValue): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [foldText(String(one))] : [],
  );

function compareText(sql: string, operator: Operator, against: RuleValue): string {
  const words = wordsOf(against);
  if (words.length === 0) return negative.has(operator) ? '1' : '0';
  switch (operator) {
    case '=':
    case 'in':
      return `${sql} in ${listOf(words.map(quoted))}`;
    case '!=':
    case 'notIn':
      return `${sql} not in ${listOf(words.map(quoted))}`;
    case 'contains':
      return some(words.map((word) => `position(${sql}, ${quoted(word)}) > 0`));
    case 'doesNotContain':
      return `not ${some(words.map((word) => `(position(${sql}, ${quoted(word)}) > 0)`))}`;
    case 'beginsWith':
      return some(words.map((word) => `startsWith(${sql}, ${quoted(word)})`));
    case 'doesNotBeginWith':
      return `not ${some(words.map((word) => `startsWith(${sql}, ${quoted(word)})`))}`;
    default:
      return '0';
  }
}

/** Ids are compared as ids where that is all that is asked: it is fifteen times cheaper than as text. */
function compareRef(sql: string, operator: Operator, against: RuleValue): string {
  const isList = operator === '=' || operator === 'in';
  if (!isList && operator !== '!=' && operator !== 'notIn')
    return compareText(`toString(${sql})`, operator, against);
  const ids = wordsOf(against).filter(isUuid);
  const any = ids.length === 0 ? '0' : `${sql} in ${listOf(ids.map(quotedUuid))}`;
  return isList ? any : not(any);
}

const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one);
const isDateText = (one: unknown): one is string => typeof one === 'string' && isDate(one);
const ordering: ReadonlySet<Operator> = new Set(['=', '!=', '<', '<=', '>', '>=']);

function compareOrdered<T>(
  sql: string,
  operator: Operator,
  against: RuleValue,
  is: (one: unknown) => one is T,
  written: (one: T) => string,
): string {
  if (operator === 'between') {
    if (!Array.isArray(against) || against.length !== 2) return '0';
    const [low, high]: readonly unknown[] = against;
    return is(low) && is(high) ? `ifNull(${sql} >= ${written(low)} and ${sql} <= ${written(high)}, 0)` : '0';
  }
  if (!is(against)) return negative.has(operator) ? '1' : '0';
  return ordering.has(operator) ? `ifNull(${sql} ${operator} ${written(against)}, 0)` : '0';
}

/** Further back than any date that is kept, and still one. */
const mostDaysBack = 50_000;

function compareDate(sql: string, operator: Operator, against: RuleValue, timeZone: string): Condition {
  if (operator !== 'withinDays' && operator !== 'olderThanDays')
    return untimed(compareOrdered(sql, operator, against, isDateText, quoted));
  if (!isNumber(against)) return no;
  const today = localDateSql('at_ms', timeZone);
  const back = Math.max(-mostDaysBack, Math.min(mostDaysBack, Math.ceil(against)));
  const before = `toString(${today} - ${integer(back)})`;
  return {
    sql:
      operator === 'withinDays'
        ? `(${sql} > ${before} and ${sql} <= toString(${today}))`
        : `${sql} <= ${before}`,
    timed: true,
  };
}

/** The date that calendars of the zone show, of milliseconds. */
export const localDateSql = (ms: string, timeZone: string): string =>
  `toDate32(fromUnixTimestamp64Milli(assumeNotNull(${ms}), ${quoted(timeZone)}))`;

function compareMoment(sql: string, operator: Operator, against: RuleValue, timeZone: string): Condition {
  if (operator !== 'withinDays' && operator !== 'olderThanDays') {
    const date = `toString(${localDateSql(sql, timeZone)})`;
    return untimed(compareOrdered(date, operator, against, isDateText, quoted));
  }
  if (!isNumber(against)) return no;
  const before = `at_ms - ${float(against * dayMs)}`;
  return {
    sql:
      operator === 'withinDays'
        ? `ifNull(${sql} > ${before} and ${sql} <= at_ms, 0)`
        : `ifNull(${sql} <= ${before}, 0)`,
    timed: true,
  };
}
