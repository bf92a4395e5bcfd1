import { factor, inverseDiagonal, solveWith } from './cholesky.ts';

/**
 * Logistic regression with a ridge penalty, by Newton's method (iteratively reweighted least squares).
 *
 * What is minimised is the negative log-likelihood plus half of `penalty` × the sum of the squared standardised
 * weights; the intercept is free. With a penalty above nought there is exactly one minimum, whatever the columns:
 * perfect separation ends in large but finite weights, and columns that say the same share the weight between them.
 */
export type LogisticFit = {
  intercept: number;
  /** Log-odds for one unit of each column. */
  weights: Float64Array;
  /** The same for one standard deviation of it. */
  standardised: Float64Array;
  /** Weight over its standard error: how far from nought. */
  z: Float64Array;
  logLoss: number;
  iterations: number;
};

/** Rows hold what is not nought only: most signals hold for few leads. */
export type SparseRow = { at: readonly number[]; values: readonly number[] };

export function sparseRows(columns: readonly ArrayLike<number>[], rowIndexes: Iterable<number>): SparseRow[] {
  const rows: SparseRow[] = [];
  for (const row of rowIndexes) {
    const at: number[] = [];
    const values: number[] = [];
    for (let column = 0; column < columns.length; column++) {
      const value = columns[column]?.[row] ?? 0;
      if (value === 0) continue;
      at.push(column);
      values.push(value);
    }
    rows.push({ at, values });
  }
  return rows;
}

const mostIterations = 50;
const tolerance = 1e-9;
// Keeps the equations solvable where a column never varies and nothing else holds its weight.
const leastPenalty = 1e-9;

type Problem = {
  rows: readonly SparseRow[];
  outcomes: ArrayLike<number>;
  /** What each row starts from, as log-odds. */
  offset?: ArrayLike<number>;
  columnCount: number;
  penalty: number;
  /** Intercept and weights to begin from, where a fit of nearly the same is at hand. */
  start?: ArrayLike<number>;
};

export function fitLogistic(problem: Problem): LogisticFit {
  const { rows, outcomes, columnCount } = problem;
  const spread = spreadOf(rows, columnCount);
  const penalties = spread.map((deviation) => Math.max(leastPenalty, problem.penalty * deviation ** 2));
  const size = columnCount + 1;
  let beta = new Float64Array(size);
  if (problem.start) beta.set(Array.from(problem.start).slice(0, size));
  else beta[0] = logit(meanOf(outcomes, rows.length));
  let loss = penalisedLoss(problem, penalties, beta);
  let iterations = 0;
  while (iterations < mostIterations) {
    iterations++;
    const { hessian, gradient } = newtonEquations(problem, penalties, beta);
    const step = solveWith(factor(hessian, size), gradient);
    const next = shorten(problem, penalties, { beta, step, loss });
    const gained = loss - next.loss;
    beta = next.beta;
    loss = next.loss;
    if (gained <= tolerance * (1 + Math.abs(loss))) break;
  }
  const weights = beta.slice(1);
  const variances = inverseDiagonal(factor(newtonEquations(problem, penalties, beta).hessian, size), size);
  return {
    intercept: beta[0] ?? 0,
    weights,
    standardised: weights.map((weight, column) => weight * (spread[column] ?? 0)),
    z: weights.map((weight, column) => weight / Math.sqrt(Math.max(variances[column + 1] ?? 1, 1e-300))),
    logLoss: meanLogLoss(problem, beta),
    iterations,
  };
}

/** Log-odds of a row. */
export function logOdds(fit: Pick<LogisticFit, 'intercept' | 'weights'>, row: SparseRow): number {
  let sum = fit.intercept;
  for (const [index, column] of row.at.entries())
    sum += (fit.weights[column] ?? 0) * (row.values[index] ?? 0);
  return sum;
}

export const probability = (odds: number): number =>
  odds >= 0 ? 1 / (1 + Math.exp(-odds)) : Math.exp(odds) / (1 + Math.exp(odds));

export const logit = (share: number): number => {
  const kept = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return Math.log(kept / (1 - kept));
};

/** −log of the probability given to what happened; written so that large odds do not overflow. */
export const lossOf = (odds: number, outcome: number): number =>
  Math.max(odds, 0) - odds * outcome + Math.log1p(Math.exp(-Math.abs(odds)));

