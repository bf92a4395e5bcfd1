import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { contract } from '../contract.ts';
import { readProblem } from './problem.ts';

const link = new OpenAPILink(contract, {
  url: () => `${window.location.origin}/api/v1`,
  fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
  customErrorResponseBodyDecoder: (body, response) => {
    const problem = readProblem(body);
    if (!problem) return null;
    return new ORPCError(problem.code, { status: response.status, message: problem.detail, data: problem });
  },
});

/** Calls operations: `await client.people.listContacts({ ... })`. Dates arrive as ISO strings. */
export const client: JsonifiedClient<ContractRouterClient<typeof contract>> = createORPCClient(link);

/** The same for TanStack Query: `useQuery(api.people.listContacts.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client);
