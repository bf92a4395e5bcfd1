import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aucOf } from './auc.ts';
import { calibrate, calibrationBins } from './calibrate.ts';
import { drawOf, foldsOf, rowsOfFold } from './cross-validate.ts';
import { fitLogistic, logOdds, lossOf, probability, sparseRows } from './logistic.ts';

const all = (count: number) => Array.from({ length: count }, (_, row) => row);
const learn = (columns: number[][], outcomes: number[], penalty: number) =>
  fitLogistic({
    rows: sparseRows(columns, all(outcomes.length)),
    outcomes,
    columnCount: columns.length,
    penalty,
  });

describe('logistic regression', () => {
  // Hours of study of twenty students and who passed: the worked example of the textbooks (and of Wikipedia), with
  // intercept −4.0777, slope 1.5046 and standard error 0.6287.
  const hours = [
    0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5,
  ];
  const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];

  test('finds the textbook coefficients where there is no penalty', () => {
    const learnt = learn([hours], passed, 0);
    expect(learnt.intercept).toBeCloseTo(-4.0777, 3);
    expect(learnt.weights[0]).toBeCloseTo(1.5046, 3);
    expect((learnt.weights[0] ?? 0) / (learnt.z[0] ?? 1)).toBeCloseTo(0.6287, 3);
  });

  test('gives a two by two table its log odds ratio', () => {
    const [a, b, c, d] = [30, 10, 20, 60];
    const column = [...Array(a + b).fill(1), ...Array(c + d).fill(0)];
    const outcomes = [...Array(a).fill(1), ...Array(b).fill(0), ...Array(c).fill(1), ...Array(d).fill(0)];
    const learnt = learn([column], outcomes, 0);
    expect(learnt.weights[0]).toBeCloseTo(Math.log((a * d) / (b * c)), 6);
    expect(learnt.intercept).toBeCloseTo(Math.log(c / d), 6);
    // The standard error of a log odds ratio is known in closed form (Woolf).
    expect(learnt.z[0]).toBeCloseTo(
      Math.log((a * d) / (b * c)) / Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d),
      5,
    );
  });

  test('ends where the gradient is nought, as slow descent from elsewhere does', () => {
    const random = (row: number, column: number) => drawOf('data', `${row}:${column}`);
    const columns = all(3).map((column) => all(80).map((row) => random(row, column) * 4 - 2));
    const outcomes = all(80).map((row) =>
      Number(random(row, 9) < probability(0.3 + (columns[0]?.[row] ?? 0) - 0.7 * (columns[1]?.[row] ?? 0))),
    );
    const penalty = 2;
    const learnt = learn(columns, outcomes, penalty);
    const descended = descend(columns, outcomes, penalty);
    for (const [index, value] of [learnt.intercept, ...learnt.weights].entries()) {
      expect(value).toBeCloseTo(descended[index] ?? Number.NaN, 4);
    }
  });

  test('stays finite under perfect separation, more so the higher the penalty', () => {
    const column = [0, 0, 0, 0, 1, 1, 1, 1];
    const [low, high] = [0.01, 1].map((penalty) => learn([column], column, penalty).weights[0] ?? 0);
    expect(low).toBeGreaterThan(high ?? 0);
    expect(high).toBeGreaterThan(0);
    expect(low).toBeLessThan(100);
  });

  test('shares the weight of columns that say the same', () => {
    const learnt = learn([hours, hours], passed, 1);
    const alone = learn([hours], passed, 0.5);
    expect(learnt.weights[0]).toBeCloseTo(learnt.weights[1] ?? 0, 6);
    expect((learnt.weights[0] ?? 0) * 2).toBeCloseTo(alone.weights[0] ?? 0, 5);
  });

  test('is finite, and no worse than knowing the share alone, on any columns', () => {
    const cell = fc.constantFrom(0, 0, 1, 1, -3, 1e4);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell, fc.constantFrom(0, 1)), { minLength: 2, maxLength: 40 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (rows, penalty) => {
          const outcomes = rows.map(([, , , outcome]) => outcome);
          const columns = [0, 1, 2].map((column) => rows.map((row) => row[column] ?? 0));
          const learnt = learn(columns, outcomes, penalty);
          for (const value of [learnt.intercept, ...learnt.weights])
            expect(Number.isFinite(value)).toBe(true);
          const share = outcomes.reduce((sum: number, one) => sum + one, 0) / outcomes.length;
          const odds = Math.log(Math.max(share, 1e-9) / Math.max(1 - share, 1e-9));
          const blind = outcomes.reduce((sum: number, one) => sum + lossOf(odds, one), 0) / outcomes.length;
          expect(learnt.logLoss).toBeLessThanOrEqual(blind + 1e-6);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('AUC', () => {
  test('is the share of pairs in the right order', () => {
    const pairs = (scores: number[], outcomes: number[]) => {
      let [right, count] = [0, 0];
      for (const [one, score] of scores.entries()) {
        for (const [other, against] of scores.entries()) {
          if (outcomes[one] !== 1 || outcomes[other] !== 0) continue;
          count++;
          right += score > against ? 1 : score === against ? 0.5 : 0;
        }
      }
      return count === 0 ? null : right / count;
    };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 1)), { maxLength: 30 }),
        (rows) => {
          const [scores, outcomes] = [rows.map(([score]) => score), rows.map(([, outcome]) => outcome)];
          const expected = pairs(scores, outcomes);
          const found = aucOf(scores, outcomes);
          if (expected === null) expect(found).toBeNull();
          else expect(found).toBeCloseTo(expected, 10);
        },
      ),
    );
  });
});

