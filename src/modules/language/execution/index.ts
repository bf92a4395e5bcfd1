/** Definitions asked of all leads at many past moments, in ClickHouse. Callers see to `leadFactsReady` first. */
export { countHolding } from './count-holding.ts';
export {
  type FirstHolding,
  type FirstHoldingOptions,
  firstHoldingSql,
} from './first-holding.ts';
export type { Asked } from './pairs-sql.ts';
export { executionSettings, runQuery } from './run.ts';
export { bestScores, bestScoresSql, type ScoresOptions, scoresAtSql } from './scores-at.ts';
export { signalValues } from './signal-values.ts';
export type { Subject } from './subject.ts';
