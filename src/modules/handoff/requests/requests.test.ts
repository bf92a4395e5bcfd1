import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { type Company, type Member, makeCompany } from '../handoffs/handoffs.test-support.ts';
import { answerRequest, withdrawRequest } from './answer-request.ts';
import { askFor } from './ask-for.ts';
import { leaveTeam } from './change-team.ts';
import { listRequests } from './load-requests.ts';
import { readTeam } from './read-team.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');

let services: TestServices;
let company: Company;
let maria: Member;
let ada: Member;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
  company = await makeCompany(services);
  maria = await company.member('marketing', 'Maria');
  ada = await company.member('sales', 'Ada');
});
afterAll(() => services.close());

const noticesOf = (member: Member) =>
  company
    .within((tx) =>
      tx.rows<{ title: string; href: string }>(
        sql`select title, href from notice where user_id = ${member.userId} order by at, id`,
      ),
    )
    .then((rows) => rows.map(({ title, href }) => `${title} ${href}`));
const teamOf = (recordId: string) =>
  company.within((tx) => readTeam(tx, { recordType: 'contact', recordId }));
const ask = (by: Member, input: Parameters<typeof askFor>[1]) => by.act((step) => askFor(step, input));
const answer = (by: Member, input: { id: string; grant: boolean; text?: string }) =>
  by.act((step) => answerRequest(step, input));

test('sales asks for a lead early; granted, it is offered to who asked', async () => {
  const contactId = await company.lead({ name: 'Ida Holm' });
  const asked = await ask(ada, { kind: 'lead', contactId, text: 'I know her from before' });
  expect(asked).toMatchObject({
    state: 'open',
    fromSide: 'sales',
    askedBy: 'Ada',
    contact: { name: 'Ida Holm' },
  });
  expect(await noticesOf(maria)).toContain(`Ada asks for Ida Holm /people/contacts/${contactId}`);
  await expect(ask(ada, { kind: 'lead', contactId, text: 'Again' })).rejects.toThrow(
    /asked that of Ida Holm already/,
  );
  await expect(answer(ada, { id: asked.id, grant: true })).rejects.toThrow(/marketing answers it/);
  const granted = await answer(maria, { id: asked.id, grant: true, text: 'Gladly' });
  expect(granted).toMatchObject({ state: 'granted', answeredBy: 'Maria', answer: 'Gladly' });
  expect(await company.read(granted.handoffId ?? '')).toMatchObject({
    owner: { name: 'Ada' },
    state: 'offered',
  });
  expect(await noticesOf(ada)).toContain(
    `Maria granted what you asked: Ida Holm /people/contacts/${contactId}`,
  );
  expect(await answer(maria, { id: asked.id, grant: true, text: 'Gladly' })).toEqual(granted);
  await expect(answer(maria, { id: asked.id, grant: false })).rejects.toThrow(
    'Maria has granted this just now. Nothing was changed by you.',
  );
});

test('who grants help is on the lead from then on, and can be taken off again', async () => {
  const contactId = await company.lead();
  const asked = await ask(ada, { kind: 'help', contactId, text: 'What did they read?' });
  await answer(maria, { id: asked.id, grant: true });
  expect((await teamOf(contactId)).marketing).toMatchObject([{ teammate: { name: 'Maria' }, said: true }]);
  await ada.act((step) =>
    leaveTeam(step, { recordType: 'contact', recordId: contactId, teammateId: maria.mateId }),
  );
  expect(await teamOf(contactId)).toEqual({ marketing: [], sales: [] });
});

test('marketing asks sales in; only who asked takes a request back', async () => {
  const contactId = await company.lead();
  await expect(ask(ada, { kind: 'join', contactId, text: 'Come along' })).rejects.toThrow(
    /Marketing asks sales to join/,
  );
  const asked = await ask(maria, { kind: 'join', contactId, text: 'They ask about price already' });
  await expect(ada.act((step) => withdrawRequest(step, asked))).rejects.toThrow(/only they take it back/);
  expect(await maria.act((step) => withdrawRequest(step, asked))).toMatchObject({ state: 'withdrawn' });
  const page = await company.within((tx) => listRequests({ tx, input: { contactId, limit: 10 } }));
  expect(page.items.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['join withdrawn']);
});

test('who is on a lead or a deal follows from who owns what, each person once', async () => {
  const contactId = await company.lead();
  const [accountId, campaignId, dealId] = [newId(), newId(), newId()];
  const { workspaceId } = company;
  await company.within(async (tx) => {
    await tx.run(
      sql`insert into account (id, workspace_id, name, owner_id) values (${accountId}, ${workspaceId}, 'Works', ${ada.mateId})`,
    );
    await tx.run(
      sql`insert into campaign (id, workspace_id, name, owner_id) values (${campaignId}, ${workspaceId}, 'Fair', ${maria.mateId})`,
    );
    await tx.run(
      sql`update contact set account_id = ${accountId}, campaign_id = ${campaignId} where id = ${contactId}`,
    );
    await tx.run(
      sql`insert into opportunity (id, workspace_id, name, account_id, owner_id) values (${dealId}, ${workspaceId}, 'Line 4', ${accountId}, ${ada.mateId})`,
    );
    await tx.run(
      sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id) values (${workspaceId}, ${dealId}, ${contactId})`,
    );
  });
  const before = await teamOf(contactId);
  expect(before.sales).toMatchObject([{ teammate: { name: 'Ada' }, how: 'owns the account', said: false }]);
  expect(before.marketing).toMatchObject([{ teammate: { name: 'Maria' }, how: 'owns the campaign Fair' }]);
  await company.offer(maria, contactId, ada.mateId);
  expect((await teamOf(contactId)).sales).toMatchObject([
    { teammate: { name: 'Ada' }, how: 'has the offer to answer' },
  ]);
  const deal = await company.within((tx) => readTeam(tx, { recordType: 'opportunity', recordId: dealId }));
  expect(deal.sales.map(({ teammate }) => teammate.name)).toEqual(['Ada']);
  expect(deal.marketing).toMatchObject([{ teammate: { name: 'Maria' }, how: 'offered the lead' }]);
});