describe('folds', () => {
  test('hold every lead once, keep an account together, share out the outcome, and are the same again', () => {
    const group = fc.integer({ min: 0, max: 60 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(group, fc.constantFrom(0, 0, 0, 1)), { maxLength: 200 }), (rows) => {
        const options = {
          groups: rows.map(([name]) => name),
          outcomes: rows.map(([, outcome]) => outcome),
          folds: 5,
          seed: 'one',
        };
        const foldOf = foldsOf(options);
        expect(foldsOf(options)).toEqual(foldOf);
        const byGroup = new Map<string, number>();
        for (const [row, [name]] of rows.entries()) {
          expect(byGroup.get(name) ?? foldOf[row]).toBe(foldOf[row]);
          byGroup.set(name, foldOf[row] ?? 0);
        }
        const held = [0, 1, 2, 3, 4].flatMap((fold) => rowsOfFold(foldOf, fold).test);
        expect(held.toSorted((left, right) => left - right)).toEqual(all(rows.length));
      }),
    );
  });

  test('of people without colleagues have the same share of the outcome, to one lead', () => {
    const outcomes = all(203).map((row) => Number(row % 4 === 0));
    const foldOf = foldsOf({ groups: all(203).map(String), outcomes, folds: 5, seed: 'two' });
    const positives = [0, 1, 2, 3, 4].map(
      (fold) => rowsOfFold(foldOf, fold).test.filter((row) => outcomes[row] === 1).length,
    );
    expect(Math.max(...positives) - Math.min(...positives)).toBeLessThanOrEqual(1);
  });
});

describe('calibration', () => {
  test('finds by how much the odds were overstated', () => {
    const truth = all(4_000).map((row) => drawOf('truth', String(row)) * 4 - 3);
    const outcomes = truth.map((odds, row) => Number(drawOf('throw', String(row)) < probability(odds)));
    const overstated = truth.map((odds) => odds * 2 + 1);
    const found = calibrate(overstated, outcomes);
    expect(found.slope).toBeCloseTo(0.5, 1);
    const bins = calibrationBins(
      overstated.map((odds) => found.chanceOf(odds)),
      outcomes,
    );
    expect(bins).toHaveLength(10);
    expect(bins.reduce((sum, { leads }) => sum + leads, 0)).toBe(4_000);
    for (const { predicted, observed } of bins) expect(Math.abs(predicted - observed)).toBeLessThan(0.06);
  });

  test('keeps equal chances in one bin', () => {
    expect(calibrationBins([0.2, 0.2, 0.2, 0.2], [0, 1, 0, 0], 2)).toEqual([
      { predicted: 0.2, observed: 0.25, leads: 4 },
    ]);
  });

  test('a row is worth what its columns add', () => {
    expect(logOdds({ intercept: 1, weights: Float64Array.of(2, 3) }, { at: [1], values: [2] })).toBe(7);
  });
});

/** Plain gradient descent, with the loss written out from its definition. */
function descend(columns: number[][], outcomes: number[], penalty: number): number[] {
  const count = outcomes.length;
  const variance = columns.map((cells) => {
    const mean = cells.reduce((sum, value) => sum + value, 0) / count;
    return cells.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  });
  const beta = [0, ...columns.map(() => 0)];
  for (let round = 0; round < 20_000; round++) {
    const gradient = beta.map((value, index) =>
      index === 0 ? 0 : penalty * (variance[index - 1] ?? 0) * value,
    );
    for (let row = 0; row < count; row++) {
      const inputs = [1, ...columns.map((cells) => cells[row] ?? 0)];
      const odds = inputs.reduce((sum, value, index) => sum + value * (beta[index] ?? 0), 0);
      const miss = 1 / (1 + Math.exp(-odds)) - (outcomes[row] ?? 0);
      for (const [index, value] of inputs.entries()) gradient[index] = (gradient[index] ?? 0) + miss * value;
    }
    for (const [index, value] of gradient.entries()) beta[index] = (beta[index] ?? 0) - 0.01 * value;
  }
  return beta;
}
