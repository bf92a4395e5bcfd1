import { randomBytes } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createApp } from '../../../app.ts';
import type { MailDoor } from './door/mail-door.ts';
import {
  countsOf,
  interactionsOf,
  mailDomain,
  mailsOf,
  openMailHouse,
  openTestDoor,
  send,
} from './mail.test-support.ts';

let services: TestServices;
let door: MailDoor;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  services = await openTestServices({ env: { LIAISON_SMTP_PORT: '0', LIAISON_MAIL_DOMAIN: mailDomain } });
  door = await openTestDoor(services);
  app = createApp({ services, projector: null });
});
afterAll(async () => {
  await door.close();
  await services.close();
});

type House = Awaited<ReturnType<typeof openMailHouse>>;

/** From whom and what; it reaches the house's address in copy. */
function post(house: House, mail: SendMailOptions & { from: string }): Promise<string> {
  return send(door, { ...mail, envelope: { from: mail.from, to: house.address } });
}

async function call(
  headers: Record<string, string>,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; headers: Headers; text: string; json: Record<string, unknown> }> {
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  const json: Record<string, unknown> =
    answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : {};
  return { status: answer.status, headers: answer.headers, text, json };
}

describe('forwarded', () => {
  test('a mail of theirs that is passed on is logged as theirs, with its own time', async () => {
    const house = await openMailHouse(services);
    await post(house, {
      from: house.ben.email,
      to: house.address,
      subject: 'Fwd: Pricing',
      date: new Date('2026-03-05T08:00:00Z'),
      text: [
        'see below',
        '',
        '---------- Forwarded message ---------',
        `From: Ada Park <${house.adaAddress}>`,
        'Date: Tue, Mar 3, 2026 at 10:12 AM',
        'Subject: Pricing',
        `To: Ben Ours <${house.ben.email}>`,
        '',
        'What does it cost for 200 seats?',
      ].join('\n'),
    });
    const [seen] = await mailsOf(services, house.workspaceId);
    expect(seen).toMatchObject({
      state: 'logged',
      way: 'forwarded',
      direction: 'inbound',
      subject: 'Pricing',
      sender_address: house.adaAddress,
    });
    expect(seen?.message.shownText).toBe('What does it cost for 200 seats?');
    // The workspace keeps Berlin's time: 10:12 there is 9:12 UTC.
    const [row] = await interactionsOf(services, house.workspaceId);
    expect(row).toMatchObject({ direction: 'inbound', occurred_at: new Date('2026-03-03T09:12:00Z') });
    expect(row?.teammate_id).not.toBeNull();
  });

  test('two colleagues who pass on one mail log it once; so does the mail attached whole', async () => {
    const house = await openMailHouse(services);
    const eva = await signInMember(services, {
      workspaceId: house.workspaceId,
      role: 'marketing',
      email: `eva@${house.ben.email.split('@')[1]}`,
    });
    const block = [
      `Von: Ada Park <${house.adaAddress}>`,
      'Gesendet: Dienstag, 3. März 2026 10:12',
      `An: Ben Ours <${house.ben.email}>; ${eva.email}`,
      'Betreff: Preise',
      '',
      'Was kostet es?',
    ].join('\n');
    await post(house, { from: house.ben.email, to: house.address, subject: 'WG: Preise', text: block });
    await post(house, { from: eva.email, to: house.address, subject: 'WG: Preise', text: `fyi\n\n${block}` });
    const seen = await mailsOf(services, house.workspaceId);
    expect(seen.map(({ state }) => state)).toEqual(['logged', 'known']);
    expect(seen[1]?.conversation_id).toBe(seen[0]?.conversation_id);
    expect(await interactionsOf(services, house.workspaceId)).toHaveLength(1);
    expect(await countsOf(services, house.workspaceId)).toMatchObject({ accepted: 1, duplicate: 1 });
  });

  test('a mail attached as a mail is read with its own ids and files', async () => {
    const house = await openMailHouse(services);
    const inner = [
      `From: Ada Park <${house.adaAddress}>`,
      `To: ${house.ben.email}`,
      'Subject: Contract',
      'Message-ID: <inner-1@acme.com>',
      'Date: Mon, 2 Mar 2026 09:00:00 +0000',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Please sign.',
    ].join('\r\n');
    await post(house, {
      from: house.ben.email,
      to: house.address,
      subject: 'Fwd: Contract',
      text: 'as attached',
      attachments: [{ filename: 'Contract.eml', content: inner, contentType: 'message/rfc822' }],
    });
    const [seen] = await mailsOf(services, house.workspaceId);
    expect(seen).toMatchObject({
      state: 'logged',
      way: 'forwarded',
      subject: 'Contract',
      direction: 'inbound',
    });
    expect(seen?.occurred_at).toEqual(new Date('2026-03-02T09:00:00Z'));
  });
});

