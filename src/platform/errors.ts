/** Stable codes of expected errors; each is a page's and a script's to rely on. Status is set here, once. */
export const errorStatus = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  idempotency_key_reused: 422,
  unprocessable: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export type FieldProblem = { path: string; message: string };

/**
 * An expected error. `message` is for the user: it says what is wrong and what to do; `logMessage` is for the
 * operator. `fields` names the inputs at fault.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly logMessage: string;
  readonly fields: readonly FieldProblem[];
  constructor(
    code: ErrorCode,
    message: string,
    options: { logMessage?: string; fields?: readonly FieldProblem[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.logMessage = options.logMessage ?? message;
    this.fields = options.fields ?? [];
  }
  get status(): number {
    return errorStatus[this.code];
  }
}

/** For a record that is not there, or is another workspace's: the two must look alike from outside. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `There is no such ${what}. It may have been merged or removed.`);
}
