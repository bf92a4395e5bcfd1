import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { sql } from '../../platform/postgres/database.ts';
import { answerQuestion } from './answer-question.ts';
import type { Conversation } from './contract.ts';
import { newTalks } from './conversations.test-support.ts';
import { correctConversation } from './correct-conversation.ts';
import { listNextSteps } from './list-next-steps.ts';
import { loadConversation } from './load-conversation.ts';
import { withdrawConversation } from './withdraw-conversation.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const secret = 'they will leave their chairman';

async function privateTalk() {
  const talks = await newTalks(services);
  const sally = await talks.member('sales', 'Sally');
  const logged = await talks.log(sally, {
    private: true,
    subject: secret,
    body: secret,
    outcome: secret,
    exchanged: {
      topics: [{ text: secret, from: 'them' }],
      questions: [{ text: secret, from: 'them' }],
      learned: [{ text: secret }],
    },
    nextStep: { text: secret },
  });
  const read = (who: { userId: string | null; name: string }): Promise<Conversation> =>
    talks.as(who, (context) => loadConversation({ ...context, conversationId: logged.id }));
  return { talks, sally, logged, read };
}

test('whoever logged it reads it; other members, admins and tokens learn only that it took place', async () => {
  const { talks, sally, read } = await privateTalk();
  expect(await read(sally)).toMatchObject({ readable: true, body: secret });
  for (const who of [await talks.member('sales', 'Other'), await talks.member('admin'), talks.token]) {
    const seen = await read(who);
    expect(seen).toMatchObject({ readable: false, private: true, type: 'call', loggedBy: 'Sally' });
    expect(seen.participants.map((one) => one.contact?.name ?? one.teammate?.name)).toEqual(['ada', 'Sally']);
    expect(JSON.stringify(seen)).not.toContain(secret);
    expect(JSON.stringify(await talks.ledger(who))).not.toContain(secret);
    expect((await talks.ledger(who)).withheld).toBe(1);
    const steps = await talks.as(who, (context) =>
      listNextSteps({ ...context, mine: false, late: false, limit: 50 }),
    );
    expect(steps.items).toEqual([]);
  }
});

test('the log and the audit log hold no word of it', async () => {
  const { talks, sally, logged } = await privateTalk();
  await talks.as(sally, (context) =>
    correctConversation({
      ...context,
      conversationId: logged.id,
      input: { body: `${secret}, and soon`, type: 'meeting', reason: secret },
    }),
  );
  const rows = await talks.within((tx) => tx.rows(sql`select to_jsonb(i) as row from interaction i`));
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain(secret);
  const audit = await talks.within((tx) => tx.rows(sql`select to_jsonb(a) as row from audit_entry a`));
  expect(JSON.stringify(audit)).not.toContain(secret);
});

test('a teammate who took part reads it; one who is linked to that teammate afterwards does not', async () => {
  const { talks, sally } = await privateTalk();
  const tom = await talks.member('sales', 'Tom');
  const eve = await talks.member('admin', 'Eve');
  const [linked, loose] = await talks.within((tx) =>
    tx.rows<{ id: string }>(sql`insert into teammate (id, workspace_id, name, user_id) values
      (gen_random_uuid(), ${talks.workspaceId}, 'Tom', ${tom.userId}),
      (gen_random_uuid(), ${talks.workspaceId}, 'Una', null) returning id`),
  );
  const logged = await talks.log(sally, {
    private: true,
    body: secret,
    teammateIds: [linked?.id ?? '', loose?.id ?? ''],
  });
  const read = (who: typeof tom) =>
    talks.as(who, (context) => loadConversation({ ...context, conversationId: logged.id }));
  expect((await read(tom)).readable).toBe(true);
  await talks.within((tx) =>
    tx.run(sql`update teammate set user_id = ${eve.userId} where id = ${loose?.id}`),
  );
  expect((await read(eve)).readable).toBe(false);
});

test('who may not read it may not change it, nor lock others out of what is open', async () => {
  const { talks, sally, logged } = await privateTalk();
  const admin = await talks.member('admin');
  const conversationId = logged.id;
  await expect(
    talks.as(admin, (context) =>
      correctConversation({ ...context, conversationId, input: { private: false } }),
    ),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    talks.as(admin, (context) => withdrawConversation({ ...context, conversationId })),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const questionId = logged.exchanged.find(({ what }) => what === 'question')?.id ?? '';
  await expect(
    talks.as(admin, (context) => answerQuestion({ ...context, questionId, text: 'no' })),
  ).rejects.toMatchObject({ code: 'not_found' });
  const open = await talks.log(sally, { body: 'for all' });
  await expect(
    talks.as(admin, (context) =>
      correctConversation({ ...context, conversationId: open.id, input: { private: true } }),
    ),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('made open, it shows what it says now, not what was changed while it was private', async () => {
  const { talks, sally, logged, read } = await privateTalk();
  const other = await talks.member('marketing');
  const correct = (input: Parameters<typeof correctConversation>[0]['input']) =>
    talks.as(sally, (context) => correctConversation({ ...context, conversationId: logged.id, input }));
  await correct({
    subject: 'Renewal',
    body: 'for all',
    outcome: null,
    nextStep: null,
    exchanged: { topics: [], questions: [], learned: [] },
  });
  await correct({ private: false });
  const seen = await read(other);
  expect(seen).toMatchObject({ readable: true, body: 'for all' });
  expect(seen.changes).toHaveLength(2);
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(JSON.stringify(await read(sally))).toContain(secret);
});

test('an answer given in a private conversation closes an open question without its words', async () => {
  const { talks, sally } = await privateTalk();
  const other = await talks.member('marketing');
  const asked = await talks.log(other, { exchanged: { questions: [{ text: 'how long?', from: 'them' }] } });
  const questionId = asked.exchanged[0]?.id ?? '';
  await talks.log(sally, { private: true, exchanged: { answers: [{ questionId, text: secret }] } });
  const ledger = await talks.ledger(other);
  expect(ledger.fromThem.openQuestions).toEqual([]);
  expect(ledger.fromThem.answeredQuestions).toMatchObject([{ text: 'how long?', answer: { text: null } }]);
  expect(JSON.stringify(ledger)).not.toContain(secret);
});
