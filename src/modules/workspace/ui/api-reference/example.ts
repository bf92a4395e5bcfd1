import { type ApiOperation, jsonOf, type Schema } from './document.ts';

const maxDepth = 4;

/** A small value that fits a schema: required fields only, so that it can be read at a glance. */
function exampleOf(schema: Schema, depth = 0): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (choice) return exampleOf(choice, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'array') return schema.items && depth < maxDepth ? [exampleOf(schema.items, depth + 1)] : [];
  if (type === 'object' || schema.properties) return exampleObject(schema, depth);
  return exampleScalar(type, schema);
}

function exampleObject(schema: Schema, depth: number): Record<string, unknown> {
  if (depth >= maxDepth) return {};
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field, depth + 1)]));
}

const byFormat: Record<string, string> = {
  uuid: '01980000-0000-7000-8000-000000000000',
  'date-time': '2026-01-31T09:00:00Z',
  date: '2026-01-31',
  email: 'buyer@example.com',
  uri: 'https://example.com/pricing',
};

function exampleScalar(type: string | undefined, schema: Schema): unknown {
  if (type === 'string') return (schema.format && byFormat[schema.format]) || '…';
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return null;
}

/** The operation as a command to try. */
export function curlOf(operation: ApiOperation, serverUrl: string): string {
  const needed = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const query = needed
    .map((parameter) => `${parameter.name}=${String(exampleOf(parameter.schema ?? {}))}`)
    .join('&');
  const lines = [
    `curl -X ${operation.method.toUpperCase()} '${serverUrl}${operation.path}${query ? `?${query}` : ''}'`,
  ];
  if (operation.access !== 'public') lines.push(`-H 'Authorization: Bearer YOUR_TOKEN'`);
  const body = jsonOf(operation.requestBody?.content);
  if (body) {
    lines.push(`-H 'Content-Type: application/json'`);
    lines.push(`-d '${JSON.stringify(exampleOf(body), null, 2).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n  ');
}