test('what answers a mail joins its thread, by the ids it names or by subject and people', async () => {
  const house = await openMailHouse(services);
  const { ben, adaAddress } = house;
  const base = { from: ben.email, to: adaAddress, text: 'x' };
  await post(house, {
    ...base,
    subject: 'Rollout',
    messageId: '<r1@ours.io>',
    date: new Date('2026-03-01T08:00:00Z'),
  });
  await post(house, {
    ...base,
    subject: 'AW: something else',
    messageId: '<r2@ours.io>',
    inReplyTo: '<r1@ours.io>',
    references: ['<r1@ours.io>'],
    date: new Date('2026-03-02T08:00:00Z'),
  });
  await post(house, { ...base, subject: 'Re: Rollout', date: new Date('2026-03-03T08:00:00Z') });
  await post(house, { ...base, subject: 'Another matter', date: new Date('2026-03-04T08:00:00Z') });
  const threads = (await mailsOf(services, house.workspaceId)).map(({ thread_id }) => thread_id);
  expect(new Set(threads.slice(0, 3)).size).toBe(1);
  expect(threads[3]).not.toBe(threads[0]);
});

test('an answer of a program is logged and flagged: it counts as no human word', async () => {
  const house = await openMailHouse(services);
  await post(house, {
    from: house.ben.email,
    to: house.address,
    subject: 'Fwd: Automatic reply: Our offer',
    text: `-----Original Message-----\nFrom: ${house.adaAddress}\nSent: Tuesday, March 3, 2026 10:12 AM\nTo: ${house.ben.email}\nSubject: Automatic reply: Our offer\n\nI am away.`,
  });
  expect(await interactionsOf(services, house.workspaceId)).toMatchObject([
    { verified: false, flag_reason: 'automatic_reply' },
  ]);
});

describe('attachments', () => {
  test('are kept as files that only those who may read the mail can save', async () => {
    const house = await openMailHouse(services);
    const eva = await signInMember(services, { workspaceId: house.workspaceId, role: 'admin' });
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5_000)]);
    await post(house, {
      from: house.ben.email,
      to: house.adaAddress,
      subject: 'Offer',
      html: '<p>Dear <b>Ada</b></p>',
      attachments: [
        { filename: 'Angebot "März".pdf', content, contentType: 'text/html' },
        { filename: '../../etc/passwd', content: '<script>alert(1)</script>', contentType: 'image/png' },
      ],
    });
    const [seen] = await mailsOf(services, house.workspaceId);
    expect(seen?.message.text).toBe('Dear Ada');
    const path = `/conversations/${seen?.conversation_id}/attachments`;
    const list = await call(house.ben.headers, 'GET', path);
    expect(list.json.items).toMatchObject([
      { name: 'Angebot "März".pdf', type: 'application/pdf', sizeBytes: content.byteLength },
      { name: 'passwd', type: 'text/html' },
    ]);
    const [first]: { id: string }[] = JSON.parse(list.text).items;
    const saved = await app.request(`/api/v1/mail-attachments/${first?.id}`, { headers: house.ben.headers });
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="Angebot _M_rz_\.pdf"/);
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await saved.arrayBuffer()).equals(content)).toBe(true);
    // An admin who had no part in it sees that it took place, and no more.
    expect((await call(eva.headers, 'GET', path)).json.items).toEqual([]);
    expect((await call(eva.headers, 'GET', `/mail-attachments/${first?.id}`)).status).toBe(404);
    const opened = await call(eva.headers, 'GET', `/conversations/${seen?.conversation_id}`);
    expect(opened.json).toMatchObject({ readable: false, subject: null, body: null });
  });

  test('where the workspace opens its mails, everybody reads them', async () => {
    const house = await openMailHouse(services);
    const eva = await signInMember(services, { workspaceId: house.workspaceId, role: 'admin' });
    await call(eva.headers, 'PATCH', '/mail-address', { bodies: 'everyone' });
    await post(house, { from: house.ben.email, to: house.adaAddress, subject: 'Open', text: 'Hello' });
    const [seen] = await mailsOf(services, house.workspaceId);
    const opened = await call(eva.headers, 'GET', `/conversations/${seen?.conversation_id}`);
    expect(opened.json).toMatchObject({ readable: true, subject: 'Open', body: 'Hello' });
  });
});

