import { fitLogistic, logOdds, probability, sparseRows } from './logistic.ts';

export type CalibrationBin = { predicted: number; observed: number; leads: number };

/**
 * Platt's calibration: a logistic curve from the log-odds that leads were given by models that had not seen them, to
 * how often the outcome came. Two numbers over all leads, so that it cannot learn the leads by heart.
 */
export function calibrate(
  odds: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): { slope: number; intercept: number; chanceOf(odds: number): number } {
  const rows = sparseRows(
    [odds],
    Array.from({ length: odds.length }, (_, row) => row),
  );
  const fit = fitLogistic({ rows, outcomes, columnCount: 1, penalty: 1 });
  return {
    slope: fit.weights[0] ?? 0,
    intercept: fit.intercept,
    chanceOf: (given) => probability(logOdds(fit, { at: [0], values: [given] })),
  };
}

/** Leads in order of what was foretold, in about equal parts; equal chances stay together. */
export function calibrationBins(
  chances: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  most = 10,
): CalibrationBin[] {
  const order = Array.from({ length: chances.length }, (_, row) => row).sort(
    (left, right) => (chances[left] ?? 0) - (chances[right] ?? 0),
  );
  const wanted = Math.max(1, Math.ceil(order.length / most));
  const bins: CalibrationBin[] = [];
  let open = { predicted: 0, observed: 0, leads: 0 };
  for (const [place, row] of order.entries()) {
    open.predicted += chances[row] ?? 0;
    open.observed += outcomes[row] ?? 0;
    open.leads++;
    const next = order[place + 1];
    const tied = next !== undefined && chances[next] === chances[row];
    if ((open.leads < wanted || tied) && next !== undefined) continue;
    bins.push({
      predicted: open.predicted / open.leads,
      observed: open.observed / open.leads,
      leads: open.leads,
    });
    open = { predicted: 0, observed: 0, leads: 0 };
  }
  return bins;
}
