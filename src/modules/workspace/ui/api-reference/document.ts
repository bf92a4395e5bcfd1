import { z } from 'zod';
import { accessOf } from '../../../../web/operation-access.ts';

/** A JSON schema as far as this page shows it. */
export type Schema = {
  type?: string | string[] | undefined;
  format?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  items?: Schema | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  additionalProperties?: Schema | boolean | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
  $ref?: string | undefined;
};

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    items: schema.optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
    allOf: z.array(schema).optional(),
    additionalProperties: z.union([z.boolean(), schema]).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    pattern: z.string().optional(),
    $ref: z.string().optional(),
  }),
);

const content = z.record(z.string(), z.object({ schema: schema.optional() }));

const operation = z.object({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).default([]),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: schema.optional(),
      }),
    )
    .default([]),
  requestBody: z.object({ content, required: z.boolean().optional() }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string().optional(),
      content: content.optional(),
      $ref: z.string().optional(),
    }),
  ),
});

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const document = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  servers: z.array(z.object({ url: z.string() })).default([]),
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), operation)),
  components: z.object({
    schemas: z.record(z.string(), schema).default({}),
    responses: z.record(z.string(), z.object({ description: z.string() })).default({}),
  }),
});

export type ApiDocument = {
  version: string;
  description: string;
  serverUrl: string;
  operations: ApiOperation[];
  schemas: Record<string, Schema>;
  responses: Record<string, { description: string }>;
};

export type ApiOperation = z.output<typeof operation> & {
  id: string;
  method: string;
  path: string;
  tag: string;
  access: string | null;
};

/** Fetches and reads the API's own description. */
export async function loadDocument(): Promise<ApiDocument> {
  const response = await fetch('/api/openapi.json');
  const body: unknown = await response.json();
  if (!response.ok) throw body;
  const read = document.parse(body);
  const operations = Object.entries(read.paths).flatMap(([path, byMethod]) =>
    methods.flatMap((method) => {
      const found = byMethod[method];
      if (!found) return [];
      const id = found.operationId ?? `${method} ${path}`;
      return [{ ...found, id, method, path, tag: found.tags[0] ?? 'Other', access: accessOf(id) }];
    }),
  );
  return {
    version: read.info.version,
    description: read.info.description ?? '',
    serverUrl: read.servers[0]?.url ?? `${window.location.origin}/api/v1`,
    operations,
    schemas: read.components.schemas,
    responses: read.components.responses,
  };
}

export const jsonOf = (contents: z.output<typeof content> | undefined): Schema | undefined =>
  contents?.['application/json']?.schema;

/** The operations in their groups, in the document's order. */
export function groupByTag(operations: readonly ApiOperation[]): [tag: string, operations: ApiOperation[]][] {
  const groups = new Map<string, ApiOperation[]>();
  for (const operation of operations) {
    groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation]);
  }
  return [...groups];
}
