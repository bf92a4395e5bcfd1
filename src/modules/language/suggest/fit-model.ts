import type { Column } from './candidate.ts';
import { rowsOfFold } from './cross-validate.ts';
import { type LogisticFit, logOdds, lossOf } from './logistic.ts';
import { fitColumns, rowsOf, selectSignals } from './select-signals.ts';

export type Penalised = { penalty: number; columns: Column[]; fit: LogisticFit };

/** From weak to strong; signals are chosen under the first, the choice among them is made by folds. */
const penalties = [1, 3, 10, 30, 100] as const;

/** One fold: which signals the other folds chose, and their fits under each penalty. */
export type FoldFit = { train: number[]; test: number[]; columns: Column[]; fits: LogisticFit[] };

export async function fitFolds(options: {
  columns: readonly Column[];
  outcomes: Uint8Array;
  foldOf: Uint8Array;
  folds: number;
}): Promise<FoldFit[]> {
  const { outcomes, foldOf } = options;
  const fitted: FoldFit[] = [];
  for (let fold = 0; fold < options.folds; fold++) {
    // A turn for the event loop: this runs in the process that serves pages.
    await new Promise((resolve) => setImmediate(resolve));
    const { train, test } = rowsOfFold(foldOf, fold);
    const columns = selectSignals(options.columns, { outcomes, rows: train, penalty: penalties[0] });
    const fits = penalties.map((penalty) => fitColumns(columns, { outcomes, rows: train, penalty }));
    fitted.push({ train, test, columns, fits });
  }
  return fitted;
}

/** The place of the penalty under which leads of folds not seen are foretold best, by log-loss. */
export function choosePenalty(folds: readonly FoldFit[], outcomes: Uint8Array): number {
  const losses = penalties.map(() => 0);
  for (const { test, columns, fits } of folds) {
    const cells = rowsOf(columns, test);
    for (const [index, fit] of fits.entries()) {
      for (const [place, row] of cells.entries()) {
        losses[index] = (losses[index] ?? 0) + lossOf(logOdds(fit, row), outcomes[test[place] ?? 0] ?? 0);
      }
    }
  }
  return losses.indexOf(Math.min(...losses));
}

/** The model on all leads, under the penalty that the folds chose. */
export function fitModel(columns: readonly Column[], outcomes: Uint8Array, penaltyPlace: number): Penalised {
  const rows = [...outcomes.keys()];
  const penalty = penalties[penaltyPlace] ?? penalties[0];
  const chosen = selectSignals(columns, { outcomes, rows, penalty: penalties[0] });
  return { penalty, columns: chosen, fit: fitColumns(chosen, { outcomes, rows, penalty }) };
}
