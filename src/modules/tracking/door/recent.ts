/** The latest of what was looked up or written, up to a number of keys and for a time. */
export class Recent<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>();
  readonly #maxKeys: number;
  readonly #keptMs: number;
  readonly #now: () => number;

  constructor(options: { maxKeys: number; keptMs: number; now: () => number }) {
    this.#maxKeys = options.maxKeys;
    this.#keptMs = options.keptMs;
    this.#now = options.now;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.until > this.#now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value): void {
    // Set anew it stands last: the first of the map is the oldest.
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#now() + this.#keptMs });
    if (this.#entries.size <= this.#maxKeys) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
