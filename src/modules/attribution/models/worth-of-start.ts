import type { Chain } from './markov-of-grams.ts';
import type { Turns } from './turns.ts';

/** Sweeps bring the chances closer until they stop changing; no closer than that do numbers of 64 bits come. */
const exactTo = 1e-14;
/** Below it, a change that grows no smaller any more is rounding. */
const roundingBelow = 1e-13;
const mostSweeps = 100_000;
const waysAtOnce = 50_000;
/** Of so many sweeps before it is known how changes follow from each other. */
const remembered = 6;

type Asked = { without: number | null; chances: Float64Array; turns: Turns };

/**
 * What a journey comes to on average, where every one that reaches `without` comes to nothing; into `chances`. Sweeps of
 * Gauss and Seidel from the end of journeys to their beginning, each begun where the ones before together point to
 * (Anderson 1965): long journeys, in which little changes from sweep to sweep, would take hundreds otherwise.
 */
export async function worthOfStart(chain: Chain, { without, chances, turns }: Asked): Promise<number> {
  const { lastKeys } = chain;
  for (let state = 0; state < lastKeys.length; state += 1)
    if (without !== null && lastKeys[state] === without) chances[state] = 0;
  const memory = new Memory(chances.length);
  const begun = new Float64Array(chances.length);
  let least = Number.POSITIVE_INFINITY;
  let sinceLeast = 0;
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    begun.set(chances);
    const change = await sweepOnce(chain, { without, chances, turns });
    if (change < exactTo) return chances[0] ?? 0;
    sinceLeast = change < least ? 0 : sinceLeast + 1;
    least = Math.min(least, change);
    if (least < roundingBelow && sinceLeast >= remembered) return chances[0] ?? 0;
    memory.moveOn(begun, chances);
    if (turns.isOver) await turns.others();
  }
  throw new Error('The chain of journeys did not settle: a state in it never ends.');
}

async function sweepOnce(chain: Chain, { without, chances, turns }: Asked): Promise<number> {
  let last = chain.lastKeys.length;
  let change = 0;
  while (last > 0) {
    const swept = sweepSome(chain, { without, chances, last });
    change = Math.max(change, swept.change);
    last = swept.last;
    if (turns.isOver) await turns.others();
  }
  return change;
}

function sweepSome(
  { lastKeys, first, after, targets, shares, worth }: Chain,
  { without, chances, last }: Pick<Asked, 'without' | 'chances'> & { last: number },
): { last: number; change: number } {
  let change = 0;
  let ways = 0;
  let state = last - 1;
  for (; state >= 0 && ways < waysAtOnce; state -= 1) {
    if (lastKeys[state] === without) continue;
    let now = worth[state] ?? 0;
    const end = after[state] ?? 0;
    for (let way = first[state] ?? 0; way < end; way += 1)
      now += (shares[way] ?? 0) * (chances[targets[way] ?? 0] ?? 0);
    ways += end - (first[state] ?? 0) + 1;
    change = Math.max(change, Math.abs(now - (chances[state] ?? 0)));
    chances[state] = now;
  }
  return { last: state + 1, change };
}

type Direction = { change: Float64Array; place: Float64Array; along: number[] };

/** The last few sweeps: by how much they changed, where they led, and how changes differed from one to the next. */
class Memory {
  readonly #last: { change: Float64Array; place: Float64Array };
  /** In a ring; each with its products with the others. */
  readonly #directions: Direction[] = [];
  #sweeps = 0;

  constructor(size: number) {
    this.#last = { change: new Float64Array(size), place: new Float64Array(size) };
  }

  /** Moves `place`, to which a sweep led from `begun`, on to where the changes of the sweeps before let it come to rest. */
  moveOn(begun: Float64Array, place: Float64Array): void {
    const { change: lastChange, place: lastPlace } = this.#last;
    const size = place.length;
    const slot = (this.#sweeps - 1) % remembered;
    const newest = this.#sweeps === 0 ? null : this.#directionAt(slot, size);
    for (let state = 0; state < size; state += 1) {
      const now = place[state] ?? 0;
      const change = now - (begun[state] ?? 0);
      if (newest) {
        newest.change[state] = change - (lastChange[state] ?? 0);
        newest.place[state] = now - (lastPlace[state] ?? 0);
      }
      lastChange[state] = change;
      lastPlace[state] = now;
    }
    this.#sweeps += 1;
    if (!newest) return;
    this.#directions.forEach((other, at) => {
      const product = dot(newest.change, other.change);
      newest.along[at] = product;
      other.along[slot] = product;
    });
    const steps = leastSquares(this.#directions, lastChange);
    steps?.forEach((step, nth) => {
      const way = this.#directions[nth]?.place;
      if (!way || step === 0) return;
      for (let state = 0; state < size; state += 1)
        place[state] = (place[state] ?? 0) - step * (way[state] ?? 0);
    });
  }

  #directionAt(slot: number, size: number): Direction {
    const known = this.#directions[slot];
    if (known) return known;
    const made = { change: new Float64Array(size), place: new Float64Array(size), along: [] };
    this.#directions[slot] = made;
    return made;
  }
}

/** How much of each direction together comes nearest to the aim; null where they do not tell apart. */
function leastSquares(directions: readonly Direction[], aim: Float64Array): number[] | null {
  const scales = directions.map(({ along }, nth) => Math.sqrt(along[nth] ?? 0));
  if (scales.some((scale) => scale === 0)) return null;
  const rows = directions.map(({ along, change }, nth) => [
    ...scales.map((scale, at) => (along[at] ?? 0) / ((scales[nth] ?? 1) * scale)),
    dot(change, aim) / (scales[nth] ?? 1),
  ]);
  // Directions nearly the same as the others are held back, so that rounding does not throw the aim far off.
  rows.forEach((row, nth) => {
    row[nth] = (row[nth] ?? 0) + 1e-13;
  });
  for (let at = 0; at < rows.length; at += 1) {
    const pivot = rows[at]?.[at] ?? 0;
    if (!(pivot > 0)) return null;
    for (let below = at + 1; below < rows.length; below += 1) {
      const factor = (rows[below]?.[at] ?? 0) / pivot;
      rows[below] = (rows[below] ?? []).map((value, column) => value - factor * (rows[at]?.[column] ?? 0));
    }
  }
  const found = new Array<number>(rows.length).fill(0);
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? [];
    const known = found.reduce(
      (sum, value, column) => sum + (column > at ? value * (row[column] ?? 0) : 0),
      0,
    );
    found[at] = ((row[rows.length] ?? 0) - known) / (row[at] ?? 1);
  }
  return found.map((value, nth) => value / (scales[nth] ?? 1));
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
