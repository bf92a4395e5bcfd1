import type { Column } from './candidate.ts';
import { fitLogistic, type LogisticFit, logOdds, probability, sparseRows } from './logistic.ts';

/** So many questions are compared, so many go into the regression at most, and so many stay: people read and sign them. */
const mostCompared = 200;
const mostInRegression = 40;
const mostInModel = 18;
/** By chance alone one question in twenty is as far from nought. */
const leastZ = 1.96;

export type LearningRows = { outcomes: Uint8Array; rows: readonly number[] };

/** The strongest questions, each by itself. */
function preselect(columns: readonly Column[], { outcomes, rows }: LearningRows): Column[] {
  const learning = { outcomes, rows };
  return columns
    .map((column) => ({ column, z: Math.abs(scoreZ(column.holds, learning)) }))
    .filter(({ z }) => z >= leastZ)
    .sort((left, right) => right.z - left.z)
    .slice(0, mostCompared)
    .map(({ column }) => column);
}

/**
 * One signal after the other: each time the one that says most about what those before it have left unexplained (Rao's
 * score test), as long as it pays its way by Schwarz's criterion (z² above the logarithm of the number of leads). Then
 * out again what the others have made superfluous, until all pay their way and there are few enough to be read.
 */
export function selectSignals(
  columns: readonly Column[],
  learning: LearningRows & { penalty: number },
): Column[] {
  const bound = Math.log(Math.max(2, learning.rows.length));
  const pool = preselect(columns, learning);
  let chosen: Column[] = [];
  let fit = fitColumns(chosen, learning);
  while (chosen.length < mostInRegression) {
    const next = strongestLeft(pool, chosen, fit, learning);
    if (!next || next.worth < bound) break;
    chosen.push(next.column);
    fit = fitColumns(chosen, learning, [fit.intercept, ...fit.weights, 0]);
  }
  for (;;) {
    const worths = Array.from(fit.z, (z) => z * z);
    const weakest = Math.min(...worths);
    if (chosen.length === 0 || (weakest >= bound && chosen.length <= mostInModel)) return chosen;
    const gone = worths.indexOf(weakest);
    chosen = chosen.filter((_, index) => index !== gone);
    fit = fitColumns(chosen, learning);
  }
}

export function fitColumns(
  columns: readonly Column[],
  { outcomes, rows, penalty }: LearningRows & { penalty: number },
  start?: readonly number[],
): LogisticFit {
  return fitLogistic({
    rows: rowsOf(columns, rows),
    outcomes: rows.map((row) => outcomes[row] ?? 0),
    columnCount: columns.length,
    penalty,
    ...(start ? { start } : {}),
  });
}

export const rowsOf = (columns: readonly Column[], rows: readonly number[]) =>
  sparseRows(
    columns.map(({ holds }) => holds),
    rows,
  );

/** The question that would gain most if it were added to the fit, by what it has to say about the fit's misses. */
function strongestLeft(
  pool: readonly Column[],
  chosen: readonly Column[],
  fit: LogisticFit,
  { outcomes, rows }: LearningRows,
): { column: Column; worth: number } | null {
  const misses = new Float64Array(outcomes.length);
  const curves = new Float64Array(outcomes.length);
  let allCurve = 0;
  for (const [place, cells] of rowsOf(chosen, rows).entries()) {
    const row = rows[place] ?? 0;
    const chance = probability(logOdds(fit, cells));
    misses[row] = (outcomes[row] ?? 0) - chance;
    curves[row] = chance * (1 - chance);
    allCurve += chance * (1 - chance);
  }
  let best: { column: Column; worth: number } | null = null;
  for (const column of pool) {
    if (chosen.includes(column)) continue;
    let miss = 0;
    let curve = 0;
    // Rows of the fold that is held back have neither.
    for (let place = 0; place < column.at.length; place++) {
      const row = column.at[place] ?? 0;
      miss += misses[row] ?? 0;
      curve += curves[row] ?? 0;
    }
    // What varies beside the intercept; beside the other signals it is less, so that the test is a strict one.
    const variance = curve - (curve * curve) / Math.max(allCurve, 1e-12);
    const worth = variance > 1e-9 ? (miss * miss) / variance : 0;
    if (worth > (best?.worth ?? 0)) best = { column, worth };
  }
  return best;
}

/** How far a 0/1 question is from saying nothing: the score test of a logistic regression on it alone. */
function scoreZ(holds: Uint8Array, { outcomes, rows }: LearningRows): number {
  let support = 0;
  let positives = 0;
  let both = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const asked = holds[row] ?? 0;
    const outcome = outcomes[row] ?? 0;
    support += asked;
    positives += outcome;
    both += asked * outcome;
  }
  const count = rows.length;
  const variance =
    (support * (count - support) * positives * (count - positives)) / (count * count * (count - 1));
  return variance > 0 ? (both - (support * positives) / count) / Math.sqrt(variance) : 0;
}
