import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { migrateClickHouse } from '../../../platform/clickhouse/migrate.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../../people/index.ts';
import { Projector } from './projector.ts';

const now = new Date('2026-03-15T12:00:00Z');
let services: TestServices;
let workspace: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
  workspace = await createTestWorkspace(services);
});
afterAll(() => services.close());

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);

function open(): Projector {
  const projector = new Projector({
    ...services,
    migrate: () => migrateClickHouse({ clickhouse: services.clickhouse, folder: 'migrations/clickhouse' }),
    pollMs: 10,
  });
  projector.start();
  return projector;
}

async function caughtUp(projector: Projector): Promise<void> {
  await expect
    .poll(
      async () => {
        const { state, lagRows, waitingIdentities } = await projector.status();
        return state === 'following' && lagRows === 0 && waitingIdentities === 0;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

type Row = { id: string; person: string | null; account: string | null };

/** Who did what, as PostgreSQL says it: what the projection must come to. */
function inPostgres(): Promise<Row[]> {
  return inWorkspace((tx) =>
    tx.rows<Row>(sql`
      with who as (
        select i.id, i.account_id, i.profile_id, coalesce(i.contact_id, (select b.contact_id from profile_binding b
          where b.profile_id = i.profile_id and b.from_at <= i.occurred_at and i.occurred_at < b.to_at)) as contact_id
        from interaction i
        where i.type <> 'withdrawn' and not exists (select from interaction_replacement r where r.interaction_id = i.id)
      )
      select w.id, surviving_record('contact', w.contact_id) as person,
        case when w.contact_id is null then surviving_record('account', coalesce(w.account_id, p.account_id))
          else coalesce(k.account_id, surviving_record('account', w.account_id)) end as account
      from who w left join profile p on p.id = w.profile_id
      left join contact k on k.id = surviving_record('contact', w.contact_id)
      order by w.id::text`),
  );
}

async function inClickHouse(): Promise<Row[]> {
  const result = await services.clickhouse.query({
    query: `select toString(id) as id, toString(person_id) as person, toString(person_account_id) as account
      from interaction_of_person where workspace_id = {workspace: UUID} order by id`,
    query_params: { workspace: workspace.workspaceId },
    format: 'JSONEachRow',
  });
  return result.json<Row>();
}

const at = (day: number) => new Date(Date.UTC(2026, 0, day));

async function visit(profile: string, day: number): Promise<void> {
  await inWorkspace((tx) =>
    ingest(tx, {
      workspaceId: workspace.workspaceId,
      system: 'web',
      actorName: 'test',
      now,
      batch: {
        interactions: [{ key: 'i', kind: 'content', type: 'page_view', occurredAt: at(day), profile }],
      },
    }),
  );
}

async function signIn(profile: string, email: string, day: number): Promise<void> {
  await inWorkspace((tx) =>
    ingest(tx, {
      workspaceId: workspace.workspaceId,
      system: 'crm',
      actorName: 'test',
      now,
      batch: {
        contacts: [{ key: 'c', email }],
        profiles: [
          {
            key: 'p',
            anonymousId: profile,
            contact: { key: 'c' },
            firstSeenAt: at(day),
            lastSeenAt: at(day),
          },
        ],
      },
    }),
  );
}

/** As merging does it; its own use case stands above the log. */
async function merge(keptEmail: string, mergedEmail: string, undo = false): Promise<void> {
  await inWorkspace((tx) =>
    tx.run(sql`update contact m set merged_into_id = ${undo ? sql`null` : sql`k.id`} from contact k
      where k.email = ${keptEmail} and m.email = ${mergedEmail}`),
  );
}

test('history before somebody is known is theirs, as PostgreSQL says it; so after a second sign-in, a merge and its undoing', async () => {
  const projector = open();
  const agree = async () => {
    await caughtUp(projector);
    const rows = await inClickHouse();
    expect(rows).toEqual(await inPostgres());
    return new Set(rows.map((row) => row.person)).size;
  };
  for (const day of [1, 4, 8, 12]) await visit('kiosk', day);
  expect(await agree()).toBe(1);
  await signIn('kiosk', 'ada@works-a.com', 3);
  expect(await agree()).toBe(1);
  await signIn('kiosk', 'bo@works-b.com', 8);
  expect(await agree()).toBe(2);
  await merge('bo@works-b.com', 'ada@works-a.com');
  expect(await agree()).toBe(1);
  await merge('bo@works-b.com', 'ada@works-a.com', true);
  expect(await agree()).toBe(2);
  await inWorkspace((tx) => tx.run(sql`delete from profile_binding`));
  expect(await agree()).toBe(1);
  await projector.stop();
});

test('rows that were corrected or withdrawn, and companies merged away, are what stands now', async () => {
  const projector = open();
  const [wrong, right] = [newId(), newId()];
  const account = newId();
  await inWorkspace(async (tx) => {
    const { workspaceId } = workspace;
    await tx.run(
      sql`insert into account (id, workspace_id, name) values (${account}, ${workspaceId}, 'Old name')`,
    );
    await tx.run(
      sql`insert into interaction_replacement (workspace_id, interaction_id, replaced_by) values (${workspaceId}, ${wrong}, ${right})`,
    );
    for (const [id, replaces] of [
      [wrong, null],
      [right, wrong],
    ] as const) {
      await tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, source, account_id, replaces_id)
        values (${id}, ${workspaceId}, ${at(2)}::timestamptz, 'person', 'call', 'hand', ${account}, ${replaces}::uuid)`);
    }
    await tx.run(
      sql`update account m set merged_into_id = (select id from account where id <> ${account} limit 1) where m.id = ${account}`,
    );
  });
  await caughtUp(projector);
  const rows = await inClickHouse();
  expect(rows).toEqual(await inPostgres());
  expect(rows.some((row) => row.id === wrong)).toBe(false);
  expect(rows.find((row) => row.id === right)?.account).not.toBe(account);
  await projector.stop();
});

test('many writers at once, stops in between and lost tables: the projection comes to the same', async () => {
  let projector = open();
  const writer = async (number: number) => {
    for (let step = 0; step < 6; step += 1) {
      await visit(`device-${(number + step) % 4}`, step + 1);
      await signIn(`device-${(number * step) % 4}`, `person-${number}@works-${step % 3}.com`, step + 1);
    }
  };
  const writers = Promise.all(Array.from({ length: 6 }, (_, number) => writer(number)));
  for (let round = 0; round < 3; round += 1) {
    await projector.stop();
    projector = open();
  }
  await writers;
  await merge('person-1@works-0.com', 'person-2@works-0.com');
  await merge('person-3@works-0.com', 'person-1@works-0.com');
  await caughtUp(projector);
  const whole = await inPostgres();
  expect(await inClickHouse()).toEqual(whole);
  await services.clickhouse.command({ query: 'truncate table contact_identity' });
  await projector.rebuild();
  expect(await inClickHouse()).toEqual(whole);
  await projector.stop();
  for (const table of ['profile_identity', 'contact_identity', 'account_identity', 'schema_migration']) {
    await services.clickhouse.command({ query: `drop table ${table}` });
  }
  projector = open();
  await caughtUp(projector);
  expect(await inClickHouse()).toEqual(whole);
  await projector.stop();
});
