import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { readProblem } from '../../../web/problem.ts';
import { importContract } from '../contract.ts';

const contract = { import: importContract };

const link = new OpenAPILink(contract, {
  url: () => `${window.location.origin}/api/v1`,
  fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
  customErrorResponseBodyDecoder: (body, response) => {
    const problem = readProblem(body);
    if (!problem) return null;
    return new ORPCError(problem.code, { status: response.status, message: problem.detail, data: problem });
  },
});

export const client: JsonifiedClient<ContractRouterClient<typeof contract>> = createORPCClient(link);
export const api = createTanstackQueryUtils(client);
