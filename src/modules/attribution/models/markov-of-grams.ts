import { Turns } from './turns.ts';
import { worthOfStart } from './worth-of-start.ts';

/** So many journeys went from these keys to the next. */
export type Gram = {
  /** The keys before, as a number in the base of the chain; 0: the journey's beginning. */
  from: number;
  /** The key that came next, by its number from 1 on. */
  next: number;
  /** How often. */
  count: number;
  /** For how many journeys that was the end, how many of those ended in a result, and what those were worth. */
  ends: number;
  conversions: number;
  value: number;
};

export type RemovalEffect = { key: string; effect: number };

/**
 * An absorbing chain whose states are the last `order` keys, filled gram by gram. A state goes by its keys as digits of a
 * number; 0 stands for what lies before a journey's beginning. Grams of a state come one after another.
 */
export class GramChain {
  readonly keys: readonly string[];
  readonly #base: number;
  readonly #states = new Map<number, number>([[0, 0]]);
  readonly #lastKeys = [0];
  /** Where each state's ways begin and end. */
  readonly #first = [0];
  readonly #after = [0];
  readonly #targets: number[] = [];
  readonly #counts: number[] = [];
  readonly #total = [0];
  readonly #earned = { conversions: [0], value: [0] };
  readonly #sum = { conversions: 0, value: 0 };
  readonly #modulus: number;

  constructor(keys: readonly string[], order: number) {
    this.keys = keys;
    this.#base = baseOf(keys);
    this.#modulus = this.#base ** (order - 1);
  }

  add({ from, next, count, ends, conversions, value }: Gram): void {
    const state = this.#stateOf(from);
    const to = this.#stateOf((from % this.#modulus) * this.#base + next);
    const { conversions: converted, value: worth } = this.#earned;
    if (this.#after[state] === 0) this.#first[state] = this.#targets.length;
    else if (this.#after[state] !== this.#targets.length)
      throw new Error('Grams of a state come one after another.');
    this.#targets.push(to);
    this.#counts.push(count);
    this.#after[state] = this.#targets.length;
    this.#total[state] = (this.#total[state] ?? 0) + count;
    this.#total[to] = (this.#total[to] ?? 0) + ends;
    converted[to] = (converted[to] ?? 0) + conversions;
    worth[to] = (worth[to] ?? 0) + value;
    this.#sum.conversions += conversions;
    this.#sum.value += value;
  }

  /** As it is solved: shares of the journeys in a state, and what those that end there are worth on average. */
  solvable(by: 'conversions' | 'value'): Chain {
    const total = Float64Array.from(this.#total);
    const first = Int32Array.from(this.#first);
    const after = Int32Array.from(this.#after);
    const shares = Float64Array.from(this.#counts);
    for (let state = 0; state < first.length; state += 1)
      for (let way = first[state] ?? 0; way < (after[state] ?? 0); way += 1)
        shares[way] = (shares[way] ?? 0) / (total[state] ?? 1);
    // In units of what a journey comes to on average: whatever is counted, that of the beginning is 1.
    const unit = this.#sum[by] / (total[0] ?? 1);
    const worth = Float64Array.from(this.#earned[by], (earned, state) => {
      const left = total[state] ?? 0;
      return left > 0 && unit !== 0 ? earned / unit / left : 0;
    });
    return {
      lastKeys: Int32Array.from(this.#lastKeys),
      first,
      after,
      targets: Int32Array.from(this.#targets),
      shares,
      worth,
    };
  }

  #stateOf(code: number): number {
    const known = this.#states.get(code);
    if (known !== undefined) return known;
    const state = this.#lastKeys.length;
    this.#states.set(code, state);
    this.#lastKeys.push(code % this.#base);
    this.#first.push(0);
    this.#after.push(0);
    this.#total.push(0);
    this.#earned.conversions.push(0);
    this.#earned.value.push(0);
    return state;
  }
}

/** In which base keys are digits: one for each, and 0. */
export const baseOf = (keys: readonly string[]): number => keys.length + 1;

export type Chain = {
  /** Of each state; 0: the beginning. */
  lastKeys: Int32Array;
  /** Where a state leads: `targets` from `first` up to `after`. */
  first: Int32Array;
  after: Int32Array;
  targets: Int32Array;
  shares: Float64Array;
  worth: Float64Array;
};

/**
 * By how much less journeys would come to if every one that reaches a key came to nothing: an absorbing chain of any
 * order, solved exactly. The same as `markovCredits` for journeys that are counted already. Lets others have their turn
 * meanwhile, and ends when `signal` says so.
 */
export async function removalEffects(
  grams: GramChain,
  { by, signal }: { by: 'conversions' | 'value'; signal?: AbortSignal | undefined },
): Promise<RemovalEffect[]> {
  const turns = new Turns(signal);
  const chain = grams.solvable(by);
  const chances = new Float64Array(chain.lastKeys.length);
  const whole = await worthOfStart(chain, { without: null, chances, turns });
  const met = new Set(chain.lastKeys);
  const effects: RemovalEffect[] = [];
  for (const [index, key] of grams.keys.entries()) {
    const without = index + 1;
    if (!met.has(without)) continue;
    // From what is so with the key, it is not far to what is so without.
    const left = await worthOfStart(chain, { without, chances: Float64Array.from(chances), turns });
    effects.push({ key, effect: whole > 0 ? Math.max(0, 1 - left / whole) : 0 });
  }
  return effects;
}
