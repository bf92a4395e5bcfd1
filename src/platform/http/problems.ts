import { ClickHouseError } from '@clickhouse/client';
import { ORPCError, ValidationError } from '@orpc/server';
import { z } from 'zod';
import { saysDiskFull } from '../disk.ts';
import { AppError, type ErrorCode, errorStatus, type FieldProblem } from '../errors.ts';

/** An error as it goes over HTTP: RFC 9457 problem details, with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

export const problemContentType = 'application/problem+json';

const titles: Record<ErrorCode, string> = {
  invalid_input: 'The request is not valid',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict with what is there',
  gone: 'No longer there',
  too_large: 'Too large',
  idempotency_key_reused: 'The idempotency key was used for something else',
  unprocessable: 'Cannot be done as asked',
  too_many_requests: 'Too many requests',
  internal: 'Something went wrong on our side',
  unavailable: 'Not available for a moment',
};

export function asProblem(error: AppError): Problem {
  return {
    type: `urn:liaison:problem:${error.code.replaceAll('_', '-')}`,
    title: titles[error.code],
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(error.fields.length > 0 ? { fields: [...error.fields] } : {}),
  };
}

const codeByOrpc: Record<string, ErrorCode> = {
  BAD_REQUEST: 'invalid_input',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'not_found',
  PAYLOAD_TOO_LARGE: 'too_large',
};

/** Any thrown value as an expected error; what nobody expected becomes `internal` and keeps its cause for the log. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ORPCError) {
    if (error.cause instanceof AppError) return error.cause;
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
      const fields = error.cause.issues.map(asFieldProblem);
      return new AppError('invalid_input', describeFields(fields), { fields });
    }
    const code = codeByOrpc[error.code];
    if (code) return new AppError(code, error.message);
  }
  if (isUnreachable(error)) {
    return new AppError('unavailable', 'An engine is restarting. Please try again in a moment.', {
      cause: error,
    });
  }
  if (isMadeAnew(error)) {
    return new AppError('unavailable', 'The analyses are being made anew. Please try again in a moment.', {
      cause: error,
    });
  }
  if (saysDiskFull(error)) {
    return new AppError('unavailable', 'The disk is full. Please try again when there is space.', {
      cause: error,
    });
  }
  return new AppError('internal', 'Something went wrong on our side. It has been logged; please try again.', {
    logMessage: error instanceof Error ? error.message : String(error),
    cause: error,
  });
}

const unreachableCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);

/** A connection to an engine that could not be made or was cut off: it is being started again. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && unreachableCodes.has(error.code)) return true;
  // The second is the ClickHouse client's word for an engine that does not answer.
  return /^(socket hang up|Timeout error\.?)$/.test(error.message) || isUnreachable(error.cause);
}

// ClickHouse's CHECKSUM_DOESNT_MATCH, NO_FILE_IN_DATA_PART and CORRUPTED_DATA: its launcher makes the folder anew. Until
// the migrations have gone over a new one, it is UNKNOWN_TABLE.
const madeAnewCodes = new Set(['40', '226', '246', '60']);

function isMadeAnew(error: unknown): boolean {
  return error instanceof ClickHouseError && madeAnewCodes.has(error.code);
}

function asFieldProblem(issue: { path?: readonly unknown[]; message: string }): FieldProblem {
  const path = (issue.path ?? []).map((part) =>
    typeof part === 'object' && part !== null && 'key' in part ? String(part.key) : String(part),
  );
  return { path: path.join('.'), message: issue.message };
}

function describeFields(fields: readonly FieldProblem[]): string {
  const first = fields
    .slice(0, 3)
    .map((field) => (field.path ? `${field.path}: ${field.message}` : field.message));
  return `Please check: ${first.join('; ')}${fields.length > 3 ? ` and ${fields.length - 3} more` : ''}.`;
}

export function problemResponse(error: AppError): Response {
  const headers = new Headers({ 'content-type': problemContentType, 'cache-control': 'no-store' });
  if (error.code === 'unavailable' || error.code === 'too_many_requests') headers.set('retry-after', '2');
  return new Response(JSON.stringify(asProblem(error)), { status: errorStatus[error.code], headers });
}
