import { KeptAnswers } from '../facts/kept-answers.ts';
import type { DataDrivenModel } from '../models/models.ts';
import { microsEach } from './contract.ts';
import { type DataDriven, readDataDriven } from './data-driven.ts';
import type { Reading } from './read-models.ts';
import { type KeyCredits, readRuleCredits } from './rule-credits.ts';
import { readSummary, type Summary } from './summary.ts';
import { withoutPart } from './without-part.ts';

/** Keys and what they get; some tens of megabytes at most. */
const mostFigures = 200_000;
const kept = new KeptAnswers<DataDriven>({
  most: mostFigures,
  sizeOf: ({ credits, effects }) => 1 + credits.size + (effects?.length ?? 0),
});

/** What is known of the results asked already, with all their touchpoints. */
type Known = { summary: Summary; keys: readonly Pick<KeyCredits, 'key'>[] };

/**
 * What each key gets by a data-driven model, with all touchpoints of the results asked: the same for the table, for each
 * page of what a figure is made of, and for what lies in a part of it.
 */
export function shareByData(
  model: DataDrivenModel,
  { clickhouse, plan, journeys, signal }: Reading,
  { amount, known }: { amount: 'value' | 'count'; known?: Known | undefined },
): Promise<DataDriven> {
  const whole = withoutPart(plan);
  const { workspaceId, models: _, ...rest } = whole;
  return kept.of({ workspaceId, journeys, what: [model, amount, rest] }, async () => {
    const { total, results, withoutTouch } = known?.summary ?? (await readSummary(clickhouse, whole, signal));
    const asked = { clickhouse, plan: whole, models: [], amount, hasNegative: false, signal };
    const keys = known?.keys ?? (await readRuleCredits(asked));
    const earning = new Set(keys.map(({ key }) => key));
    return readDataDriven(model, {
      clickhouse,
      plan: whole,
      amount,
      total: amount === 'count' ? results * microsEach - withoutTouch.results : total - withoutTouch.value,
      isEarning: (key) => earning.has(key),
      signal,
    });
  });
}