describe('the tray', () => {
  test('a mail with people nobody knows waits; matched, they are made and it is logged', async () => {
    const house = await openMailHouse(services);
    const stranger = `carl@${house.adaAddress.split('@')[1]}`;
    await post(house, {
      from: house.ben.email,
      to: `Carl Stone <${stranger}>`,
      subject: 'Hello',
      text: 'Hi Carl',
    });
    expect(await interactionsOf(services, house.workspaceId)).toEqual([]);
    const list = await call(house.ben.headers, 'GET', '/mails?state=waiting');
    expect(list.json.items).toMatchObject([{ why: 'unknown_people', subject: 'Hello', snippet: 'Hi Carl' }]);
    expect((await call(house.ben.headers, 'GET', '/mails/summary')).json).toMatchObject({ waiting: 1 });
    const [mail]: { id: string }[] = JSON.parse(list.text).items;
    const whole = await call(house.ben.headers, 'GET', `/mails/${mail?.id}`);
    expect(whole.json.people).toMatchObject([
      { address: stranger, name: 'Carl Stone', side: 'theirs', contact: null },
      { address: house.ben.email, side: 'ours' },
    ]);
    const nobody = await call(house.ben.headers, 'POST', `/mails/${mail?.id}/match`, {});
    expect(nobody.status).toBe(400);
    const matched = await call(house.ben.headers, 'POST', `/mails/${mail?.id}/match`, {
      newPeople: [{ email: stranger, name: 'Carl Stone' }],
    });
    expect(matched.json).toMatchObject({ state: 'logged', settledBy: 'Ben Ours' });
    expect(await interactionsOf(services, house.workspaceId)).toHaveLength(1);
    expect((await call(house.ben.headers, 'POST', `/mails/${mail?.id}/match`, {})).status).toBe(409);
  });

  test('what others send to the address writes no history by itself', async () => {
    const house = await openMailHouse(services);
    await post(house, {
      from: house.adaAddress,
      to: house.ben.email,
      cc: house.address,
      subject: 'Re: Offer',
      text: 'Yes.',
    });
    expect(await interactionsOf(services, house.workspaceId)).toEqual([]);
    const [seen] = await mailsOf(services, house.workspaceId);
    expect(seen).toMatchObject({ state: 'waiting', way: 'received', why: 'stranger', direction: 'inbound' });
  });

  test('a private mail of a colleague shows others that it waits, and nothing of what it says', async () => {
    const house = await openMailHouse(services);
    const eva = await signInMember(services, { workspaceId: house.workspaceId, role: 'admin' });
    await post(house, {
      from: house.ben.email,
      to: 'who@nowhere-known.com',
      subject: 'Secret',
      text: 'Hush',
    });
    const list = await call(eva.headers, 'GET', '/mails?state=waiting');
    expect(list.json.items).toMatchObject([{ readable: false, subject: null, snippet: null }]);
    expect(list.text).not.toMatch(/Secret|Hush/);
  });

  test('set aside, and put back', async () => {
    const house = await openMailHouse(services);
    await post(house, { from: house.ben.email, to: house.address, subject: 'note to self', text: 'x' });
    const list = await call(house.ben.headers, 'GET', '/mails?state=waiting');
    expect(list.json.items).toMatchObject([{ why: 'nothing_forwarded' }]);
    const [mail]: { id: string }[] = JSON.parse(list.text).items;
    const path = `/mails/${mail?.id}/dismissal`;
    expect((await call(house.ben.headers, 'POST', path, { reason: 'a note' })).json).toMatchObject({
      state: 'dismissed',
      dismissReason: 'a note',
    });
    expect((await call(house.ben.headers, 'DELETE', path)).json).toMatchObject({ state: 'waiting' });
    expect((await call(house.ben.headers, 'DELETE', path)).status).toBe(409);
  });
});
