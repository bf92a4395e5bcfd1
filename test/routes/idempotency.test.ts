import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { ensureFirstWorkspace } from '../../src/modules/workspace/index.ts';
import { openTestServices, type TestServices } from '../support/services.ts';

let services: TestServices;
let app: Hono;
beforeAll(async () => {
  services = await openTestServices();
  await ensureFirstWorkspace(services);
  app = createApp({ services, projector: null });
});
afterAll(() => services.close());

function create(name: string, key?: string): Promise<Response> {
  return Promise.resolve(
    app.request('/api/v1/accounts', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${services.config.adminToken}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify({ name }),
    }),
  );
}

async function countOf(name: string): Promise<number> {
  const { rows } = await services.database.pool.query<{ count: number }>(
    'select count(*) as count from account where name = $1',
    [name],
  );
  return rows[0]?.count ?? 0;
}

test('the same key with the same request makes one record and answers the same, at once or ten together', async () => {
  const first = await create('Once works', 'key-1');
  expect(first.status).toBe(201);
  const again = await create('Once works', 'key-1');
  expect(again.status).toBe(201);
  expect(await again.json()).toEqual(await first.json());
  const together = await Promise.all(Array.from({ length: 10 }, () => create('Together works', 'key-2')));
  const [one, ...others] = await Promise.all(together.map((answer) => answer.json()));
  for (const other of others) expect(other).toEqual(one);
  expect(await countOf('Once works')).toBe(1);
  expect(await countOf('Together works')).toBe(1);
});

test('without a key every request makes a record; a key for another request is refused', async () => {
  await create('Twice works');
  await create('Twice works');
  expect(await countOf('Twice works')).toBe(2);
  await create('Mine', 'key-3');
  const other = await create('Not mine', 'key-3');
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' });
  expect(await countOf('Not mine')).toBe(0);
});

test('a request that fails leaves its key free', async () => {
  const wrong = await create('', 'key-4');
  expect(wrong.status).toBe(400);
  const right = await create('Corrected works', 'key-4');
  expect(right.status).toBe(201);
});
