import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { openMailServer } from '../../notices/notices.test-support.ts';
import { makeShelf, type Shelf, shareWith, withMail } from './links.test-support.ts';
import { linksRouter } from './router.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');

let services: TestServices;
let shelf: Shelf;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
  shelf = await makeShelf(services, 'Pump <& Co>');
});
afterAll(() => services.close());

/** How a link's pieces went out, by the rows of the log that stand. */
const sharesOf = (linkId: string) =>
  shelf.within((tx) =>
    tx.rows<{
      asset: string;
      by: string;
    }>(sql`select subject as asset, properties ->> 'sentBy' as by from interaction i
      where type = 'asset_shared' and properties ->> 'linkId' = ${linkId}
        and not exists (select from interaction_replacement r where r.interaction_id = i.id) order by id`),
  );

describe('a link sent by mail', () => {
  test('goes out in the name of who sends it, and an answer goes to them', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const contactId = await shelf.contact({ name: 'Ida Holm', email: 'ida@acme.com' });
    const { id } = await shareWith(by, shelf, { contactId, title: 'Guide <script>alert(1)</script>' });
    expect(await sharesOf(id)).toEqual([{ asset: 'Retrofit guide', by: 'copied' }]);
    const sent = await call(
      linksRouter.send,
      { id, subject: 'As promised', message: 'Dear Ida,\n<b>here</b> it is & more.' },
      shelf.as(shelf.seller, {}, by),
    );
    expect(sent).toMatchObject({
      sentBy: 'liaison',
      mails: [{ to: 'ida@acme.com', subject: 'As promised', by: 'Rosa Lind', at: tuesday.toISOString() }],
    });
    expect(await sharesOf(id)).toEqual([{ asset: 'Retrofit guide', by: 'liaison' }]);
    const [{ mail, envelopeTo } = { mail: null, envelopeTo: [] }] = mails.taken;
    expect(envelopeTo).toEqual(['ida@acme.com']);
    expect(mail).toMatchObject({
      subject: 'As promised',
      from: { name: 'Rosa Lind (Pump <& Co>)', address: 'liaison@company.com' },
      replyTo: [{ name: 'Rosa Lind', address: shelf.seller.email }],
      to: [{ name: 'Ida Holm', address: 'ida@acme.com' }],
    });
    expect(mail?.text).toContain('Dear Ida,\n<b>here</b> it is & more.');
    expect(mail?.text).toContain(sent.url);
    expect(mail?.text).toContain('Rosa Lind of Pump <& Co> sends you this');
    expect(mail?.html).toContain('Dear Ida,<br>&lt;b&gt;here&lt;/b&gt; it is &amp; more.');
    expect(mail?.html).toContain(`href="${sent.url}"`);
    expect(mail?.html).not.toMatch(/<script|<b>/);
  });

  test('gets no header and no recipient out of what people write', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const mallory = await signInMember(services, {
      workspaceId: shelf.workspaceId,
      role: 'sales',
      name: 'Mallory\r\nBcc: spy@evil.org',
    });
    const contactId = await shelf.contact({ name: 'Ida\r\nCc: spy@evil.org', email: 'ida@acme.com' });
    const { id } = await shareWith(by, shelf, { contactId, title: 'T\r\nBcc: spy@evil.org' });
    await call(
      linksRouter.send,
      { id, subject: 'Hello\r\nBcc: spy@evil.org\r\n\r\nbody', message: 'x\r\n.\r\nRCPT TO:<spy@evil.org>' },
      shelf.as(mallory, {}, by),
    );
    const [one] = mails.taken;
    expect(one?.envelopeTo).toEqual(['ida@acme.com']);
    expect(one?.mail.headers.map(({ key }) => key)).not.toEqual(expect.arrayContaining(['bcc']));
    expect(one?.mail.subject).toBe('Hello Bcc: spy@evil.org body');
    expect(one?.mail.cc ?? []).toEqual([]);
    await expect(
      call(
        linksRouter.send,
        { id, subject: 'x', to: 'ida@acme.com, spy@evil.org' },
        shelf.as(mallory, {}, by),
      ),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('is not said to be sent when it was not: mail is not set up, the server is away, or refuses', async () => {
    const { id } = await shareWith(services, shelf);
    const send = (own: TestServices, to?: string) =>
      call(linksRouter.send, { id, subject: 'Hello', to }, shelf.as(shelf.seller, {}, own));
    await expect(send(services, 'ida@acme.com')).rejects.toThrow(
      /Set LIAISON_MAIL_URL and LIAISON_MAIL_FROM and start Liaison again/,
    );
    const mails = await openMailServer({ refuse: (address) => (address === 'gone@acme.com' ? 550 : null) });
    const by = withMail(services, mails.url);
    await expect(send(by)).rejects.toThrow(/to which address/);
    await expect(send(by, 'gone@acme.com')).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(send(withMail(services, 'smtp://127.0.0.1:1'), 'ida@acme.com')).rejects.toMatchObject({
      code: 'unavailable',
    });
    const after = await call(linksRouter.get, { id }, shelf.as(shelf.seller));
    expect(after).toMatchObject({ mails: [], sentBy: 'copied' });
    await call(linksRouter.revoke, { id }, shelf.as(shelf.seller));
    await expect(send(by, 'ida@acme.com')).rejects.toThrow(/taken back/);
    expect(mails.taken).toEqual([]);
  });

  test('goes out a bounded number of times a day', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const { id } = await shareWith(by, shelf);
    await shelf.within((tx) =>
      tx.run(sql`insert into share_link_mail (id, workspace_id, link_id, address, subject, sent_at, sent_by)
        select gen_random_uuid(), ${shelf.workspaceId}::uuid, ${id}::uuid, 'a@b.cd', 'x', ${tuesday}::timestamptz, 'y'
        from generate_series(1, 50)`),
    );
    const send = () =>
      call(linksRouter.send, { id, subject: 'Hello', to: 'a@acme.com' }, shelf.as(shelf.seller, {}, by));
    await expect(send()).rejects.toMatchObject({ code: 'too_many_requests' });
    services.setNow(new Date(tuesday.getTime() + 86_400_001));
    expect((await send()).mails).toHaveLength(20);
    services.setNow(tuesday);
  });
});

