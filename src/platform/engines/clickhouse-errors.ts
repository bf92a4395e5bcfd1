/** An error of the engine, in the shape ClickHouse gives it over HTTP. */
export class ClickHouseFailure extends Error {
  readonly code: number;
  readonly errorName: string;

  constructor(code: number, errorName: string, message: string) {
    super(message);
    this.name = 'ClickHouseFailure';
    this.code = code;
    this.errorName = errorName;
  }
}

const UNKNOWN_EXCEPTION = 1002;

/** Reads `Code: N. DB::Exception: … (NAME)`, also where the engine has wrapped it twice. */
export function readEngineError(error: unknown): ClickHouseFailure {
  if (error instanceof ClickHouseFailure) return error;
  const raw = error instanceof Error ? error.message : String(error);
  const start = /Code: (\d+)\. DB::[A-Za-z]*Exception: /g;
  const matches = [...raw.matchAll(start)];
  const last = matches.at(-1);
  if (last === undefined) return new ClickHouseFailure(UNKNOWN_EXCEPTION, 'UNKNOWN_EXCEPTION', raw);
  const body = raw.slice(last.index + last[0].length).trim();
  const withoutVersion = body.replace(/\s*\(version [^)]*\)(?:\.?\s*\([A-Z][A-Z0-9_]+\))?\s*$/, '');
  const name = /\(([A-Z][A-Z0-9_]+)\)\s*$/.exec(withoutVersion);
  const message = (name === null ? withoutVersion : withoutVersion.slice(0, name.index))
    // The spool file is ours; the caller sent a body.
    .replaceAll(/ ?\(in file\/uri [^)]*\):?/g, '')
    .replace(/: While executing File: data for INSERT was parsed from file\.?\s*$/, '')
    .trim();
  return new ClickHouseFailure(Number(last[1]), name?.[1] ?? 'UNKNOWN_EXCEPTION', message);
}

// CHECKSUM_DOESNT_MATCH, NO_FILE_IN_DATA_PART, CORRUPTED_DATA.
const DAMAGED = [40, 226, 246];

/** Whether a file of the engine's own is damaged, as a full disk may leave one: asking again will not help. */
export function saysDamaged(failure: ClickHouseFailure): boolean {
  return DAMAGED.includes(failure.code);
}

const FORBIDDEN = [192, 193, 512, 516];
const NOT_FOUND = [24, 46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 330, 336];
const BAD_REQUEST = [
  6, 8, 15, 25, 26, 27, 36, 38, 41, 42, 43, 44, 53, 62, 69, 70, 72, 117, 167, 168, 320, 321, 363, 376, 427,
  441, 442, 456, 457,
];

/** The HTTP status that ClickHouse's own handler gives an exception's code. */
export function httpStatusOf(code: number): number {
  if (code === 194) return 401;
  if (FORBIDDEN.includes(code)) return 403;
  if (NOT_FOUND.includes(code)) return 404;
  if (BAD_REQUEST.includes(code)) return 400;
  if (code === 159 || code === 209) return 408;
  if (code === 229) return 413;
  if (code === 48) return 501;
  if (code === 202 || DAMAGED.includes(code)) return 503;
  return 500;
}
