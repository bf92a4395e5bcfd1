import { z } from 'zod';
import { AppError, type ErrorCode } from '../errors.ts';
import { asAppError, asProblem, problemContentType } from '../http/problems.ts';
import type { AuthServices } from './auth.ts';

const answer = z.object({ message: z.string().optional(), code: z.string().optional() });

const codeByStatus: Record<number, ErrorCode> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable',
  429: 'too_many_requests',
};

const ownWords: Partial<Record<ErrorCode, string>> = {
  too_many_requests: 'Too many tries. Wait a minute, then try again.',
};

/** Better Auth's refusals as the problem details that every other door answers; its client reads `message`. */
export async function asSignInProblem(services: AuthServices, response: Response): Promise<Response> {
  const error = response.status >= 500 ? await ourFault(services) : await theirFault(response);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('content-type', problemContentType);
  headers.set('cache-control', 'no-store');
  if (error.code === 'unavailable') headers.set('retry-after', '2');
  if (error.code === 'too_many_requests') headers.set('retry-after', headers.get('x-retry-after') ?? '60');
  const body = JSON.stringify({ ...asProblem(error), message: error.message });
  return new Response(body, { status: error.status, headers });
}

async function theirFault(response: Response): Promise<AppError> {
  const parsed = answer.safeParse(await response.json().catch(() => null));
  const said = parsed.success ? parsed.data.message : undefined;
  const code = codeByStatus[response.status] ?? 'invalid_input';
  return new AppError(code, ownWords[code] ?? said ?? 'This cannot be done. Check what you entered.');
}

/** Tells an engine that is restarting (try again) from a fault of the program. */
async function ourFault(services: AuthServices): Promise<AppError> {
  try {
    await services.database.asSystem(({ client }) => client.query('select 1'));
    return asAppError(new Error('sign-in failed'));
  } catch (error) {
    return asAppError(error);
  }
}
