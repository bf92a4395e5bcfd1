/** What many journeys had in common: the same keys in the same order, so often with and without a result. */
export type Path = {
  keys: readonly string[];
  conversions: number;
  /** In whatever unit the caller counts. */
  value: number;
  nulls: number;
};

export type MarkovCredit = { key: string; removalEffect: number; conversions: number; value: number };

/**
 * The credit of each key by its removal effect: by how much fewer journeys would end in a result if every one that
 * reaches it came to nothing. An absorbing chain whose states are the last `order` keys; solved, not simulated.
 * Repeats of a key in a row count once. Source: Anderl et al. 2016; conventions of ChannelAttribution.
 */
export function markovCredits(paths: readonly Path[], order: number): MarkovCredit[] {
  const chain = chainOf(paths, order);
  const conversions = sumOf(paths, ({ conversions }) => conversions);
  const value = sumOf(paths, ({ value }) => value);
  const effects = effectsOf(chain, chain.conversions);
  const valueEffects = effectsOf(chain, chain.values);
  const shared = sumOf([...effects.values()], (effect) => effect);
  const valueShared = sumOf([...valueEffects.values()], (effect) => effect);
  return [...effects].map(([key, removalEffect]) => ({
    key,
    removalEffect,
    conversions: shared > 0 ? (conversions * removalEffect) / shared : 0,
    value: valueShared > 0 ? (value * (valueEffects.get(key) ?? 0)) / valueShared : 0,
  }));
}

type Chain = {
  /** The last key of each state; the start has none. */
  lastKeys: string[];
  /** Where each state leads by the next key, and with what weight. */
  next: Map<string, { to: number; weight: number }>[];
  /** What each state ended in, results and their value, and how often it was left in all. */
  conversions: number[];
  values: number[];
  total: number[];
};

const start = 0;

function chainOf(paths: readonly Path[], order: number): Chain {
  const chain: Chain = { lastKeys: [''], next: [new Map()], conversions: [0], values: [0], total: [0] };
  const states = new Map<string, number>();
  for (const path of paths) {
    const weight = path.conversions + path.nulls;
    const keys = withoutRepeats(path.keys);
    if (weight <= 0 || keys.length === 0) continue;
    let from = start;
    keys.forEach((key, index) => {
      chain.total[from] = (chain.total[from] ?? 0) + weight;
      const known = chain.next[from]?.get(key);
      if (known) {
        known.weight += weight;
        from = known.to;
        return;
      }
      // JSON keeps apart what a separator inside a name would join.
      const name = JSON.stringify(keys.slice(Math.max(0, index - order + 1), index + 1));
      const to = states.get(name) ?? addState(chain, key);
      states.set(name, to);
      chain.next[from]?.set(key, { to, weight });
      from = to;
    });
    chain.conversions[from] = (chain.conversions[from] ?? 0) + path.conversions;
    chain.values[from] = (chain.values[from] ?? 0) + path.value;
    chain.total[from] = (chain.total[from] ?? 0) + weight;
  }
  return chain;
}

function addState(chain: Chain, key: string): number {
  chain.lastKeys.push(key);
  chain.next.push(new Map());
  chain.conversions.push(0);
  chain.values.push(0);
  chain.total.push(0);
  return chain.lastKeys.length - 1;
}

function withoutRepeats(keys: readonly string[]): string[] {
  return keys.filter((key, index) => key !== keys[index - 1]);
}

function effectsOf(chain: Chain, ends: readonly number[]): Map<string, number> {
  const ways = waysOf(chain, ends);
  const chances = new Float64Array(chain.lastKeys.length);
  const whole = expectedFromStart(ways, { without: null, chances });
  const keys = [...new Set(chain.lastKeys.slice(1))];
  return new Map(
    keys.map((key) => {
      if (whole <= 0) return [key, 0];
      // From what is so with the key, it is not far to what is so without.
      const left = expectedFromStart(ways, { without: key, chances: Float64Array.from(chances) });
      return [key, Math.max(0, 1 - left / whole)];
    }),
  );
}

type Ways = {
  lastKeys: readonly string[];
  /** Where each state leads, flat: `targets` from `offsets[state]` up to `offsets[state + 1]`, and what share goes there. */
  offsets: Int32Array;
  targets: Int32Array;
  shares: Float64Array;
  /** What those that end in a state are worth on average. */
  worth: Float64Array;
};

function waysOf({ lastKeys, next, total }: Chain, ends: readonly number[]): Ways {
  const offsets = new Int32Array(lastKeys.length + 1);
  const targets: number[] = [];
  const shares: number[] = [];
  next.forEach((onwards, state) => {
    for (const { to, weight } of onwards.values()) {
      targets.push(to);
      shares.push(weight / (total[state] ?? 1));
    }
    offsets[state + 1] = targets.length;
  });
  const worth = Float64Array.from(lastKeys, (_, state) => {
    const all = total[state] ?? 0;
    return all > 0 ? (ends[state] ?? 0) / all : 0;
  });
  return { lastKeys, offsets, targets: Int32Array.from(targets), shares: Float64Array.from(shares), worth };
}

// Sweeps from the end of the journeys towards their start; each brings the chances closer, and they stop changing.
const exactTo = 1e-15;
const mostSweeps = 100_000;

/** What a journey ends in on average, where every one that reaches `without` comes to nothing; into `chances`. */
function expectedFromStart(
  { lastKeys, offsets, targets, shares, worth }: Ways,
  { without, chances }: { without: string | null; chances: Float64Array },
): number {
  const isOut = Uint8Array.from(lastKeys, (key, state) =>
    without !== null && state !== start && key === without ? 1 : 0,
  );
  isOut.forEach((out, state) => {
    if (out) chances[state] = 0;
  });
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let change = 0;
    for (let state = lastKeys.length - 1; state >= 0; state -= 1) {
      if (isOut[state]) continue;
      let now = worth[state] ?? 0;
      const end = offsets[state + 1] ?? 0;
      for (let way = offsets[state] ?? 0; way < end; way += 1)
        now += (shares[way] ?? 0) * (chances[targets[way] ?? 0] ?? 0);
      change = Math.max(change, Math.abs(now - (chances[state] ?? 0)));
      chances[state] = now;
    }
    // What journeys are worth may be told in millions: then so is what rounding leaves.
    if (change <= exactTo * Math.max(1, Math.abs(chances[start] ?? 0))) return chances[start] ?? 0;
  }
  throw new Error('The chain of journeys did not settle: a state in it never ends.');
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
