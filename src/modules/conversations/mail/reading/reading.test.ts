import { describe, expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';
import { fileTypeOf } from './file-type.ts';
import { readForwarded } from './forwarded-mail.ts';
import { bareSubject } from './header-words.ts';
import { readMailDate } from './mail-date.ts';
import { readMail } from './read-mail.ts';
import { shownText } from './shown-text.ts';

const bytes = (lines: readonly string[]) => Buffer.from(lines.join('\r\n'));

describe('dates as mail programs write them', () => {
  const read = (text: string) =>
    readMailDate(text, {
      timeZone: 'Europe/Berlin',
      offsetMinutes: null,
      sentAt: new Date('2026-03-05T08:00:00Z'),
    });
  test.each([
    ['Tue, Mar 3, 2026 at 10:12 AM', '2026-03-03T09:12:00Z'],
    ['Tuesday, March 3, 2026 1:05 PM', '2026-03-03T12:05:00Z'],
    ['3 March 2026 at 10:12:30 CET', '2026-03-03T09:12:30Z'],
    ['Dienstag, 3. März 2026 10:12', '2026-03-03T09:12:00Z'],
    ['Di., 3. März 2026 um 10:12 Uhr', '2026-03-03T09:12:00Z'],
    ['3. März 2026 um 10:12:00 MEZ', '2026-03-03T09:12:00Z'],
    ['03.03.2026 10:12', '2026-03-03T09:12:00Z'],
    ['mardi 3 mars 2026 10:12', '2026-03-03T09:12:00Z'],
    ['3 mars 2026 à 10:12:00 UTC+1', '2026-03-03T09:12:00Z'],
    ['mar. 3 mars 2026 à 10:12', '2026-03-03T09:12:00Z'],
    ['Tue, 3 Mar 2026 10:12:00 -0500', '2026-03-03T15:12:00Z'],
    ['3/14/2026 10:12 AM', '2026-03-14T09:12:00Z'],
    ['14/03/2026 10:12', '2026-03-14T09:12:00Z'],
    ['2026-03-03 10:12', '2026-03-03T09:12:00Z'],
    ['martes, 3 de marzo de 2026 10:12', '2026-03-03T09:12:00Z'],
    ['Wed, Jul 1, 2026 at 12:30 AM', '2026-06-30T22:30:00Z'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(new Date(expected));
  });
  test('no date is none', () => {
    expect(['', 'yesterday', 'March 2026', '10:12', '99.99.2026 10:12'].map(read)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('forwarded mails', () => {
  const forms: [string, string[]][] = [
    [
      'Gmail',
      [
        '---------- Forwarded message ---------',
        'From: Ada Park <ada@acme.com>',
        'Date: Tue, Mar 3, 2026 at 10:12 AM',
        'Subject: Pricing',
        'To: Ben <ben@ours.io>',
        'Cc: cfo@acme.com',
      ],
    ],
    [
      'Gmail in German',
      [
        '---------- Forwarded message ---------',
        'Von: Ada Park <ada@acme.com>',
        'Date: Di., 3. März 2026 um 10:12 Uhr',
        'Subject: Pricing',
        'To: Ben <ben@ours.io>',
        'Cc: cfo@acme.com',
      ],
    ],
    [
      'Outlook',
      [
        '________________________________',
        'From: Ada Park <ada@acme.com>',
        'Sent: Tuesday, March 3, 2026 10:12 AM',
        'To: Ben <ben@ours.io>',
        'Cc: cfo@acme.com',
        'Subject: Pricing',
      ],
    ],
    [
      'Outlook in German',
      [
        'Von: Ada Park <ada@acme.com>',
        'Gesendet: Dienstag, 3. März 2026 10:12',
        'An: Ben <ben@ours.io>',
        'Cc: cfo@acme.com',
        'Betreff: Pricing',
      ],
    ],
    [
      'Outlook in French',
      [
        'De : Ada Park <ada@acme.com>',
        'Envoyé : mardi 3 mars 2026 10:12',
        'À : Ben <ben@ours.io>',
        'Cc : cfo@acme.com',
        'Objet : Pricing',
      ],
    ],
    [
      'Outlook, bold',
      [
        '*From:* Ada Park <ada@acme.com>',
        '*Sent:* Tuesday, March 3, 2026 10:12 AM',
        '*To:* Ben <ben@ours.io>',
        '*Cc:* cfo@acme.com',
        '*Subject:* Pricing',
      ],
    ],
    [
      'Apple Mail',
      [
        'Begin forwarded message:',
        '',
        '> From: Ada Park <ada@acme.com>',
        '> Subject: Pricing',
        '> Date: 3 March 2026 at 10:12:00 CET',
        '> To: Ben <ben@ours.io>',
        '> Cc: cfo@acme.com',
      ],
    ],
    [
      'Apple Mail in German',
      [
        'Anfang der weitergeleiteten Nachricht:',
        '',
        '> Von: Ada Park <ada@acme.com>',
        '> Betreff: Pricing',
        '> Datum: 3. März 2026 um 10:12:00 MEZ',
        '> An: Ben <ben@ours.io>',
        '> Kopie: cfo@acme.com',
      ],
    ],
    [
      'Apple Mail in French',
      [
        'Début du message réexpédié :',
        '',
        '> De: Ada Park <ada@acme.com>',
        '> Objet: Pricing',
        '> Date: 3 mars 2026 à 10:12:00 UTC+1',
        '> À: Ben <ben@ours.io>',
        '> Cc: cfo@acme.com',
      ],
    ],
    [
      'Thunderbird',
      [
        '-------- Forwarded Message --------',
        'Subject: \tPricing',
        'Date: \tTue, 3 Mar 2026 10:12:00 +0100',
        'From: \tAda Park <ada@acme.com>',
        'To: \tBen <ben@ours.io>',
        'CC: \tcfo@acme.com',
      ],
    ],
  ];
  test.each(forms)('%s', async (_, block) => {
    const quoted = block.at(-1)?.startsWith('>') ? '> ' : '';
    const outer = await readMail(
      bytes([
        'From: Ben <ben@ours.io>',
        'To: log-00000000000000000000000000000000@x.io',
        'Subject: Fwd: Pricing',
        'Date: Thu, 5 Mar 2026 09:00:00 +0100',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'fyi',
        '',
        ...block,
        quoted.trim(),
        `${quoted}How much?`,
      ]),
    );
    const inner = await readForwarded(outer, {
      timeZone: 'Europe/Berlin',
      now: new Date('2026-03-06T00:00:00Z'),
    });
    expect(inner).toMatchObject({
      from: { address: 'ada@acme.com', name: 'Ada Park' },
      to: [{ address: 'ben@ours.io' }],
      cc: [{ address: 'cfo@acme.com' }],
      subject: 'Pricing',
      sentAt: new Date('2026-03-03T09:12:00Z'),
      text: 'How much?',
    });
  });
  test('a mail that passes nothing on', async () => {
    const mail = await readMail(
      bytes(['From: a@b.io', 'Subject: Hello', '', 'From: here on it is easy', 'Date: soon']),
    );
    expect(await readForwarded(mail, { timeZone: 'UTC', now: new Date() })).toBeNull();
  });
});

describe('what a mail says anew', () => {
  test.each([
    ['English', 'Yes.\n\nOn Tue, Mar 3, 2026 at 10:12 AM Ben <ben@ours.io> wrote:\n> Shall we?', 'Yes.'],
    [
      'over two lines',
      'Yes.\n\nOn Tue, Mar 3, 2026 at 10:12 AM Ben Long Name\n<ben@ours.io> wrote:\n\n> Shall we?',
      'Yes.',
    ],
    ['German', 'Ja.\n\nAm 03.03.2026 um 10:12 schrieb Ben <ben@ours.io>:\n> Sollen wir?', 'Ja.'],
    ['French', 'Oui.\n\nLe mar. 3 mars 2026 à 10:12, Ben <ben@ours.io> a écrit :\n\n> On y va ?', 'Oui.'],
    [
      'Outlook',
      'Yes.\n\n________________________________\nFrom: Ben\nSent: Tuesday\nTo: Ada\nSubject: x\n\nShall we?',
      'Yes.',
    ],
    ['a rule of words', 'Yes.\n-----Original Message-----\nFrom: Ben\nShall we?', 'Yes.'],
    ['signature', 'Yes.\n\n-- \nAda Park\nCFO', 'Yes.'],
    ['phone', 'Yes.\n\nSent from my iPhone', 'Yes.'],
    ['answers between the lines', '> Shall we?\nYes.\n> When?\nFriday.', 'Yes.\nFriday.'],
    ['nothing but a quotation', '> Shall we?', '> Shall we?'],
  ])('%s', (_, text, expected) => {
    expect(shownText(text)).toBe(expected);
  });
});

test('a subject without what programs put before it', () => {
  expect(
    ['Re: AW: Fwd: Offer', 'WG: Offer', 'RE[2]: Offer', 'Tr : Offer', 'Offer: new'].map(bareSubject),
  ).toEqual(['Offer', 'Offer', 'Offer', 'Offer', 'Offer: new']);
});

test('addresses, ids and text that a database could not hold', async () => {
  const mail = await readMail(
    bytes([
      'From: "Ada\0 Park" <ADA@Acme.com>',
      'To: undisclosed-recipients:;, Ben <ben@ours.io>, not-an-address',
      'In-Reply-To: <one@x> <two@x>',
      'References: <zero@x> <one@x>',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'a\0b',
    ]),
  );
  expect(mail).toMatchObject({
    from: { address: 'ada@acme.com' },
    to: [{ address: 'ben@ours.io' }],
    text: 'ab',
  });
  expect(mail.references).toEqual(['zero@x', 'one@x', 'two@x']);
  expect(cleanText('a\ud800b', 10)).toBe('a\ufffdb');
  await expect(readMail(Buffer.alloc(0))).rejects.toMatchObject({ code: 'no_sender' });
});

test('a file is what its first bytes say', () => {
  const of = (content: string, claimedType: string, name = 'a') =>
    fileTypeOf({ content: Buffer.from(content, 'latin1'), claimedType, name });
  expect(of('%PDF-1.7', 'text/plain')).toBe('application/pdf');
  expect(of('<svg onload=alert(1)>', 'image/png')).toBe('image/svg+xml');
  expect(of('not a picture', 'image/png')).toBe('application/octet-stream');
  expect(of('PK\x03\x04...', 'application/zip', 'Offer.docx')).toContain('wordprocessingml');
  expect(of('a,b\n', 'text/csv')).toBe('text/csv');
});
