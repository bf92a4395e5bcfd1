import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCompany } from '../../../test/support/company.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { appendInteractions, logChannel, type NewInteraction } from './index.ts';
import { listInteractions } from './list-interactions.ts';

const now = new Date('2026-05-01T12:00:00Z');
let services: TestServices;

beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

async function company() {
  const made = await newCompany(services, now);
  await made.take({
    contacts: [
      { key: 'ada', email: 'ada@holm-invented.com' },
      { key: 'bo', email: 'bo@holm-invented.com' },
    ],
  });
  const people = await made.read<{ id: string; email: string }>(
    sql`select id, email from contact order by email`,
  );
  const [ada, bo] = people.map(({ id }) => id);
  if (!ada || !bo) throw new Error('the two people are missing');
  const append = (...rows: NewInteraction[]) =>
    services.database.inWorkspace(made.workspaceId, (tx) =>
      appendInteractions({ tx, workspaceId: made.workspaceId, now, rows }),
    );
  return { ...made, ada, bo, append };
}

const meeting = (fields: Partial<NewInteraction>): NewInteraction => ({
  id: newId(),
  kind: 'person',
  type: 'meeting',
  occurredAt: new Date('2026-04-30T09:00:00Z'),
  source: 'test',
  ...fields,
});

test('a row is stored whole, found by each of its people, and says when they were last heard of', async () => {
  const { ada, bo, append, read, workspaceId } = await company();
  const listener = await services.database.pool.connect();
  const heard = new Promise<string | undefined>((resolve) =>
    listener.once('notification', (message) => resolve(message.payload)),
  );
  await listener.query(`listen ${logChannel}`);
  const row = meeting({
    contactId: ada,
    otherContactIds: [bo, ada, bo],
    context: { page: { path: '/pricing' } },
    externalId: 'once',
  });
  const { appendedIds } = await append(row);
  expect([...appendedIds]).toEqual([row.id]);
  expect(await heard).toBe(workspaceId);
  await listener.query(`unlisten ${logChannel}`);
  listener.release();
  expect(
    await read(sql`select contact_id, other_contact_ids, context, external_id from interaction`),
  ).toEqual([
    {
      contact_id: ada,
      other_contact_ids: [bo],
      context: { page: { path: '/pricing' } },
      external_id: 'once',
    },
  ]);
  expect(await read(sql`select contact_id from interaction_participant`)).toEqual([{ contact_id: bo }]);
  expect(await read(sql`select distinct last_interaction_at from contact`)).toEqual([
    { last_interaction_at: row.occurredAt },
  ]);
});

test('what a source sent before is not appended again, within a batch and across batches', async () => {
  const { ada, append, read } = await company();
  const [first, twin, other] = [
    meeting({ contactId: ada, externalId: 'same' }),
    meeting({ contactId: ada, externalId: 'same' }),
    meeting({ contactId: ada, externalId: 'same', source: 'elsewhere' }),
  ];
  const { appendedIds } = await append(first, twin, other);
  expect(appendedIds.size).toBe(2);
  const again = meeting({ contactId: ada, externalId: 'same' });
  const { knownIds } = await append(again);
  expect(knownIds.get(again.id)).toBe([...appendedIds].find((id) => id !== other.id));
  expect(await read(sql`select id from interaction`)).toHaveLength(2);
});

test('a row is corrected once; the second correction of the same row is a conflict', async () => {
  const { ada, append, read } = await company();
  const first = meeting({ contactId: ada, externalId: 'mended' });
  await append(first);
  const second = meeting({ contactId: ada, type: 'call', externalId: 'mended', replacesId: first.id });
  await append(second);
  await expect(append(meeting({ contactId: ada, replacesId: first.id }))).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await read(sql`select interaction_id, replaced_by from interaction_replacement`)).toEqual([
    { interaction_id: first.id, replaced_by: second.id },
  ]);
});

test('the list holds what stands, for everyone who was there', async () => {
  const { ada, bo, append, workspaceId } = await company();
  const list = async (contactId: string) => {
    const page = await services.database.inWorkspace(workspaceId, (tx) =>
      listInteractions({ tx, contactId, limit: 50, unverified: false }),
    );
    return page.items.map(({ id }) => id);
  };
  const both = { contactId: ada, otherContactIds: [bo] };
  const [met, wrong] = [meeting(both), meeting({ ...both, type: 'call' })];
  await append(met, wrong);
  const corrected = meeting({ ...both, type: 'demo', replacesId: met.id });
  await append(corrected, meeting({ type: 'withdrawn', contactId: ada, replacesId: wrong.id }));
  expect(await list(ada)).toEqual([corrected.id]);
  expect(await list(bo)).toEqual([corrected.id]);
});
