import type { Services } from '../../../platform/services.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleGroup } from '../rules/rule.ts';
import { pairsSql } from './pairs-sql.ts';
import { newPlan } from './plan.ts';
import { runQuery } from './run.ts';
import { type SubjectOptions, subjectSql } from './subject.ts';

/** For how many leads a rule holds at a moment, of all known by then. */
export async function countHolding(
  services: Pick<Services, 'clickhouse'>,
  options: { workspaceId: string; env: RuleEnvironment; rule: RuleGroup; at: Date },
): Promise<{ holds: number; of: number }> {
  const plan = newPlan(options.env);
  const condition = subjectSql(plan, { rule: options.rule });
  const pairs = pairsSql({
    plan,
    workspaceId: options.workspaceId,
    asked: { momentsMs: [options.at.getTime()] },
  });
  const [counted] = await runQuery<{ holds: number; of: number }>(
    services.clickhouse,
    `select countIf(${condition}) as holds, count() as of from (${pairs})`,
  );
  return counted ?? { holds: 0, of: 0 };
}

/** A query that gives `contact_id` of each lead for whom the subject holds at the moment. */
export function holdingAtSql(options: SubjectOptions & { at: Date; among?: string }): string {
  const plan = newPlan(options.env);
  const condition = subjectSql(plan, options.subject);
  const pairs = pairsSql({ ...options, plan, asked: { momentsMs: [options.at.getTime()] } });
  return `select contact_id from (${pairs}) where ${condition}`;
}
