import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { newTalks, startOfTest } from './conversations.test-support.ts';
import { correctConversation } from './correct-conversation.ts';
import { listNextSteps } from './list-next-steps.ts';
import { loadConversation } from './load-conversation.ts';
import { markNextStep } from './mark-next-step.ts';
import { restoreConversation, withdrawConversation } from './withdraw-conversation.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const standing = sql`select id, type, subject, contact_id, other_contact_ids, occurred_at, properties from interaction i
  where type <> 'withdrawn' and not exists (select 1 from interaction_replacement r where r.interaction_id = i.id)`;

test('a conversation is one row of the log, with its people, account and what was said', async () => {
  const talks = await newTalks(services);
  const seller = await talks.member('sales', 'Sally');
  const logged = await talks.log(seller, {
    type: 'meeting',
    contactIds: [talks.ada, talks.bo],
    body: 'The renewal of line 2\nin spring',
    opportunityId: talks.deal,
    exchanged: { assets: [{ assetId: talks.prices, how: 'sent' }], learned: [{ text: 'budget in March' }] },
    nextStep: { text: 'Send the offer', on: '2026-06-05' },
  });
  expect(logged).toMatchObject({
    account: { name: 'Holm Works' },
    opportunity: { name: 'Line 2' },
    exchanged: [
      { what: 'asset', asset: { title: 'Price list' }, how: 'sent' },
      { what: 'learned', from: 'them', text: 'budget in March' },
    ],
    nextStep: { text: 'Send the offer', on: '2026-06-05', doneAt: null },
    loggedBy: 'Sally',
    source: 'hand',
  });
  expect(logged.participants.map((one) => one.contact?.name ?? one.teammate?.name)).toEqual([
    'ada',
    'bo',
    'Sally',
  ]);
  const rows = await talks.within((tx) => tx.rows(standing));
  expect(rows).toMatchObject([
    {
      id: logged.id,
      type: 'meeting',
      subject: 'The renewal of line 2',
      contact_id: talks.ada,
      other_contact_ids: [talks.bo],
    },
  ]);
});

test('an address typed in makes the person and their company, and renames nobody who is known', async () => {
  const talks = await newTalks(services);
  const seller = await talks.member('sales');
  const logged = await talks.log(seller, {
    contactIds: [],
    newPeople: [
      { email: 'dee@nord-works.com', name: 'Dee Nord' },
      { email: 'bo@holm-works.com', name: 'Somebody else' },
    ],
  });
  expect(logged.participants.slice(0, 2).map((one) => one.contact?.name)).toEqual(['Dee Nord', 'bo']);
  expect(logged.account?.name).toBe('Nord Works');
  await expect(talks.log(seller, { contactIds: [] })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(talks.log(seller, { contactIds: [newId()] })).rejects.toMatchObject({ code: 'not_found' });
});

test('the same externalId again changes nothing', async () => {
  const talks = await newTalks(services);
  const once = { externalId: 'call-7', source: 'dialler' };
  const [first, again] = [await talks.log(talks.token, once), await talks.log(talks.token, once)];
  expect(again.id).toBe(first.id);
  expect((await talks.log(talks.token, { ...once, source: 'other dialler' })).id).not.toBe(first.id);
  expect(await talks.within((tx) => tx.rows(standing))).toHaveLength(2);
});

test('the same sent twice at the same time is one conversation', async () => {
  const talks = await newTalks(services);
  const once = { externalId: 'call-8', source: 'dialler' };
  const both = await Promise.all([talks.log(talks.token, once), talks.log(talks.token, once)]);
  expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  expect(await talks.within((tx) => tx.rows(sql`select id from conversation`))).toHaveLength(1);
});

test('what is to come is refused', async () => {
  const talks = await newTalks(services);
  const tomorrow = new Date(startOfTest.getTime() + 86_400_000);
  await expect(talks.log(talks.token, { occurredAt: tomorrow })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('a correction of what, when or who appends a row; one of words that the log does not hold changes in place', async () => {
  const talks = await newTalks(services);
  const seller = await talks.member('sales', 'Sally');
  const logged = await talks.log(seller, { subject: 'Renewal', body: 'first words' });
  const correct = (input: Parameters<typeof correctConversation>[0]['input']) =>
    talks.as(seller, (context) => correctConversation({ ...context, conversationId: logged.id, input }));

  const edited = await correct({ body: 'other words' });
  expect(edited.interactionId).toBe(logged.interactionId);
  const moved = await correct({ type: 'demo', contactIds: [talks.bo], reason: 'was a demo for Bo' });
  expect(moved.interactionId).not.toBe(logged.interactionId);
  expect(moved.id).toBe(logged.id);
  expect(moved.changes.map(({ kind, by, reason }) => ({ kind, by, reason }))).toEqual([
    { kind: 'corrected', by: 'Sally', reason: 'was a demo for Bo' },
    { kind: 'edited', by: 'Sally', reason: null },
  ]);
  expect(moved.changes[0]?.changes).toMatchObject({
    type: { from: 'call', to: 'demo' },
    theirs: { from: ['ada'], to: ['bo'] },
  });
  expect(await talks.within((tx) => tx.rows(standing))).toMatchObject([
    { id: moved.interactionId, type: 'demo', contact_id: talks.bo },
  ]);
  // Any row that stood for it leads to it.
  const byOld = await talks.as(seller, (context) =>
    loadConversation({ ...context, conversationId: logged.interactionId }),
  );
  expect(byOld.interactionId).toBe(moved.interactionId);
  await expect(correct({ body: 'late', expectedUpdatedAt: logged.updatedAt })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await correct({ type: 'demo' })).changes).toHaveLength(2);
});

test('a withdrawal takes it out of the log’s reading and a restoration brings it back; the last sign of life follows', async () => {
  const talks = await newTalks(services);
  const seller = await talks.member('sales');
  const lastHeard = async () =>
    (
      await talks.within((tx) =>
        tx.first<{ at: Date | null }>(
          sql`select last_interaction_at as at from contact where id = ${talks.ada}`,
        ),
      )
    )?.at?.toISOString();
  const before = '2026-06-01T09:00:00.000Z';
  const after = '2026-06-02T09:00:00.000Z';
  await talks.log(seller, { occurredAt: new Date(before) });
  const wrong = await talks.log(seller, { occurredAt: new Date(after) });
  expect(await lastHeard()).toBe(after);

  const withdrawn = await talks.as(seller, (context) =>
    withdrawConversation({ ...context, conversationId: wrong.id, reason: 'another Ada' }),
  );
  expect(withdrawn.withdrawn).toMatchObject({ reason: 'another Ada', by: 'A sales' });
  expect(await talks.within((tx) => tx.rows(standing))).toHaveLength(1);
  expect(await lastHeard()).toBe(before);
  await expect(
    talks.as(seller, (context) =>
      correctConversation({ ...context, conversationId: wrong.id, input: { body: 'x' } }),
    ),
  ).rejects.toMatchObject({ code: 'conflict' });

  const back = await talks.as(seller, (context) =>
    restoreConversation({ ...context, conversationId: wrong.id }),
  );
  expect(back.withdrawn).toBeNull();
  expect(await talks.within((tx) => tx.rows(standing))).toHaveLength(2);
  expect(await lastHeard()).toBe(after);
});

test('next steps stay open until done, the soonest first, late by the workspace’s day', async () => {
  const talks = await newTalks(services);
  const sally = await talks.member('sales', 'Sally');
  const other = await talks.member('marketing', 'Mark');
  await talks.log(sally, { nextStep: { text: 'some day' } });
  await talks.log(sally, { nextStep: { text: 'today', on: '2026-06-03' } });
  const late = await talks.log(sally, { nextStep: { text: 'yesterday', on: '2026-06-02' } });
  await talks.log(other, { nextStep: { text: 'of another', on: '2026-06-09' } });
  const list = (query: { mine?: boolean; late?: boolean; cursor?: string; limit?: number }) =>
    talks.as(sally, (context) =>
      listNextSteps({ ...context, mine: false, late: false, limit: 50, ...query }),
    );

  const all = await list({});
  expect(all.items.map(({ text, late: isLate }) => [text, isLate])).toEqual([
    ['yesterday', true],
    ['today', false],
    ['of another', false],
    ['some day', false],
  ]);
  expect((await list({ mine: true })).items.map(({ text }) => text)).toEqual([
    'yesterday',
    'today',
    'some day',
  ]);
  expect((await list({ late: true })).items.map(({ text }) => text)).toEqual(['yesterday']);
  const first = await list({ limit: 3 });
  const rest = await list({ limit: 3, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...rest.items]).toEqual(all.items);

  const done = await talks.as(other, (context) =>
    markNextStep({ ...context, conversationId: late.id, done: true }),
  );
  expect(done.nextStep).toMatchObject({ doneBy: 'Mark', doneAt: startOfTest.toISOString() });
  expect((await list({ late: true })).items).toEqual([]);
  await talks.as(other, (context) => markNextStep({ ...context, conversationId: late.id, done: false }));
  expect((await list({ late: true })).items).toHaveLength(1);
});
