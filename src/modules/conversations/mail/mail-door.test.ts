import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { type MailDoor, maxMailBytes } from './door/mail-door.ts';
import { keepDeadMail } from './keep-dead-mail.ts';
import {
  countsOf,
  interactionsOf,
  mailDomain,
  mailsOf,
  openMailHouse,
  openTestDoor,
  readAddress,
  send,
} from './mail.test-support.ts';
import { renewMailAddress } from './mail-address.ts';
import { replayDeadMail } from './replay-dead-mail.ts';

const env = { LIAISON_SMTP_PORT: '0', LIAISON_MAIL_DOMAIN: mailDomain };
let services: TestServices;
let door: MailDoor;
let available = true;

beforeAll(async () => {
  services = await openTestServices({ env });
  const { database } = services;
  // The door is given a database that can be away.
  const refuse = () => Promise.reject(new AppError('unavailable', 'The database is restarting.'));
  door = await openTestDoor(
    Object.assign(services, {
      database: {
        ...database,
        inWorkspace: <T>(...given: Parameters<typeof database.inWorkspace<T>>) =>
          available ? database.inWorkspace<T>(...given) : refuse(),
      },
    }),
  );
});
afterAll(async () => {
  await door.close();
  await services.close();
});

test('a mail in copy to the address is logged once, however often it comes', async () => {
  const { workspaceId, ben, adaAddress, address } = await openMailHouse(services);
  const mail = {
    from: `Ben Ours <${ben.email}>`,
    to: `Ada Park <${adaAddress}>`,
    bcc: address,
    subject: 'Our offer',
    date: new Date('2026-03-03T09:12:00Z'),
    messageId: '<offer-1@ours.io>',
    text: 'Dear Ada,\n\nhere it is.\n\n-- \nBen Ours\nSales',
    envelope: { from: ben.email, to: address },
  };
  expect(await send(door, mail)).toMatch(/^250/);
  expect(await send(door, mail)).toMatch(/^250/);
  const [seen, ...more] = await mailsOf(services, workspaceId);
  expect(more).toEqual([]);
  expect(seen).toMatchObject({ state: 'logged', way: 'sent', direction: 'outbound', why: null });
  expect(seen?.message.shownText).toBe('Dear Ada,\n\nhere it is.');
  const rows = await interactionsOf(services, workspaceId);
  expect(rows).toHaveLength(1);
  // Private by default: the log says that it took place, not what it was about.
  expect(rows[0]).toMatchObject({
    type: 'email_exchange',
    direction: 'outbound',
    subject: null,
    verified: true,
  });
  expect(rows[0]?.occurred_at).toEqual(new Date('2026-03-03T09:12:00Z'));
  expect(await countsOf(services, workspaceId)).toEqual({
    received: 2,
    accepted: 1,
    duplicate: 1,
    dead_lettered: 0,
  });
});

describe('who is let in', () => {
  test('nobody but a workspace of ours: no relay, no wrong secret, no old address', async () => {
    const { workspaceId, ben, adaAddress, address } = await openMailHouse(services);
    const to = (recipient: string) =>
      send(door, {
        from: ben.email,
        to: adaAddress,
        text: 'x',
        envelope: { from: ben.email, to: recipient },
      });
    await expect(to(adaAddress)).rejects.toMatchObject({ responseCode: 550 });
    await expect(to(`log-${'0'.repeat(32)}@${mailDomain}`)).rejects.toMatchObject({ responseCode: 550 });
    await expect(to(address.replace(mailDomain, 'elsewhere.io'))).rejects.toMatchObject({
      responseCode: 550,
    });
    await services.database.inWorkspace(workspaceId, (tx) =>
      renewMailAddress({
        tx,
        workspaceId,
        now: services.now(),
        actor: { kind: 'system', id: null, name: 'test' },
      }),
    );
    await expect(to(address)).rejects.toMatchObject({ responseCode: 550 });
    expect(await to(await readAddress(services, workspaceId))).toMatch(/^250/);
  });

  test('a mail of 26 MB is refused in good order, announced or not; the next one is taken', async () => {
    const { ben, adaAddress, address, workspaceId } = await openMailHouse(services);
    const big = {
      from: ben.email,
      to: adaAddress,
      envelope: { from: ben.email, to: address },
      attachments: [{ filename: 'big.bin', content: Buffer.alloc(19.5 * 1_024 * 1_024, 1) }],
    };
    await expect(send(door, big)).rejects.toMatchObject({ responseCode: 552 });
    expect(await sendByHand(address, 26 * 1_024 * 1_024)).toMatch(/^552/);
    expect(await send(door, { ...big, attachments: [], text: 'small' })).toMatch(/^250/);
    expect(await mailsOf(services, workspaceId)).toHaveLength(1);
  });

  test('while the database is away the sender keeps the mail; sent again it is there once', async () => {
    const { workspaceId, ben, adaAddress, address } = await openMailHouse(services);
    const mail = {
      from: ben.email,
      to: adaAddress,
      subject: 'Patience',
      text: 'x',
      messageId: '<patience@ours.io>',
      envelope: { from: ben.email, to: address },
    };
    available = false;
    await expect(send(door, mail)).rejects.toMatchObject({ responseCode: 451 });
    available = true;
    expect(await mailsOf(services, workspaceId)).toEqual([]);
    expect(await send(door, mail)).toMatch(/^250/);
    expect(await interactionsOf(services, workspaceId)).toHaveLength(1);
  });

  test('a mail that breaks off leaves nothing behind', async () => {
    const { workspaceId, address } = await openMailHouse(services);
    await sendByHand(address, 1_000, { breakOff: true });
    expect(await mailsOf(services, workspaceId)).toEqual([]);
  });

  test('what says not who it is from is a dead letter, kept as it came', async () => {
    const { workspaceId, address } = await openMailHouse(services);
    expect(await sendByHand(address, 200)).toMatch(/^250/);
    const letters = await services.database.inWorkspace(workspaceId, (tx) =>
      tx.rows<{ reason_code: string; raw: string }>(
        sql`select reason_code, raw from dead_letter where door = 'mail'`,
      ),
    );
    expect(letters).toMatchObject([{ reason_code: 'no_sender' }]);
    const raw: { file: string; sizeBytes: number } = JSON.parse(letters[0]?.raw ?? '{}');
    expect((await services.files.getBytes(raw.file)).byteLength).toBe(raw.sizeBytes);
    expect(await countsOf(services, workspaceId)).toMatchObject({ received: 1, dead_lettered: 1 });
  });
});

