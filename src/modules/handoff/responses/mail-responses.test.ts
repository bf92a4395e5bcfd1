import type { SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { MailDoor } from '../../conversations/mail/door/mail-door.ts';
import { mailDomain, openMailHouse, openTestDoor, send } from '../../conversations/mail/mail.test-support.ts';
import { ensureStarterDefinitions } from '../../language/index.ts';
import { offerLead } from '../handoffs/offer-lead.ts';
import { followResponses } from './follow-responses.ts';

let services: TestServices;
let door: MailDoor;
const offeredAt = new Date('2026-06-03T08:00:00Z');

beforeAll(async () => {
  services = await openTestServices({ env: { LIAISON_SMTP_PORT: '0', LIAISON_MAIL_DOMAIN: mailDomain } });
  door = await openTestDoor(services);
});
afterAll(async () => {
  await door.close();
  await services.close();
});

async function offered() {
  services.setNow(offeredAt);
  const house = await openMailHouse(services);
  const { workspaceId } = house;
  await ensureStarterDefinitions(services);
  const marketer = await signInMember(services, { workspaceId, role: 'marketing', name: 'Mia' });
  const handoffId = await services.database.inWorkspace(workspaceId, async (tx) => {
    const ada = await tx.first<{ id: string }>(sql`select id from contact where name = 'Ada Park'`);
    const actor = { kind: 'member' as const, id: marketer.userId, name: 'Mia' };
    const step = { tx, workspaceId, actor, userId: marketer.userId, now: offeredAt };
    return (await offerLead(step, { contactId: ada?.id ?? '', origin: 'hand' })).handoffId;
  });
  services.setNow(new Date('2026-06-03T12:00:00Z'));
  const ours = (mail: SendMailOptions) =>
    send(door, {
      from: house.ben.email,
      to: house.adaAddress,
      text: 'Hello Ada',
      ...mail,
      envelope: { from: house.ben.email, to: house.address },
    });
  const seen = async () => {
    while ((await followResponses(services)) > 0);
    return services.database.inWorkspace(workspaceId, (tx) =>
      tx.first<{ attempts: number; first: Date | null; clock: string }>(sql`
        select h.attempts, h.first_response_at as first, c.state as clock from handoff h
        join sla_clock c on c.handoff_id = h.id and c.kind = 'first_response' where h.id = ${handoffId}`),
    );
  };
  return { house, ours, seen };
}

const untouched = { attempts: 0, first: null, clock: 'running' };

test('an out-of-office from our side does not stop the clock, the reply of a person does', async () => {
  const { ours, seen } = await offered();
  await ours({
    subject: 'Automatic reply: Retrofit',
    date: new Date('2026-06-03T09:00:00Z'),
    headers: { 'Auto-Submitted': 'auto-replied' },
  });
  expect(await seen()).toEqual(untouched);
  await ours({ subject: 'Out of office: back on Monday', date: new Date('2026-06-03T09:05:00Z') });
  expect(await seen()).toEqual(untouched);
  await ours({
    subject: 'Our newsletter in June',
    date: new Date('2026-06-03T09:10:00Z'),
    headers: { Precedence: 'bulk' },
  });
  expect(await seen()).toEqual(untouched);
  await ours({ subject: 'Re: Retrofit', date: new Date('2026-06-03T10:30:00Z') });
  expect(await seen()).toEqual({
    attempts: 1,
    first: new Date('2026-06-03T10:30:00Z'),
    clock: 'stopped',
  });
});

test('a mail that went to many at once is no response to one of them', async () => {
  const { ours, seen } = await offered();
  await ours({
    subject: 'What is new in June',
    date: new Date('2026-06-03T09:00:00Z'),
    headers: {
      'List-Unsubscribe': '<https://ours.io/u/1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  expect(await seen()).toEqual(untouched);
});

test('a mail of theirs that a person of ours passes on is none of ours', async () => {
  const { house, ours, seen } = await offered();
  await ours({
    to: house.address,
    subject: 'Fwd: Retrofit',
    date: new Date('2026-06-03T11:00:00Z'),
    text: [
      '---------- Forwarded message ---------',
      `From: Ada Park <${house.adaAddress}>`,
      'Date: Wed, Jun 3, 2026 at 12:10 PM',
      'Subject: Retrofit',
      `To: <${house.ben.email}>`,
      '',
      'When can we talk?',
    ].join('\n'),
  });
  expect(await seen()).toEqual(untouched);
});
