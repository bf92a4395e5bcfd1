const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const underscore = 0x5f;

/** What a stretch of JSON text holds that PostgreSQL or a careless reader of it cannot take. */
export type Flaw = 'nul_character' | 'lone_surrogate' | 'forbidden_key';

/** One value within the text: where it stands, how deep it goes, what is wrong with its strings. */
export type Span = {
  start: number;
  end: number;
  depth: number;
  flaw: Flaw | null;
  /** A string is written with \u: a name may be another than it looks. */
  hasEscapes: boolean;
};

/**
 * Goes once over the bytes of a request, without recursion, and says where the elements of its `batch` stand and how
 * they are made. So each event's size, depth and own text are known without writing it out again, and nothing that
 * recurses ever sees what is nested ten thousand deep. What is no JSON is found by the parser; here it does no harm.
 */
export function scanJson(bytes: Uint8Array): { whole: Span; batch: Span[] | null } {
  return new Scanner(bytes).run();
}

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #whole: Span;
  #batch: Span[] | null = null;
  #element: Span | null = null;
  #inBatch = false;
  #key = '';

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#whole = newSpan(0, bytes.length);
  }

  run(): { whole: Span; batch: Span[] | null } {
    const bytes = this.#bytes;
    let depth = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        if (this.#inBatch && depth === 2) this.#begin(at);
        at = this.#string(at, depth);
      } else if (byte === openBrace || byte === openBracket) {
        if (this.#inBatch && depth === 2) this.#begin(at);
        depth += 1;
        this.#reach(depth);
        if (depth === 2 && byte === openBracket && this.#key === 'batch') this.#enter();
      } else if (byte === closeBrace || byte === closeBracket) {
        if (this.#inBatch && depth === 2) this.#leave(at);
        depth -= 1;
        this.#key = depth <= 1 ? '' : this.#key;
      } else if (byte === comma) {
        if (this.#inBatch && depth === 2) this.#finish(at);
      } else if (this.#inBatch && depth === 2 && byte !== undefined && byte > 0x20) this.#begin(at);
    }
    return { whole: this.#whole, batch: this.#batch };
  }

  /** Reads the string that begins at `start`; answers where its closing quote stands. */
  #string(start: number, depth: number): number {
    const bytes = this.#bytes;
    let at = start + 1;
    let hasEscape = false;
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === quote) break;
      if (byte !== backslash) at += 1;
      else if (bytes[at + 1] !== letterU) at += 2;
      else {
        hasEscape = true;
        at = this.#escape(at);
      }
    }
    if (hasEscape) this.#mark((span) => (span.hasEscapes = true));
    if (depth === 1 && bytes[start + 1] === 0x62 && at - start === 6 && this.#isKey(at)) {
      this.#key = latin(bytes, start + 1, at);
    } else if (depth === 1 && this.#isKey(at)) this.#key = '';
    if (at - start === 10 && bytes[start + 1] === underscore && this.#isKey(at)) {
      if (latin(bytes, start + 1, at) === '__proto__') this.#flaw('forbidden_key');
    }
    return at;
  }

  /** Reads the \uXXXX at `at`, with its other half where it is half of a pair; answers what follows. */
  #escape(at: number): number {
    const code = hexAt(this.#bytes, at + 2);
    if (code === 0) this.#flaw('nul_character');
    if (code < 0xd800 || code > 0xdfff) return at + 6;
    const isPair =
      code < 0xdc00 && this.#bytes[at + 6] === backslash && this.#bytes[at + 7] === letterU
        ? hexAt(this.#bytes, at + 8) >> 10 === 0xdc00 >> 10
        : false;
    if (isPair) return at + 12;
    this.#flaw('lone_surrogate');
    return at + 6;
  }

  #isKey(closingQuote: number): boolean {
    let at = closingQuote + 1;
    while ((this.#bytes[at] ?? 0xff) <= 0x20) at += 1;
    return this.#bytes[at] === colon;
  }

  #enter(): void {
    // Of two fields called batch the later counts, as it does for the parser.
    this.#batch = [];
    this.#inBatch = true;
    this.#element = null;
  }

  #leave(at: number): void {
    this.#finish(at);
    this.#inBatch = false;
  }

  #begin(at: number): void {
    this.#element ??= newSpan(at, at);
  }

  #finish(at: number): void {
    if (this.#element === null) return;
    this.#element.end = at;
    this.#batch?.push(this.#element);
    this.#element = null;
  }

  #reach(depth: number): void {
    if (depth > this.#whole.depth) this.#whole.depth = depth;
    const element = this.#element;
    if (element !== null && depth - 2 > element.depth) element.depth = depth - 2;
  }

  #flaw(flaw: Flaw): void {
    this.#mark((span) => (span.flaw ??= flaw));
  }

  #mark(change: (span: Span) => void): void {
    change(this.#whole);
    if (this.#element !== null) change(this.#element);
  }
}

function newSpan(start: number, end: number): Span {
  return { start, end, depth: 0, flaw: null, hasEscapes: false };
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** The four hexadecimal digits at `at`; -1 where there are none. */
function hexAt(bytes: Uint8Array, at: number): number {
  let code = 0;
  for (let i = at; i < at + 4; i += 1) {
    const byte = bytes[i] ?? 0;
    const digit =
      byte >= 0x30 && byte <= 0x39
        ? byte - 0x30
        : byte >= 0x61 && byte <= 0x66
          ? byte - 0x57
          : byte >= 0x41 && byte <= 0x46
            ? byte - 0x37
            : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}
