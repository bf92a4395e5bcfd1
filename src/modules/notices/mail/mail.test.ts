import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { createApp } from '../../../app.ts';
import { publicInternet } from '../../../platform/http/outside.ts';
import { newId } from '../../../platform/ids.ts';
import { type Mailer, openMailer } from '../../../platform/mail/mailer.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { deliverNotices, type Telling, tell } from '../index.ts';
import { openMailServer } from '../notices.test-support.ts';
import { usualPreferences } from '../preferences/preferences.ts';
import { savePreferences } from '../preferences/save-preferences.ts';

let services: TestServices;
let workspaceId: string;
let userId: string;
let email: string;
beforeAll(async () => {
  services = await openTestServices();
});
beforeEach(async () => {
  services.setNow(new Date('2026-03-03T10:00:00Z'));
  // What earlier tests left waiting would come due in the days that this one goes through.
  await services.database.asSystem((tx) => tx.run(sql`delete from notice_mail`));
  ({ workspaceId } = await createTestWorkspace(services, { name: 'Pump & Co', timeZone: 'Europe/Berlin' }));
  ({ userId, email } = await signInMember(services, { workspaceId, role: 'sales', name: 'Rosa' }));
});
afterAll(() => services.close());

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
const from = 'Liaison <liaison@company.com>';
const mailerOf = (mailUrl: string): Mailer | null => openMailer({ mailUrl, mailFrom: from });

const say = (more: Partial<Telling> = {}) =>
  inWorkspace((tx) =>
    tell(tx, {
      workspaceId,
      now: services.now(),
      key: newId(),
      kind: 'offered',
      to: { userIds: [userId] },
      title: 'Ada <Lovelace> & Co is offered to you',
      text: 'Answer by 17:00 <b>today</b>.',
      href: '/handoffs?open=1&x="2"',
      urgency: 'now',
      ...more,
    }),
  );
const round = (mailer: Mailer | null) => deliverNotices(services, { mailer, outside: publicInternet });
const wish = (more: Partial<typeof usualPreferences>) =>
  inWorkspace((tx) =>
    savePreferences({
      tx,
      workspaceId,
      recipientId: userId,
      preferences: { ...usualPreferences, ...more },
      now: services.now(),
    }),
  );
const mails = () =>
  inWorkspace((tx) =>
    tx.rows<{ state: string; attempts: number; last_error: string | null; due_at: Date; held: boolean }>(
      sql`select state, attempts, last_error, due_at, held from notice_mail order by id`,
    ),
  );
const at = (text: string) => services.setNow(new Date(text));

