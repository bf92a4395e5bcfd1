import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { migrateClickHouse } from '../../../platform/clickhouse/migrate.ts';
import { asAppError } from '../../../platform/http/problems.ts';
import { newId } from '../../../platform/ids.ts';
import { Projector } from './projector.ts';

let services: TestServices;
let workspaceId: string;

beforeAll(async () => {
  services = await openTestServices();
  ({ workspaceId } = await createTestWorkspace(services));
});
afterAll(() => services.close());

async function append(count: number): Promise<void> {
  await services.database.inWorkspace(workspaceId, async ({ client }) => {
    for (let index = 0; index < count; index += 1) {
      await client.query(
        `insert into interaction (id, workspace_id, occurred_at, kind, type, source, properties)
         values ($1, $2, $3, 'content', 'page_view', 'test', '{"n": 1}')`,
        [newId(), workspaceId, new Date(Date.UTC(2020 + (index % 7), 1, 1))],
      );
    }
  });
}

async function projected(): Promise<{ rows: number; positions: number; last: number }> {
  const result = await services.clickhouse.query({
    query:
      'select toInt32(count()) as rows, toInt32(uniqExact(position)) as positions, toInt32(max(position)) as last from interaction',
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ rows: number; positions: number; last: number }>();
  if (!row) throw new Error('no answer');
  return row;
}

function open(blockRows = 7): Projector {
  const projector = new Projector({
    ...services,
    migrate: () => migrateClickHouse({ clickhouse: services.clickhouse, folder: 'migrations/clickhouse' }),
    pollMs: 10,
    blockRows,
  });
  projector.start();
  return projector;
}

async function caughtUp(projector: Projector): Promise<void> {
  await expect
    .poll(
      async () => {
        const status = await projector.status();
        return status.state === 'following' && status.lagRows === 0;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

test('many writers at once: every row arrives, once, though commits interleave', async () => {
  const projector = open();
  await Promise.all(Array.from({ length: 12 }, (_, writer) => append(5 + writer)));
  await caughtUp(projector);
  const total = 12 * 5 + 66;
  expect(await projected()).toMatchObject({ rows: total, positions: total });
  await projector.stop();
});

test('a projector that stops at any block goes on where ClickHouse says it stands', async () => {
  const before = await projected();
  for (let round = 0; round < 5; round += 1) {
    const projector = open(3);
    await append(10);
    await projector.stop();
  }
  const projector = open();
  await caughtUp(projector);
  const after = await projected();
  expect(after.rows).toBe(before.rows + 50);
  expect(after.positions).toBe(after.rows);
  await projector.stop();
});

test('a rebuild makes the same projection anew', async () => {
  const before = await projected();
  await services.clickhouse.command({ query: 'truncate table interaction' });
  const projector = open();
  await projector.rebuild();
  expect(await projected()).toEqual(before);
  await append(3);
  await caughtUp(projector);
  expect((await projected()).rows).toBe(before.rows + 3);
  await projector.stop();
});

test('a second projector on the same databases follows and repeats nothing', async () => {
  const first = open();
  await caughtUp(first);
  const second = open();
  await expect.poll(async () => (await second.status()).state).toBe('follower');
  await append(20);
  await caughtUp(first);
  const { rows, positions } = await projected();
  expect(positions).toBe(rows);
  await first.stop();
  await caughtUp(second);
  await second.stop();
});

test('an engine that lost its files gets its tables and every row again', async () => {
  const before = await projected();
  await services.clickhouse.command({ query: 'drop table interaction' });
  await services.clickhouse.command({ query: 'drop table schema_migration' });
  const meanwhile = await projected().catch(asAppError);
  expect(meanwhile).toMatchObject({ code: 'unavailable', message: expect.stringContaining('made anew') });
  const projector = open(50);
  await caughtUp(projector);
  expect(await projected()).toEqual(before);
  await projector.stop();
});

test('the log refuses changes', async () => {
  await append(1);
  await expect(
    services.database.inWorkspace(workspaceId, ({ client }) =>
      client.query("update interaction set type = 'other'"),
    ),
  ).rejects.toThrow('append-only');
});

const trickyText = fc.string({
  unit: fc.constantFrom(...'aN0\t\n\r\v\f\b\\\'"\u0001\u007f,[]{} é→😀'),
  maxLength: 20,
});

test('what the log says stands in the projection to the letter', async () => {
  const projector = open(50);
  await fc.assert(
    fc.asyncProperty(
      trickyText,
      fc.option(trickyText),
      fc.dictionary(trickyText, trickyText, { maxKeys: 3 }),
      fc.option(fc.constantFrom(0, 0.25, 1)),
      fc.boolean(),
      fc.array(fc.constant(null).map(newId), { maxLength: 3 }),
      async (url, subject, properties, completion, verified, others) => {
        const id = newId();
        await services.database.inWorkspace(workspaceId, ({ client }) =>
          client.query(
            `insert into interaction (id, workspace_id, occurred_at, kind, type, source, url, subject, properties, context,
              completion, verified, flag_reason, other_contact_ids, replaces_id)
             values ($1, $2, '2026-02-03T04:05:06.789Z', 'content', 'page_view', 'test', $3, $4, $5, $5, $6, $7, $8, $9, $10)`,
            [
              id,
              workspaceId,
              url,
              subject,
              JSON.stringify(properties),
              completion,
              verified,
              verified ? null : 'bot',
              others,
              others[0] ?? null,
            ],
          ),
        );
        await caughtUp(projector);
        const answer = await services.clickhouse.query({
          query: 'select * from interaction where id = {id:UUID}',
          query_params: { id },
          format: 'JSONEachRow',
        });
        const [row] = await answer.json<Record<string, unknown>>();
        expect(row).toMatchObject({
          id,
          occurred_at: '2026-02-03 04:05:06.789',
          url,
          subject: subject ?? '',
          completion: completion ?? 0,
          verified,
          flag_reason: verified ? '' : 'bot',
          contact_id: null,
          channel: '',
          other_contact_ids: others,
          replaces_id: others[0] ?? null,
        });
        for (const column of ['properties', 'context'])
          expect(JSON.parse(String(row?.[column]))).toEqual(properties);
      },
    ),
    { numRuns: 60 },
  );
  await projector.stop();
});
