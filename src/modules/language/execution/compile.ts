import { isGroup, measures, type Rule, type RuleGroup } from '../rules/rule.ts';
import { answerOfUnknown, conditionOn, type Value, wordsOf } from './condition-sql.ts';
import { measureSql } from './interactions-sql.ts';
import { modelColumns, scoreValue } from './model-sql.ts';
import { columnFor, isSteady, type Plan, steadily } from './plan.ts';
import { type RecordType, recordColumn } from './record-columns.ts';
import { every, integer, listOf, not, quoted, some } from './sql-text.ts';

const far = 9_000_000_000_000_000;

/** Keys come from definitions and stand in names of columns. */
const safeName = (key: string) => (/^[a-z0-9_]+$/.test(key) ? key : `x${Buffer.from(key).toString('hex')}`);

/** A group as a condition on a pair of lead and moment; what it needs besides is noted in the plan. */
export function groupSql(plan: Plan, group: RuleGroup): string {
  const parts = group.rules.map((one) => (isGroup(one) ? groupSql(plan, one) : ruleSql(plan, one)));
  const join = group.combinator === 'and' ? every : some;
  const rest = parts.filter((part) => !isSteady(part));
  const answer = join([steadily(plan, join(parts.filter(isSteady))), ...rest]);
  return group.not === true ? not(answer) : answer;
}

export const allSql = (plan: Plan, groups: readonly RuleGroup[]): string =>
  every(groups.map((group) => groupSql(plan, group)));

function ruleSql(plan: Plan, rule: Rule): string {
  const [source = '', ...rest] = rule.field.split('.');
  const unknown = String(Number(answerOfUnknown(rule.operator)));
  if (!plan.env.fields.has(rule.field)) return unknown;
  if (rule.field === 'lead.reached') return reachedSql(plan, rule);
  if (source === 'contact' || source === 'account' || source === 'opportunity')
    return recordSql(plan, source, rest.join('.'), rule, unknown);
  const value = pairValue(plan, rule, source, rest);
  return value === null ? unknown : conditionOn(value, rule, plan.env.timeZone).sql;
}

/** What is a value of the pair itself. */
function pairValue(plan: Plan, rule: Rule, source: string, [key = '', part = '']: string[]): Value | null {
  if (rule.field === 'lead.known_days') return { sort: 'length', sql: '(at_ms - known_ms)' };
  if (source === 'interactions') {
    const measure = measures.find((one) => one === key);
    return measure ? measureSql(plan, measure, rule.of ?? {}) : null;
  }
  if (source === 'passes') return passesValue(plan, rule.field.slice('passes.'.length));
  if (source !== 'score') return null;
  const model = plan.env.models.get(key);
  if (!model || plan.asked.has(`score.${key}`)) return null;
  plan.asked.add(`score.${key}`);
  const columns = modelColumns(plan, model, `score_${safeName(key)}`, groupSql);
  plan.asked.delete(`score.${key}`);
  return scoreValue(model, columns, part);
}

function passesValue(plan: Plan, key: string): Value | null {
  const tests = plan.env.passes.get(key);
  if (!tests || plan.asked.has(`passes.${key}`)) return null;
  const name = `passes_${safeName(key)}`;
  if (!plan.derived.has(name)) {
    plan.asked.add(`passes.${key}`);
    const sql = allSql(plan, tests);
    plan.asked.delete(`passes.${key}`);
    plan.derived.set(name, sql);
  }
  return { sort: 'bit', sql: name };
}

function reachedSql(plan: Plan, { operator, value }: Rule): string {
  if (operator === 'null' || operator === 'notNull') return operator === 'notNull' ? '1' : '0';
  if (operator !== 'in' && operator !== 'notIn') return '0';
  const stages = wordsOf(value);
  if (stages.length === 0) return operator === 'in' ? '0' : '1';
  const first = columnFor(
    plan.lead,
    `arrayMin(arrayPushBack(arrayMap((stage, since) -> if(stage in ${listOf(stages.map(quoted))},
      toUnixTimestamp64Milli(since), ${integer(far)}), mapKeys(reached), mapValues(reached)), ${integer(far)}))`,
  );
  return operator === 'in' ? `${first} <= at_ms` : `${first} > at_ms`;
}

/**
 * A condition on a record's field. One that does not depend on the moment is worked out once for each state of the
 * record; of one that does, the state gives the value.
 */
function recordSql(plan: Plan, record: RecordType, key: string, rule: Rule, unknown: string): string {
  const { timeZone } = plan.env;
  const dated = record === 'opportunity' ? dealValueAt(plan, key) : null;
  if (dated) return `if(deal_found, ${conditionOn(dated, rule, timeZone).sql}, ${unknown})`;
  const value = recordColumn(record, key, plan.env);
  if (!value) return unknown;
  const columns = record === 'contact' ? plan.lead : record === 'account' ? plan.account : plan.deal;
  const condition = conditionOn(value, rule, timeZone);
  if (isSettled(condition.sql) && (record === 'contact' || condition.sql === unknown)) return condition.sql;
  const answer = condition.timed
    ? conditionOn({ ...value, sql: columnFor(columns, value.sql) }, rule, timeZone).sql
    : columnFor(columns, `toBool(${condition.sql})`);
  if (record === 'contact') return answer;
  return `if(${record === 'account' ? 'account' : 'deal'}_found, ${answer}, ${unknown})`;
}

const isSettled = (condition: string) => condition === '0' || condition === '1';

/** What is so of a deal at a moment by its times, not by its state. */
function dealValueAt(plan: Plan, key: string): Value | null {
  const column = (sql: string) => columnFor(plan.deal, sql);
  const closedMs = () => column('toUnixTimestamp64Milli(closed_at)');
  if (key === 'closedAt')
    return { sort: 'moment', sql: `if(ifNull(${closedMs()} <= at_ms, 0), ${closedMs()}, null)` };
  if (key === 'status')
    return { sort: 'text', sql: `if(ifNull(${closedMs()} <= at_ms, 0), ${column('status')}, 'open')` };
  if (key !== 'stage') return null;
  const times = column('arrayMap(stage_at -> toUnixTimestamp64Milli(stage_at), stage_times)');
  return {
    sort: 'text',
    sql: `arrayElement(arrayConcat([''], ${column('stages')}), 1 + arrayCount(stage_ms -> stage_ms <= at_ms, ${times}))`,
  };
}
