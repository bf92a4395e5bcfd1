import type { ClickHouse } from '../../../../platform/clickhouse/clickhouse.ts';
import { bestScoresSql, runQuery } from '../../execution/index.ts';
import type { RuleEnvironment } from '../../rules/environment.ts';
import type { ScoringModel } from '../../scoring/model.ts';
import type { ScoreCount } from '../curves.ts';
import { type LeadRowsOptions, leadOutcomes, timesOf } from './lead-rows.ts';

/**
 * The most points each lead had before the outcome, or in the period where it had none; by whole points, with and
 * without the outcome. Who came to it before the period began is neither.
 */
export async function countScores(
  options: Omit<LeadRowsOptions, 'subject' | 'against'> & {
    clickhouse: ClickHouse;
    env: RuleEnvironment;
    model: ScoringModel;
  },
): Promise<ScoreCount[]> {
  const { workspaceId, env, model, grid } = options;
  const leads = leadOutcomes(options);
  const best = bestScoresSql({
    workspaceId,
    env,
    model,
    asked: { momentsMs: timesOf(grid).map((at) => at.getTime()) },
    until: `select contact_id, until_ms from (${leads})`,
  });
  return runQuery<ScoreCount>(
    options.clickhouse,
    `select toInt32(floor(best_milli / 1000)) as score, countIf(had_outcome = 1) as positives,
      countIf(had_outcome = 0) as negatives
    from (${best}) as best inner join (${leads}) as leads using (contact_id)
    group by score order by score`,
  );
}
