import type { Services } from '../../../platform/services.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { milli, type ScoringModel } from '../scoring/model.ts';
import { groupSql } from './compile.ts';
import { modelColumns } from './model-sql.ts';
import { type Asked, pairsSql } from './pairs-sql.ts';
import { newPlan } from './plan.ts';
import { runQuery } from './run.ts';

export type ScoresOptions = {
  workspaceId: string;
  env: RuleEnvironment;
  model: ScoringModel;
  asked: Asked;
  /** A query that gives the only `contact_id`s meant. */
  among?: string;
};

/** A query that gives `contact_id, m, at_ms, fit_milli, engagement_milli` of each lead at each moment it was known. */
export function scoresAtSql(options: ScoresOptions): string {
  const plan = newPlan(options.env);
  const { fit, engagement } = modelColumns(plan, options.model, 'subject', groupSql);
  return `select contact_id, m, at_ms, ${fit} as fit_milli, ${engagement} as engagement_milli
    from (${pairsSql({ ...options, plan })})`;
}

/**
 * A query that gives `contact_id, best_milli`: the most points a lead had at any of the moments before a time of its
 * own. `until` gives `contact_id, until_ms`; who is not in it is left out.
 */
export function bestScoresSql(options: Omit<ScoresOptions, 'among'> & { until: string }): string {
  const scores = scoresAtSql({ ...options, among: `select contact_id from (${options.until})` });
  return `select contact_id, max(fit_milli + engagement_milli) as best_milli
    from (${scores}) as scores inner join (${options.until}) as untils using (contact_id)
    where at_ms < until_ms group by contact_id`;
}

export async function bestScores(
  services: Pick<Services, 'clickhouse'>,
  options: Omit<ScoresOptions, 'among'> & { until: string },
): Promise<{ contactId: string; points: number }[]> {
  const rows = await runQuery<{ contact_id: string; best_milli: number }>(
    services.clickhouse,
    bestScoresSql(options),
  );
  return rows.map((row) => ({ contactId: row.contact_id, points: row.best_milli / milli }));
}
