/**
 * Seeded randomness: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, from PractRand), 128 bits of
 * state, passes BigCrush. Ours rather than a package: fifteen lines, no dependency, and its stream can never
 * change under a sample company's feet with an update.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal: number | null = null;

  /** Streams of different (seed, stream) are independent, so one story never disturbs another. */
  constructor(seed: number, stream: number) {
    this.#a = mix32(seed ^ 0x9e3779b9);
    this.#b = mix32(Math.floor(seed / 0x1_0000_0000) ^ mix32(stream + 0x85ebca6b));
    this.#c = mix32(stream ^ 0xc2b2ae35);
    // The author's own seeding runs twelve rounds, so that near seeds share nothing.
    for (let round = 0; round < 12; round++) this.next();
  }

  /** Uniform in [0, 1), 32 bits fine. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  }

  /** Integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Integer in [low, high], both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('pick from an empty list');
    return item;
  }

  /** Standard normal, by Marsaglia's polar method: two at a time, so one waits for the next call. */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = y * factor;
      return x * factor;
    }
  }

  /** Heavy-tailed positive value: its median, and sigma of its logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Whole number with this mean, by counting exponential gaps; `most` bounds the loop. */
  poisson(mean: number, most: number): number {
    const floor = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > floor && count < most) {
      product *= this.next();
      count++;
    }
    return count;
  }
}

/** A table of weights, drawn from by bisection-free scan: the tables here have fewer than twenty rows. */
export class Weighted<T> {
  readonly #items: readonly (readonly [T, number])[];
  readonly #total: number;

  constructor(items: readonly (readonly [T, number])[]) {
    this.#items = items;
    this.#total = items.reduce((sum, [, weight]) => sum + weight, 0);
  }

  draw(random: Random): T {
    let rest = random.next() * this.#total;
    for (const [item, weight] of this.#items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    const last = this.#items.at(-1);
    if (last === undefined) throw new RangeError('draw from an empty table');
    return last[0];
  }
}

/** murmur3's finaliser: spreads neighbouring integers over all 32 bits. */
export function mix32(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
