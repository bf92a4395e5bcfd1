import type { RuleGroup } from '../rules/rule.ts';
import {
  type InteractionSignal,
  letters,
  milli,
  type RuleSignal,
  type ScoringModel,
  type SignalGroup,
} from '../scoring/model.ts';
import type { Value } from './condition-sql.ts';
import { signalsSql } from './interactions-sql.ts';
import { isSteady, type Plan, steadily } from './plan.ts';
import { integer } from './sql-text.ts';

/** Names of the columns with the thousandths of a point. */
export type ModelColumns = { fit: string; engagement: string };

type CompileGroup = (plan: Plan, group: RuleGroup) => string;

const rulePoints = (plan: Plan, signals: readonly RuleSignal[], compile: CompileGroup): string[] =>
  signals.map(({ rule, points }) => `if(${compile(plan, rule)}, ${integer(points * milli)}, 0)`);

/** What does not change with the moment is summed once for each state. */
function sum(plan: Plan, terms: readonly string[]): string {
  const steady = terms.filter(isSteady);
  const rest = terms.filter((term) => !isSteady(term));
  const all = steady.length === 0 ? rest : [steadily(plan, `(${steady.join(' + ')})`), ...rest];
  return `toInt64(${all.length === 0 ? '0' : all.join(' + ')})`;
}

/** Each group's sum, and that of what is in none, less what is above a cap. */
function partSql(options: {
  plan: Plan;
  rules: readonly RuleSignal[];
  signals: readonly InteractionSignal[];
  groups: readonly SignalGroup[];
  compile: CompileGroup;
}): string {
  const { plan, rules, signals, groups, compile } = options;
  const keys = new Set(groups.map(({ key }) => key));
  const isFree = ({ group }: { group?: string | undefined }) => group === undefined || !keys.has(group);
  const sumOf = (is: (signal: { group?: string | undefined }) => boolean) =>
    sum(plan, [...rulePoints(plan, rules.filter(is), compile), signalsSql(plan, signals.filter(is))]);
  const terms = [sumOf(isFree)];
  for (const key of keys) {
    const caps = groups.filter((group) => group.key === key).map(({ cap }) => cap * milli);
    const given = sumOf(({ group }) => group === key);
    if (caps.length === 1) terms.push(`least(${given}, ${integer(caps[0] ?? 0)})`);
    else terms.push(given, ...caps.map((cap) => `-greatest(${given} - ${integer(cap)}, 0)`));
  }
  return terms.join(' + ');
}

/** The model's score as two columns of the pair. */
export function modelColumns(
  plan: Plan,
  model: ScoringModel,
  name: string,
  compile: CompileGroup,
): ModelColumns {
  const columns = { fit: `${name}_fit`, engagement: `${name}_engagement` };
  if (plan.derived.has(columns.engagement)) return columns;
  const fit = partSql({
    plan,
    rules: model.fit.signals,
    signals: [],
    groups: model.fit.groups,
    compile,
  });
  const { signals, rules, groups } = model.engagement;
  const engagement = partSql({ plan, rules, signals, groups, compile });
  plan.derived.set(columns.fit, fit);
  plan.derived.set(columns.engagement, engagement);
  return columns;
}

const step = (of: string, thresholds: readonly number[], names: readonly string[], last: string): string =>
  `multiIf(${thresholds.map((least, place) => `${of} >= ${integer(least * milli)}, ${names[place]}`).join(', ')}, ${last})`;

const letterSql = (model: ScoringModel, { fit }: ModelColumns) =>
  step(
    fit,
    model.fit.letters,
    letters.map((letter) => `'${letter.toLowerCase()}'`),
    "'d'",
  );

const levelSql = (model: ScoringModel, { engagement }: ModelColumns) =>
  step(engagement, model.engagement.levels, ['1', '2', '3'], '4');

/** Folded, as rules compare it. */
export const gradeSql = (model: ScoringModel, columns: ModelColumns): string =>
  `concat(${letterSql(model, columns)}, toString(${levelSql(model, columns)}))`;

export function scoreValue(model: ScoringModel, columns: ModelColumns, part: string): Value | null {
  switch (part) {
    case 'points':
      return { sort: 'number', sql: `((${columns.fit} + ${columns.engagement}) / 1000)` };
    case 'fit':
      return { sort: 'number', sql: `(${columns.fit} / 1000)` };
    case 'engagement':
      return { sort: 'number', sql: `(${columns.engagement} / 1000)` };
    case 'letter':
      return { sort: 'text', sql: letterSql(model, columns) };
    case 'level':
      return { sort: 'number', sql: levelSql(model, columns) };
    case 'grade':
      return { sort: 'text', sql: gradeSql(model, columns) };
    default:
      return null;
  }
}