function oddsOf({ offset }: Problem, beta: Float64Array, row: SparseRow, index: number): number {
  let sum = (beta[0] ?? 0) + (offset?.[index] ?? 0);
  for (let place = 0; place < row.at.length; place++)
    sum += (beta[(row.at[place] ?? 0) + 1] ?? 0) * (row.values[place] ?? 0);
  return sum;
}

function penalisedLoss(problem: Problem, penalties: readonly number[], beta: Float64Array): number {
  let sum = meanLogLoss(problem, beta) * problem.rows.length;
  for (const [column, penalty] of penalties.entries()) sum += (penalty / 2) * (beta[column + 1] ?? 0) ** 2;
  return sum;
}

function meanLogLoss(problem: Problem, beta: Float64Array): number {
  let sum = 0;
  for (const [index, row] of problem.rows.entries()) {
    sum += lossOf(oddsOf(problem, beta, row, index), problem.outcomes[index] ?? 0);
  }
  return problem.rows.length === 0 ? 0 : sum / problem.rows.length;
}

function newtonEquations(problem: Problem, penalties: readonly number[], beta: Float64Array) {
  const size = problem.columnCount + 1;
  const flat = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const add = (row: number, column: number, value: number) => {
    const cell = row * size + column;
    flat[cell] = (flat[cell] ?? 0) + value;
  };
  for (let index = 0; index < problem.rows.length; index++) {
    const row = problem.rows[index];
    if (!row) continue;
    const chance = probability(oddsOf(problem, beta, row, index));
    const curve = chance * (1 - chance);
    const miss = chance - (problem.outcomes[index] ?? 0);
    gradient[0] = (gradient[0] ?? 0) + miss;
    add(0, 0, curve);
    for (let place = 0; place < row.at.length; place++) {
      const column = (row.at[place] ?? 0) + 1;
      const value = row.values[place] ?? 0;
      gradient[column] = (gradient[column] ?? 0) + miss * value;
      add(column, 0, curve * value);
      for (let other = 0; other <= place; other++) {
        add(column, (row.at[other] ?? 0) + 1, curve * value * (row.values[other] ?? 0));
      }
    }
  }
  for (const [column, penalty] of penalties.entries()) {
    add(column + 1, column + 1, penalty);
    gradient[column + 1] = (gradient[column + 1] ?? 0) + penalty * (beta[column + 1] ?? 0);
  }
  // A little on the diagonal: with all chances at 0 or 1 the curvature vanishes in the last digit.
  for (let index = 0; index < size; index++) add(index, index, 1e-10);
  // Only the lower triangle is filled, and only it is read.
  return { hessian: flat, gradient };
}

/** Newton's step, halved until it is one downhill: far from the minimum the whole of it may overshoot. */
function shorten(
  problem: Problem,
  penalties: readonly number[],
  from: { beta: Float64Array; step: Float64Array; loss: number },
): { beta: Float64Array<ArrayBuffer>; loss: number } {
  for (let factor = 1; factor > 1e-6; factor /= 2) {
    const beta = Float64Array.from(from.beta, (value, index) => value - factor * (from.step[index] ?? 0));
    const loss = penalisedLoss(problem, penalties, beta);
    if (loss <= from.loss) return { beta, loss };
  }
  return { beta: Float64Array.from(from.beta), loss: from.loss };
}

function spreadOf(rows: readonly SparseRow[], columnCount: number): number[] {
  const sums = new Float64Array(columnCount);
  const squares = new Float64Array(columnCount);
  for (const row of rows) {
    for (const [place, column] of row.at.entries()) {
      const value = row.values[place] ?? 0;
      sums[column] = (sums[column] ?? 0) + value;
      squares[column] = (squares[column] ?? 0) + value * value;
    }
  }
  const count = Math.max(1, rows.length);
  return Array.from({ length: columnCount }, (_, column) => {
    const mean = (sums[column] ?? 0) / count;
    return Math.sqrt(Math.max(0, (squares[column] ?? 0) / count - mean * mean));
  });
}

function meanOf(values: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index] ?? 0;
  return count === 0 ? 0.5 : sum / count;
}