describe('a notice by mail', () => {
  it('arrives once, says the thing in both its parts, and says that a program wrote it', async () => {
    const server = await openMailServer();
    await say();
    await round(mailerOf(server.url));
    await round(mailerOf(server.url));
    expect(server.taken).toHaveLength(1);
    const { mail, envelopeTo, raw } = server.taken[0] ?? expect.fail('no mail');
    expect(envelopeTo).toEqual([email]);
    expect(mail.subject).toBe('Ada <Lovelace> & Co is offered to you');
    expect(mail.from).toMatchObject({ name: 'Liaison', address: 'liaison@company.com' });
    for (const part of ['Answer by 17:00', 'Open in Liaison', 'Pump']) {
      expect(mail.text).toContain(part);
      expect(mail.html).toContain(part);
    }
    expect(mail.html).toContain('Ada &lt;Lovelace&gt; &amp; Co');
    expect(mail.html).not.toContain('<b>');
    expect(mail.html).toContain(`${services.config.publicUrl}/handoffs?open=1&amp;x=&quot;2&quot;`);
    expect(mail.html).not.toMatch(/<img|src=|@import|url\(/);
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(raw).toMatch(/^Message-ID: <notice-[0-9a-f-]{36}@localhost>/m);
    expect(await mails()).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it('is tried again under the same Message-ID when the server is away, and given up with its reason', async () => {
    const deaf = mailerOf('smtp://127.0.0.1:1');
    await say();
    await round(deaf);
    expect(await mails()).toMatchObject(
      [{ state: 'waiting', attempts: 1, last_error: /ECONNREFUSED/ }].map((row) => ({
        ...row,
        last_error: expect.stringMatching(row.last_error),
      })),
    );
    await round(deaf);
    expect(await mails()).toMatchObject([{ attempts: 1 }]);
    for (let n = 0; n < 8; n += 1) {
      const [mail] = await mails();
      if (mail?.state === 'waiting') services.setNow(mail.due_at);
      await round(deaf);
    }
    expect(await mails()).toMatchObject([{ state: 'dead', attempts: 8 }]);
  });

  it('survives a stop between sending and writing that down: it comes again, known as the same', async () => {
    const server = await openMailServer();
    const real = mailerOf(server.url) ?? expect.fail('no mailer');
    const stopsAfter: Mailer = {
      ...real,
      send: async (letter) => {
        await real.send(letter);
        throw new Error('the program was stopped here');
      },
    };
    await say();
    await round(stopsAfter);
    services.setNow((await mails())[0]?.due_at ?? new Date());
    await round(real);
    const ids = server.taken.map(({ mail }) => mail.messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await mails()).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('is given up at once where the mailbox is no more, and goes on trying where the password is wrong', async () => {
    const gone = await openMailServer({ refuse: () => 550 });
    await say();
    await round(mailerOf(gone.url));
    expect(await mails()).toMatchObject([
      { state: 'dead', last_error: expect.stringContaining('no such mailbox') },
    ]);
    const locked = await openMailServer({ password: 'right' });
    await say();
    await round(mailerOf(`smtp://liaison:wr%20ong@127.0.0.1:${locked.port}`));
    const [, second] = await mails();
    expect(second).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(second?.last_error).not.toContain('wr ong');
  });

  it('goes out from one of several processes', async () => {
    const server = await openMailServer();
    for (let n = 0; n < 12; n += 1) await say();
    const mailer = mailerOf(server.url);
    await Promise.all([round(mailer), round(mailer), round(mailer)]);
    await Promise.all([round(mailer), round(mailer), round(mailer)]);
    await round(mailer);
    expect(server.taken).toHaveLength(12);
    expect(new Set(server.taken.map(({ mail }) => mail.messageId)).size).toBe(12);
  });

  it('is none where mail is not set up, and does not come later either', async () => {
    await say();
    await round(null);
    const server = await openMailServer();
    await round(mailerOf(server.url));
    expect(server.taken).toEqual([]);
    expect(await mails()).toEqual([]);
  });
});

describe('what a person wishes', () => {
  it('holds mail through quiet hours, over the night when the clock is set forward', async () => {
    const server = await openMailServer();
    const mailer = mailerOf(server.url);
    await wish({ quiet: { fromMinute: 20 * 60, toMinute: 7 * 60 } });
    at('2026-03-28T22:00:00Z');
    await say();
    await round(mailer);
    expect(await mails()).toMatchObject([
      { state: 'waiting', held: true, due_at: new Date('2026-03-29T05:00:00Z') },
    ]);
    at('2026-03-29T04:59:00Z');
    await round(mailer);
    expect(server.taken).toHaveLength(0);
    at('2026-03-29T05:00:00Z');
    await round(mailer);
    expect(server.taken).toHaveLength(1);
  });

  it('gathers a day into one digest by kind, leaves out what was read, and sends none for nothing', async () => {
    const server = await openMailServer();
    const mailer = mailerOf(server.url);
    const daily = { urgency: 'digest', kind: 'came_back' } as const;
    await say({ ...daily, title: 'Bo came back', key: 'bo' });
    await say({ ...daily, title: 'Cy came back' });
    await say({ ...daily, kind: 'answered', title: 'Di was accepted' });
    await say({ ...daily, title: 'Ed came back', key: 'ed' });
    await round(mailer);
    await inWorkspace((tx) => tx.run(sql`update notice set read_at = now() where key = 'ed'`));
    at('2026-03-04T06:59:00Z');
    await round(mailer);
    expect(server.taken).toHaveLength(0);
    at('2026-03-04T07:00:00Z');
    await round(mailer);
    expect(server.taken).toHaveLength(1);
    const { mail } = server.taken[0] ?? expect.fail('no digest');
    expect(mail.subject).toBe('3 things to know: a lead came back (2), an offer of mine is answered');
    expect(mail.html).not.toContain('Ed came back');
    expect(mail.text).toMatch(
      /An offer of mine is answered\n-+\n\nDi was accepted[\s\S]+A lead came back\n-+/,
    );
    at('2026-03-05T07:00:00Z');
    await round(mailer);
    expect(server.taken).toHaveLength(1);
  });

  it('counts at the moment of delivery: what is turned off meanwhile is not sent', async () => {
    const server = await openMailServer();
    await wish({ quiet: { fromMinute: 10 * 60, toMinute: 20 * 60 } });
    await say();
    await round(mailerOf(server.url));
    await wish({ channels: { offered: { page: true, mail: 'off' } } });
    await round(mailerOf(server.url));
    expect(server.taken).toEqual([]);
    expect(await mails()).toMatchObject([
      { state: 'dropped', last_error: expect.stringContaining('not wanted') },
    ]);
  });

  it('is changed by the link in a mail, without signing in, for that kind alone; opening it changes nothing', async () => {
    const app = createApp({ services, projector: null });
    const server = await openMailServer();
    await say();
    await round(mailerOf(server.url));
    const [, link = ''] =
      /^List-Unsubscribe:\s*<([^>]+)>/m.exec(server.taken[0]?.raw.replace(/\r\n\s+/g, '') ?? '') ?? [];
    const { pathname } = new URL(link);
    expect((await app.request(pathname)).status).toBeGreaterThanOrEqual(400);
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const answer = await app.request(pathname, { method: 'POST', body });
    expect(answer.status).toBe(200);
    const forged = `${pathname.slice(0, -4)}AAAA`;
    expect((await app.request(forged, { method: 'POST', body })).status).toBe(404);
    await say();
    await say({ kind: 'overdue' });
    await round(mailerOf(server.url));
    expect(server.taken).toHaveLength(2);
  });

  it('tells a teammate who signs in nowhere, at the address that is known', async () => {
    const server = await openMailServer();
    const id = newId();
    await inWorkspace((tx) =>
      tx.run(
        sql`insert into teammate (id, workspace_id, name, email) values (${id}, ${workspaceId}, 'Out', 'out@partner-works.com')`,
      ),
    );
    await say({ to: { teammateIds: [id] } });
    await round(mailerOf(server.url));
    expect(server.taken.map(({ envelopeTo }) => envelopeTo)).toEqual([['out@partner-works.com']]);
  });
});
