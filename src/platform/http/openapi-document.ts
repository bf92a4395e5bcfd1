import type { OpenAPI } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import type { AnyRouter } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { z } from 'zod';
import { problem, problemContentType } from './problems.ts';

const problemAnswers = {
  '400': 'The request is not valid: `fields` says where',
  '401': 'Nobody is signed in, or the token is not valid',
  '403': 'The caller may not do this, or not in this workspace',
  '404': 'No such record in this workspace',
  '503': 'An engine is restarting; try again after `Retry-After` seconds',
} as const;

/** The OpenAPI 3.1 document of every operation, with the problem answers that all of them share. */
export async function makeOpenApiDocument(options: {
  router: AnyRouter;
  version: string;
  serverUrl: string;
}): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(options.router, {
    info: {
      title: 'Liaison',
      version: options.version,
      description:
        'Every operation of Liaison. Errors are RFC 9457 problems with a stable `code`; lists page by `cursor`; a creation takes an `Idempotency-Key` header.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverUrl }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'liaison.session_token',
          description: 'A signed-in browser',
        },
      },
      schemas: { Problem: asOpenApiSchema(z.toJSONSchema(problem)) },
      responses: Object.fromEntries(
        Object.entries(problemAnswers).map(([status, description]) => [
          `Problem${status}`,
          {
            description,
            content: { [problemContentType]: { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path?.[method];
      if (!operation) continue;
      operation.responses ??= {};
      for (const status of Object.keys(problemAnswers)) {
        operation.responses[status] = { $ref: `#/components/responses/Problem${status}` };
      }
      if (method === 'post') operation.parameters = [...(operation.parameters ?? []), idempotencyHeader];
    }
  }
  return document;
}

const idempotencyHeader: OpenAPI.ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request again gets the first answer and makes nothing new',
  schema: { type: 'string', maxLength: 255 },
};

function asOpenApiSchema({ $schema: _, ...schema }: Record<string, unknown>): OpenAPI.SchemaObject {
  return schema;
}
