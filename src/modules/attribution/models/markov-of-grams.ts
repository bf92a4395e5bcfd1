import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many journeys went from these keys to the last of them; `''` before the first stands as `null`. */
export type Gram = {
  /** One more than the order of the chain; null before a journey's beginning. */
  keys: readonly (string | null)[];
  /** How often. */
  count: number;
  /** For how many journeys that was the end, how many of those ended in a result, and what those were worth. */
  ends: number;
  conversions: number;
  value: number;
};

export type RemovalEffect = { key: string; effect: number };

type Chain = {
  lastKeys: string[];
  /** Where each state leads, flat: `to[from[s]]` up to `to[from[s + 1]]`. */
  offsets: Int32Array;
  targets: Int32Array;
  /** The share of journeys in a state that go on so, and what those that end there are worth on average. */
  shares: Float64Array;
  worth: Float64Array;
};

const atOnceMs = 12;
/** Each sweep brings the chances closer, and they stop changing. */
const exactTo = 1e-15;
const mostSweeps = 100_000;

/**
 * By how much less journeys would come to if every one that reaches a key came to nothing: an absorbing chain of any
 * order, solved exactly. The same as `markovCredits` for journeys that are counted already. Lets others have their turn
 * meanwhile, and ends when `signal` says so.
 */
export async function removalEffects(
  grams: readonly Gram[],
  options: { by: 'conversions' | 'value'; signal?: AbortSignal | undefined },
): Promise<RemovalEffect[]> {
  const chain = chainOf(grams, options.by);
  const keys = [...new Set(chain.lastKeys.slice(1))].toSorted();
  const chances = new Float64Array(chain.lastKeys.length);
  const whole = worthOfStart(chain, null, chances);
  const effects: RemovalEffect[] = [];
  let since = performance.now();
  for (const key of keys) {
    if (performance.now() - since > atOnceMs) {
      await nextTurn();
      options.signal?.throwIfAborted();
      since = performance.now();
    }
    // From what is so with the key, it is not far to what is so without.
    const without = worthOfStart(chain, key, Float64Array.from(chances));
    effects.push({ key, effect: whole > 0 ? Math.max(0, 1 - without / whole) : 0 });
  }
  return effects;
}

function chainOf(grams: readonly Gram[], by: 'conversions' | 'value'): Chain {
  const lastKeys = [''];
  const states = new Map<string, number>([['[]', 0]]);
  const next: Map<number, number>[] = [new Map()];
  const total = [0];
  const earned = [0];
  const stateOf = (keys: readonly (string | null)[]): number => {
    const known = keys.filter((key) => key !== null);
    const name = JSON.stringify(known);
    const found = states.get(name);
    if (found !== undefined) return found;
    states.set(name, lastKeys.length);
    lastKeys.push(known.at(-1) ?? '');
    next.push(new Map());
    total.push(0);
    earned.push(0);
    return lastKeys.length - 1;
  };
  const all = grams.reduce((sum, gram) => sum + gram[by], 0);
  for (const gram of grams) {
    const from = stateOf(gram.keys.slice(0, -1));
    const to = stateOf(gram.keys.slice(1));
    next[from]?.set(to, (next[from]?.get(to) ?? 0) + gram.count);
    total[from] = (total[from] ?? 0) + gram.count;
    total[to] = (total[to] ?? 0) + gram.ends;
    // As a part of all there is: then the chances of both kinds are of one size.
    earned[to] = (earned[to] ?? 0) + (all === 0 ? 0 : gram[by] / all);
  }
  const edges = next.reduce((sum, { size }) => sum + size, 0);
  const offsets = new Int32Array(next.length + 1);
  const targets = new Int32Array(edges);
  const shares = new Float64Array(edges);
  let place = 0;
  next.forEach((onwards, state) => {
    offsets[state] = place;
    for (const [to, count] of onwards) {
      targets[place] = to;
      shares[place] = count / (total[state] ?? 1);
      place += 1;
    }
  });
  offsets[next.length] = place;
  const worth = Float64Array.from(earned, (value, state) => {
    const of = total[state] ?? 0;
    return of > 0 ? value / of : 0;
  });
  return { lastKeys, offsets, targets, shares, worth };
}

/** What a journey comes to on average, where every one that reaches `without` comes to nothing; into `chances`. */
function worthOfStart(chain: Chain, without: string | null, chances: Float64Array): number {
  const { lastKeys, offsets, targets, shares, worth } = chain;
  const isOut = lastKeys.map((key, state) => without !== null && state > 0 && key === without);
  isOut.forEach((out, state) => {
    if (out) chances[state] = 0;
  });
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let change = 0;
    for (let state = lastKeys.length - 1; state >= 0; state -= 1) {
      if (isOut[state]) continue;
      let now = worth[state] ?? 0;
      const end = offsets[state + 1] ?? 0;
      for (let edge = offsets[state] ?? 0; edge < end; edge += 1)
        now += (shares[edge] ?? 0) * (chances[targets[edge] ?? 0] ?? 0);
      change = Math.max(change, Math.abs(now - (chances[state] ?? 0)));
      chances[state] = now;
    }
    if (change < exactTo * Math.max(1, chances[0] ?? 0)) return chances[0] ?? 0;
  }
  throw new Error('The chain of journeys did not settle: a state in it never ends.');
}
