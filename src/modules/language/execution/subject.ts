import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleGroup } from '../rules/rule.ts';
import { milli, type ScoringModel } from '../scoring/model.ts';
import { allSql, groupSql } from './compile.ts';
import { gradeSql, modelColumns } from './model-sql.ts';
import type { Plan } from './plan.ts';
import { integer, listOf, quoted } from './sql-text.ts';

/** What holds or does not: a rule, a test (all of its rules), or a score from a threshold or of some grades. */
export type Subject =
  | { rule: RuleGroup }
  | { rules: readonly RuleGroup[] }
  | { model: ScoringModel; threshold: number }
  | { model: ScoringModel; grades: readonly string[] };

export type SubjectOptions = { workspaceId: string; env: RuleEnvironment; subject: Subject };

/** The subject as a condition on a pair of lead and moment. */
export function subjectSql(plan: Plan, subject: Subject, name = 'subject'): string {
  if ('rule' in subject) return groupSql(plan, subject.rule);
  if ('rules' in subject) return allSql(plan, subject.rules);
  const columns = modelColumns(plan, subject.model, name, groupSql);
  if ('threshold' in subject)
    return `(${columns.fit} + ${columns.engagement} >= ${integer(Math.round(subject.threshold * milli))})`;
  if (subject.grades.length === 0) return '0';
  const wanted = subject.grades.map((grade) => quoted(grade.toLowerCase()));
  return `${gradeSql(subject.model, columns)} in ${listOf(wanted)}`;
}