test('a taken port keeps nothing from starting and says so', async () => {
  const second = await openTestServices({
    env: { ...env, LIAISON_SMTP_PORT: String(door.status.port) },
    perTest: true,
  });
  const { openMailDoor } = await import('./door/mail-door.ts');
  const shut = await openMailDoor(second);
  expect(shut.status).toMatchObject({ state: 'failed', error: expect.stringContaining('taken') });
  await shut.close();
});

/** Speaks SMTP by hand, as no library would: without saying the size, or going away in the middle. */
async function sendByHand(to: string, bytes: number, options: { breakOff?: boolean } = {}): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: door.status.port ?? 0 });
  const answers: string[] = [];
  let heard: (() => void) | null = null;
  socket.on('data', (data: Buffer) => {
    answers.push(
      ...data
        .toString()
        .split('\r\n')
        .filter((line) => /^\d{3} /.test(line)),
    );
    heard?.();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const answer = async (index: number) => {
    while (answers.length <= index) await new Promise<void>((resolve) => (heard = resolve));
    return answers[index] ?? '';
  };
  const say = (line: string) => socket.write(`${line}\r\n`);
  await answer(0);
  for (const [index, line] of ['EHLO hand', 'MAIL FROM:<x@y.io>', `RCPT TO:<${to}>`, 'DATA'].entries()) {
    say(line);
    await answer(index + 1);
  }
  say('Subject: by hand\r\n');
  const row = `${'x'.repeat(998)}\r\n`;
  for (let sent = 0; sent < Math.min(bytes, maxMailBytes * 2); sent += row.length) {
    if (!socket.write(row)) await new Promise<void>((resolve) => socket.once('drain', () => resolve()));
  }
  if (options.breakOff) socket.destroy();
  else say('.');
  const last = options.breakOff ? '' : await answer(5);
  socket.destroy();
  await closed;
  return last;
}

test('a mail that failed once is replayed as it came, and counts where it belongs from then on', async () => {
  const { workspaceId, ben, adaAddress } = await openMailHouse(services);
  const mail = (from: string) =>
    Buffer.from(`${from}To: ${adaAddress}\r\nSubject: Late\r\nMessage-ID: <late@x>\r\n\r\nHello`);
  const keep = (from: string) =>
    keepDeadMail({
      services,
      workspaceId,
      raw: mail(from),
      now: services.now(),
      code: 'failed',
      reason: 'a fault',
    });
  await keep(`From: ${ben.email}\r\n`);
  await keep('');
  const letters = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.rows<{ id: string; raw: string }>(sql`select id, raw from dead_letter order by id`),
  );
  expect(letters.map(({ raw }) => raw).join()).not.toMatch(/Late|Hello/);
  const replay = (at: number) =>
    replayDeadMail({ services, workspaceId, deadLetterId: letters[at]?.id ?? '', actorName: 'test' });
  expect(await replay(0)).toMatchObject({ accepted: 1, deadLettered: 0 });
  expect(await interactionsOf(services, workspaceId)).toHaveLength(1);
  await expect(replay(0)).rejects.toMatchObject({ code: 'conflict' });
  expect(await replay(1)).toMatchObject({
    deadLettered: 1,
    reason: expect.stringContaining('who it is from'),
  });
  expect(await countsOf(services, workspaceId)).toEqual({
    received: 2,
    accepted: 1,
    duplicate: 0,
    dead_lettered: 1,
  });
});
