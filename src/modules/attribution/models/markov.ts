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
  /** Where each state leads, by state and weight. */
  next: Map<number, number>[];
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
      // JSON keeps apart what a separator inside a name would join.
      const name = JSON.stringify(keys.slice(Math.max(0, index - order + 1), index + 1));
      const to = states.get(name) ?? addState(chain, key);
      states.set(name, to);
      chain.next[from]?.set(to, (chain.next[from]?.get(to) ?? 0) + weight);
      chain.total[from] = (chain.total[from] ?? 0) + weight;
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
  const whole = expectedFromStart(chain, ends, null);
  const keys = [...new Set(chain.lastKeys.slice(1))];
  return new Map(
    keys.map((key) => [key, whole > 0 ? Math.max(0, 1 - expectedFromStart(chain, ends, key) / whole) : 0]),
  );
}

// Sweeps from the end of the journeys towards their start; each brings the chances closer, and they stop changing.
const exactTo = 1e-15;
const mostSweeps = 100_000;

/** What a journey ends in on average, where every one that reaches `without` comes to nothing. */
function expectedFromStart(chain: Chain, ends: readonly number[], without: string | null): number {
  const { lastKeys, total } = chain;
  const rows = chain.next.map((next) => [...next]);
  const chance = new Float64Array(lastKeys.length);
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let change = 0;
    for (let state = lastKeys.length - 1; state >= 0; state -= 1) {
      if (without !== null && lastKeys[state] === without) continue;
      let onwards = ends[state] ?? 0;
      for (const [to, weight] of rows[state] ?? []) onwards += weight * (chance[to] ?? 0);
      const all = total[state] ?? 0;
      const now = all > 0 ? onwards / all : 0;
      change = Math.max(change, Math.abs(now - (chance[state] ?? 0)));
      chance[state] = now;
    }
    if (change < exactTo) return chance[start] ?? 0;
  }
  throw new Error('The chain of journeys did not settle: a state in it never ends.');
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
