import { dayMs } from '../rules/calendar.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { matchInteractions } from '../rules/match-interactions.ts';
import type { InteractionFilter } from '../rules/rule.ts';
import type { LearningLead } from './learning-set.ts';
import { fitLogistic, sparseRows } from './logistic.ts';

const halfLives = [7, 14, 30, 60, 120] as const;

/**
 * Whether what leads did is worth less the longer ago it was. Beside the rest of the model (`offset`, log-odds without
 * this signal) the flat signal is compared with ones that fade; a half-life is taken where it explains the outcomes
 * better by more than chance would (Schwarz's criterion), with the weight that a fresh interaction then has.
 */
export function findFading(options: {
  of: InteractionFilter;
  leads: readonly LearningLead[];
  outcomes: Uint8Array;
  offset: Float64Array;
  env: RuleEnvironment;
  penalty: number;
}): { halfLifeDays: number; weight: number } | null {
  const { of, leads, env, outcomes, offset, penalty } = options;
  const ages = leads.map(({ facts }) => {
    const meant = matchInteractions(of, facts.interactions, facts.atMs, env).filter((fact) => fact.counted);
    return meant.length === 0 ? null : (facts.atMs - Math.max(...meant.map((fact) => fact.atMs))) / dayMs;
  });
  const every = leads.map((_, row) => row);
  const tried = (halfLifeDays: number | null) => {
    const column = ages.map((age) =>
      age === null ? 0 : halfLifeDays === null ? 1 : 2 ** (-age / halfLifeDays),
    );
    return fitLogistic({ rows: sparseRows([column], every), outcomes, offset, columnCount: 1, penalty });
  };
  const flat = tried(null);
  let best: { halfLifeDays: number; weight: number; gain: number } | null = null;
  for (const halfLifeDays of halfLives) {
    const fit = tried(halfLifeDays);
    const gain = 2 * leads.length * (flat.logLoss - fit.logLoss);
    if (gain > Math.log(leads.length) && gain > (best?.gain ?? 0))
      best = { halfLifeDays, weight: fit.weights[0] ?? 0, gain };
  }
  return best ? { halfLifeDays: best.halfLifeDays, weight: best.weight } : null;
}
