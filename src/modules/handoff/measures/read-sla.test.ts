import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { addStarterDefinitions } from '../../language/index.ts';
import { listCases } from './list-cases.ts';
import { readSla } from './read-sla.ts';
import { readSplit } from './read-split.ts';

// A Wednesday; offices of the agreement that comes with a workspace are open from 9 to 17.
const now = new Date('2026-06-03T12:00:00Z');
const all = { period: 'all' as const, filter: {} };
let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());

async function workspace() {
  const { workspaceId } = await createTestWorkspace(services);
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  await within((tx) => addStarterDefinitions({ tx, workspaceId, now }));
  const zone = await within((tx) => tx.first<{ zone: string }>(sql`select time_zone as zone from workspace`));
  const at = (local: string) =>
    within((tx) =>
      tx.first<{ at: Date }>(sql`select ${local}::timestamp at time zone ${zone?.zone ?? 'UTC'} as at`),
    ).then((row) => row?.at ?? now);
  const contact = async (reached: readonly (Date | null)[] = []) => {
    const id = newId();
    await within((tx) =>
      tx.run(sql`insert into contact (id, workspace_id, name, reached_at)
        values (${id}, ${workspaceId}, 'Somebody', ${sql.param([...reached])}::timestamptz[])`),
    );
    return id;
  };
  return { workspaceId, within, at, contact };
}

test('times count office hours alone, without weekends and pauses', async () => {
  const { workspaceId, within, at, contact } = await workspace();
  const id = newId();
  const contactId = await contact();
  const [offered, paused, resumed, answered, due] = await Promise.all([
    at('2026-05-29 16:00'),
    at('2026-06-01 10:00'),
    at('2026-06-01 12:00'),
    at('2026-06-01 13:00'),
    at('2026-06-01 12:30'),
  ]);
  await within(async (tx) => {
    await tx.run(sql`insert into handoff (id, workspace_id, contact_id, state, origin, offered_at, offered_by,
        response_due_at, first_response_at, packet_items, promised_items, created_at, updated_at)
      values (${id}, ${workspaceId}, ${contactId}, 'offered', 'hand', ${offered}, 'Nora', ${due}, ${answered},
        '{who,tests}', '{who,tests,brief,read}', ${now}, ${now})`);
    for (const [what, when] of [
      ['paused', paused],
      ['resumed', resumed],
    ] as const) {
      await tx.run(sql`insert into handoff_event (id, workspace_id, handoff_id, at, what, by_kind, by_name)
        values (${newId()}, ${workspaceId}, ${id}, ${when}, ${what}, 'member', 'Lukas')`);
    }
  });
  const sla = await within((tx) => readSla({ tx, now, filter: all }));
  const response = sla.commitments.find(({ key }) => key === 'response');
  // An hour on Friday, four on Monday, two of them paused.
  expect(response?.details[0]).toEqual({ label: 'median', value: 3, unit: 'hours' });
  expect(response).toMatchObject({ brokenCount: 1, keptCount: 0, figure: 0 });
  expect(sla.commitments.find(({ key }) => key === 'completeness')).toMatchObject({ figure: 50, n: 1 });
  expect(sla.agreement?.unsigned).toBe(true);
  expect(sla.owes.sales).toMatchObject({ answers: 1 });
  const cases = await within((tx) =>
    listCases({ tx, now, filter: all, of: 'completeness', state: 'broken', lacks: 'brief', limit: 10 }),
  );
  expect(cases.items.map(({ lacks, value }) => ({ lacks, value }))).toEqual([
    { lacks: ['brief', 'read'], value: 50 },
  ]);
});

test('an offer that marketing took back counts nowhere', async () => {
  const { workspaceId, within, at, contact } = await workspace();
  const [contactId, offered] = [await contact(), await at('2026-06-01 10:00')];
  await within((tx) =>
    tx.run(sql`insert into handoff (id, workspace_id, contact_id, state, origin, offered_at, offered_by, closed_at,
        created_at, updated_at)
      values (${newId()}, ${workspaceId}, ${contactId}, 'withdrawn', 'hand', ${offered}, 'Nora', ${now}, ${now}, ${now})`),
  );
  const sla = await within((tx) => readSla({ tx, now, filter: all }));
  expect(sla.commitments.map(({ n }) => n)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('without hand-offs it says what the stages tell, and that it is they who tell it', async () => {
  const { within, at, contact } = await workspace();
  const [ready, taken] = [await at('2026-06-01 10:00'), await at('2026-06-02 10:00')];
  await contact([ready, ready, taken]);
  await contact([ready, ready]);
  const sla = await within((tx) => readSla({ tx, now, filter: all }));
  expect(sla.source).toBe('lifecycle');
  expect(sla.commitments.map(({ key, figure, n }) => ({ key, figure, n }))).toMatchObject([
    { key: 'volume', n: 2 },
    { key: 'acceptance', figure: 50, n: 2 },
    { key: 'disposition', figure: null, n: 0 },
  ]);
  expect(sla.commitments[2]?.details[0]).toEqual({ label: 'median', value: 1, unit: 'days' });
  const list = await within((tx) =>
    listCases({ tx, now, filter: all, of: 'acceptance', state: 'kept', limit: 10 }),
  );
  expect(list.items).toHaveLength(1);
  const split = await within((tx) => readSplit({ tx, now, filter: all, dimension: 'country', limit: 10 }));
  expect(split.rows.map(({ n }) => n)).toEqual([2]);
});
