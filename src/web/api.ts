import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { contract } from '../contract.ts';
import { readProblem } from './problem.ts';

/** The link parses `application/json` alone; a problem document (RFC 9457) is JSON by another name. */
function problemAsJson(response: Response): Response {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response;
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/json');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** `idempotencyKey`: the same for a repetition after a lost answer, so that what was made is not made twice. */
type CallContext = { idempotencyKey?: string };

const link = new OpenAPILink<CallContext>(contract, {
  url: () => `${window.location.origin}/api/v1`,
  headers: ({ context }) =>
    context.idempotencyKey === undefined ? {} : { 'idempotency-key': context.idempotencyKey },
  fetch: async (request, init) =>
    problemAsJson(await fetch(request, { ...init, credentials: 'same-origin' })),
  customErrorResponseBodyDecoder: (body, response) => {
    const problem = readProblem(body);
    if (!problem) return null;
    return new ORPCError(problem.code, { status: response.status, message: problem.detail, data: problem });
  },
});

/** Calls operations: `await client.people.listContacts({ ... })`. Dates arrive as ISO strings. */
export const client: JsonifiedClient<ContractRouterClient<typeof contract, CallContext>> =
  createORPCClient(link);

/** The same for TanStack Query: `useQuery(api.people.listContacts.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client);
