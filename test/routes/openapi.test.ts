import { isContractProcedure } from '@orpc/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../src/app.ts';
import { contract } from '../../src/contract.ts';
import { openTestServices, type TestServices } from '../support/services.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const documentShape = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ summary: z.string(), tags: z.array(z.string()) })),
  ),
});

test('the document is valid OpenAPI 3.1 and describes every operation', async () => {
  const answer = await createApp({ services, projector: null }).request('/api/openapi.json');
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const result = await new Validator().validate(JSON.parse(text));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  const document = documentShape.parse(JSON.parse(text));
  expect(document.openapi).toMatch(/^3\.1\./);
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(operationsOf(contract).sort());
});

function operationsOf(router: object): string[] {
  return Object.values(router).flatMap((value: unknown) => {
    if (isContractProcedure(value)) {
      const { method, path } = value['~orpc'].route;
      return [`${method} ${path}`];
    }
    return typeof value === 'object' && value !== null ? operationsOf(value) : [];
  });
}
