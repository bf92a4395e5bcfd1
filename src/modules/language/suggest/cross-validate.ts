import { createHash } from 'node:crypto';

/**
 * Deals leads into folds, the same way every time. People of one account (`groups`) stand in one fold: they share so
 * much that a model could know them from their colleagues. Accounts are shuffled by a hash of the seed and their name,
 * those with the outcome are dealt first, each to the fold with the fewest, so that all folds have about as many.
 */
export function foldsOf(options: {
  groups: readonly string[];
  outcomes: ArrayLike<number>;
  folds: number;
  seed: string;
}): Uint8Array {
  const { groups, outcomes, folds, seed } = options;
  const members = new Map<string, { rows: number[]; positives: number; order: string }>();
  for (const [row, name] of groups.entries()) {
    const group = members.get(name) ?? { rows: [], positives: 0, order: shuffleKey(seed, name) };
    group.rows.push(row);
    group.positives += outcomes[row] ?? 0;
    members.set(name, group);
  }
  const dealt = [...members.values()].sort(
    (left, right) =>
      right.positives - left.positives ||
      right.rows.length - left.rows.length ||
      (left.order < right.order ? -1 : 1),
  );
  const loads = Array.from({ length: folds }, () => ({ positives: 0, rows: 0 }));
  const foldOf = new Uint8Array(groups.length);
  for (const group of dealt) {
    const fold = emptiest(loads, group.positives > 0);
    const load = loads[fold];
    if (load) {
      load.positives += group.positives;
      load.rows += group.rows.length;
    }
    for (const row of group.rows) foldOf[row] = fold;
  }
  return foldOf;
}

export function rowsOfFold(foldOf: Uint8Array, fold: number): { train: number[]; test: number[] } {
  const train: number[] = [];
  const test: number[] = [];
  for (const [row, its] of foldOf.entries()) (its === fold ? test : train).push(row);
  return { train, test };
}

/** A number in [0, 1) that depends on nothing but the words: what a seeded shuffle or draw needs. */
export function drawOf(seed: string, name: string): number {
  return Number.parseInt(shuffleKey(seed, name).slice(0, 12), 16) / 16 ** 12;
}

const shuffleKey = (seed: string, name: string): string =>
  createHash('sha256').update(`${seed}\n${name}`).digest('hex');

function emptiest(loads: readonly { positives: number; rows: number }[], byPositives: boolean): number {
  let best = 0;
  for (const [fold, load] of loads.entries()) {
    const than = loads[best];
    if (!than) continue;
    const first = byPositives ? load.positives - than.positives : load.rows - than.rows;
    const second = byPositives ? load.rows - than.rows : load.positives - than.positives;
    if (first < 0 || (first === 0 && second < 0)) best = fold;
  }
  return best;
}