test('what links can do here is said before anybody makes one', async () => {
  expect(await call(linksRouter.settings, {}, shelf.as(shelf.seller))).toMatchObject({
    mail: { possible: false, missing: ['LIAISON_MAIL_URL', 'LIAISON_MAIL_FROM'], from: null },
  });
  const by = withMail(services, 'smtp://127.0.0.1:1');
  expect(await call(linksRouter.settings, {}, shelf.as(shelf.seller, {}, by))).toMatchObject({
    contentUrl: services.config.contentUrl,
    mail: { possible: true, missing: [], from: 'Liaison <liaison@company.com>' },
  });
});

describe('a piece that is missing', () => {
  test('is asked for by sales, told to marketing, and answered with one', async () => {
    const maria = await signInMember(services, {
      workspaceId: shelf.workspaceId,
      role: 'marketing',
      name: 'Maria',
    });
    const contactId = await shelf.contact({ name: 'Ida', persona: 'CFO' });
    const asked = await call(
      linksRouter.ask,
      { text: 'A sheet on leasing', contactId },
      shelf.as(shelf.seller),
    );
    expect(asked).toMatchObject({
      state: 'open',
      persona: 'CFO',
      contact: { id: contactId, name: 'Ida' },
      askedBy: 'Rosa Lind',
      answeredWith: null,
    });
    const noticesOf = (userId: string) =>
      shelf.within((tx) =>
        tx.rows<{ title: string }>(sql`select title from notice where user_id = ${userId} order by at, id`),
      );
    expect(await noticesOf(maria.userId)).toEqual([{ title: 'Rosa Lind misses a piece for Ida' }]);
    const list = async (input: object) =>
      (await call(linksRouter.listRequests, input, shelf.as(shelf.seller))).items.map(({ id }) => id);
    expect(await list({ state: 'open', persona: 'cfo' })).toEqual([asked.id]);
    await expect(
      call(linksRouter.answerRequest, { id: asked.id, text: 'x' }, shelf.as(shelf.seller)),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const assetId = await shelf.piece({ title: 'Leasing sheet' });
    const answer = { id: asked.id, assetId, text: 'Here it is' };
    const answered = await call(linksRouter.answerRequest, answer, shelf.as(maria));
    expect(answered).toMatchObject({
      state: 'closed',
      closedBy: 'Maria',
      answeredWith: { id: assetId, name: 'Leasing sheet' },
    });
    expect(await call(linksRouter.answerRequest, answer, shelf.as(maria))).toEqual(answered);
    await expect(
      call(linksRouter.answerRequest, { id: asked.id, text: 'No' }, shelf.as(maria)),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await noticesOf(shelf.seller.userId)).toEqual([{ title: 'There is a piece now: Leasing sheet' }]);
    expect(await list({ state: 'open' })).toEqual([]);
    expect(await list({ mine: 'true' })).toEqual([asked.id]);
  });

  test('is answered with none of another workspace', async () => {
    const other = await makeShelf(services, 'Elsewhere');
    const { id } = await call(linksRouter.ask, { text: 'Something' }, shelf.as(shelf.seller));
    const admin = await signInMember(services, { workspaceId: shelf.workspaceId, role: 'admin' });
    await expect(
      call(linksRouter.answerRequest, { id, assetId: await other.piece({ title: 'T' }) }, shelf.as(admin)),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      call(linksRouter.answerRequest, { id, text: 'x' }, other.as(other.seller)),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
