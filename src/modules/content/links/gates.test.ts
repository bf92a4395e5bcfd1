import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { openMailServer } from '../../notices/notices.test-support.ts';
import { answerGate, type ReaderAnswer } from './answer-gate.ts';
import { gateOf } from './gate-of.ts';
import { limits, waitAfter, waitWords } from './limits.ts';
import type { LinkForReader } from './link-for-reader.ts';
import { makeShelf, type Shelf, shareWith, withMail } from './links.test-support.ts';
import { networkOf } from './network-of.ts';
import { openPass, type Pass, passLifeMs, sealPass } from './pass.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');
const minuteMs = 60_000;

let services: TestServices;
let shelf: Shelf;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
  shelf = await makeShelf(services);
});
beforeEach(async () => {
  services.setNow(tuesday);
  await services.database.asSystem((tx) => tx.run(sql`delete from gate_try`));
});
afterAll(() => services.close());

const later = (ms: number) => services.setNow(new Date(services.now().getTime() + ms));
const say = (
  link: LinkForReader,
  answer: ReaderAnswer,
  more: { pass?: Pass | null; ip?: string; by?: TestServices } = {},
) =>
  answerGate(more.by ?? services, { link, answer, pass: more.pass ?? null, ip: more.ip ?? '198.51.100.7' });
const passcode = (word: string): ReaderAnswer => ({ kind: 'passcode', passcode: word });

describe('a passcode', () => {
  const guarded = async () => (await shareWith(services, shelf, { passcode: 'open sesame' })).read();

  test('lets in who knows it, until it is another one', async () => {
    const share = await shareWith(services, shelf, { passcode: 'open sesame' });
    const link = await share.read();
    expect(gateOf(link, null, tuesday)).toEqual({ kind: 'passcode' });
    const wrong = await say(link, passcode('open sesame!'));
    expect(wrong).toMatchObject({
      pass: null,
      gate: { kind: 'passcode' },
      problem: expect.stringMatching(/not the passcode/),
    });
    const right = await say(link, passcode('  open sesame '));
    expect(right).toMatchObject({ gate: { kind: 'open', email: null }, problem: null });
    expect(gateOf({ ...link, passcodeHash: `${link.passcodeHash}x` }, right.pass, tuesday)).toEqual({
      kind: 'passcode',
    });
    const other = await guarded();
    expect(gateOf(other, right.pass, tuesday)).toEqual({ kind: 'passcode' });
  });

  test('cannot be tried out: the right one is refused too, with the time to wait, until it has passed', async () => {
    const link = await guarded();
    const tried: (number | null)[] = [];
    for (let at = 0; at < 8; at += 1) tried.push((await say(link, passcode(`guess ${at}`))).waitMs);
    expect(tried).toEqual([null, null, null, null, null, 30_000, 30_000, 30_000]);
    const locked = await say(link, passcode('open sesame'));
    expect(locked).toMatchObject({
      pass: null,
      gate: { kind: 'passcode' },
      waitMs: 30_000,
      problem: 'Too many passcodes were tried. Wait 30 seconds, then try again.',
    });
    // From somewhere else the named reader is let in meanwhile.
    expect((await say(link, passcode('open sesame'), { ip: '203.0.113.9' })).gate.kind).toBe('open');
    later(30_000);
    expect((await say(link, passcode('guess'))).waitMs).toBeNull();
    expect((await say(link, passcode('open sesame'))).waitMs).toBe(60_000);
    later(60_000);
    expect((await say(link, passcode('open sesame'))).gate.kind).toBe('open');
    // Who knew it is not held to be guessing.
    expect((await say(link, passcode('slip'))).waitMs).toBeNull();
  });

  test('a hundred guesses at the same moment are a hundred tries', async () => {
    const link = await guarded();
    const all = await Promise.all(Array.from({ length: 40 }, (_, at) => say(link, passcode(`guess ${at}`))));
    expect(all.filter(({ waitMs }) => waitMs === null)).toHaveLength(limits.passcodeHere.free);
  });

  test('many networks are held back together, so a guesser gets a try in ten minutes', async () => {
    const link = await guarded();
    let tried = 0;
    for (let at = 0; at < 80; at += 1) {
      const { waitMs } = await say(link, passcode(`guess ${at}`), { ip: `203.0.113.${at}` });
      if (waitMs === null) tried += 1;
    }
    expect(tried).toBe(limits.passcodeLink.free);
    expect(waitAfter(limits.passcodeLink, 1_000)).toBe(10 * minuteMs);
  });

  test('one network is held back across links', async () => {
    const links = await Promise.all(Array.from({ length: 10 }, guarded));
    let tried = 0;
    for (const link of links) {
      for (let at = 0; at < limits.passcodeHere.free; at += 1)
        if ((await say(link, passcode('guess'))).waitMs === null) tried += 1;
    }
    expect(tried).toBe(limits.passcodeNetwork.free);
  });

  test('what was counted holds after a restart, and is forgotten in time', async () => {
    const link = await guarded();
    for (let at = 0; at < 5; at += 1) await say(link, passcode('guess'));
    const restarted = { ...services };
    expect((await say(link, passcode('open sesame'), { by: restarted })).waitMs).toBe(30_000);
    later(2 * 24 * 60 * minuteMs);
    await say(link, passcode('guess'), { ip: '203.0.113.77' });
    const left = await services.database.asSystem((tx) =>
      tx.rows<{ key: string }>(sql`select key from gate_try`),
    );
    // Those of the last try alone; and none names an address or a network.
    expect(left).toHaveLength(3);
    expect(left.map(({ key }) => key).join()).not.toMatch(/198\.51|203\.0/);
  });
});

describe('an address', () => {
  test('is taken as said where it is only asked for, and refused where it is denied', async () => {
    const share = await shareWith(services, shelf, { emailGate: 'ask', denied: ['rival.com'] });
    const link = await share.read();
    const answer = (email: string) => say(link, { kind: 'email', email });
    expect(await answer('no address')).toMatchObject({
      gate: { kind: 'email' },
      problem: expect.stringMatching(/no e-mail address/),
    });
    expect((await answer(' Ada@Acme.com ')).gate).toEqual({
      kind: 'open',
      email: 'ada@acme.com',
      emailVerified: false,
    });
    const denied = await answer('spy@eu.rival.com');
    expect(denied.gate).toEqual({ kind: 'denied', email: 'spy@eu.rival.com' });
    const other = await say(link, { kind: 'other_email' }, { pass: denied.pass });
    expect(other.gate).toEqual({ kind: 'email' });
    const tries = await Promise.all(Array.from({ length: 20 }, (_, at) => answer(`a${at}@acme.com`)));
    expect(tries.filter(({ waitMs }) => waitMs !== null).length).toBeGreaterThan(10);
  });

  test('is verified by the code that was mailed to it, once', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const share = await shareWith(by, shelf, {
      emailGate: 'verify',
      title: 'Guide <b>x</b>',
      allowed: ['acme.com'],
    });
    const link = await share.read();
    const asked = await say(link, { kind: 'email', email: 'ada@acme.com' }, { by });
    expect(asked).toMatchObject({ gate: { kind: 'code', email: 'ada@acme.com' }, problem: null });
    const [first] = mails.taken;
    expect(first).toMatchObject({ envelopeTo: ['ada@acme.com'] });
    expect(first?.mail.subject).toMatch(/^\d{6} is your code to read “Guide <b>x<\/b>”$/);
    expect(first?.mail.html).not.toContain('<b>');
    const code = first?.mail.subject?.slice(0, 6) ?? '';
    const { pass } = asked;
    const wrongCode = code === '123456' ? '654321' : '123456';
    const wrong = await say(link, { kind: 'code', code: wrongCode }, { by, pass });
    expect(wrong).toMatchObject({ gate: { kind: 'code' }, problem: expect.stringMatching(/not the code/) });
    // Somebody else's pass with another address does not use it.
    const other = await say(link, { kind: 'email', email: 'eve@acme.com' }, { by });
    const taken = await say(link, { kind: 'code', code }, { by, pass: other.pass });
    expect(taken.gate.kind).toBe('code');
    const right = await say(
      link,
      { kind: 'code', code: `${code.slice(0, 3)} ${code.slice(3)}` },
      { by, pass },
    );
    expect(right.gate).toEqual({ kind: 'open', email: 'ada@acme.com', emailVerified: true });
    expect((await say(link, { kind: 'code', code }, { by, pass })).gate.kind).toBe('code');
    const kept = await services.database.asSystem((tx) =>
      tx.rows<{ all: string }>(sql`select c::text as all from share_link_code c`),
    );
    expect(kept.map(({ all }) => all).join()).not.toContain(code);
  });

  test('that is denied hears so once it is shown to be theirs, and never reads', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const share = await shareWith(by, shelf, { emailGate: 'verify', denied: ['rival.com'] });
    const link = await share.read();
    const asked = await say(link, { kind: 'email', email: 'spy@rival.com' }, { by });
    expect(asked.gate).toEqual({ kind: 'code', email: 'spy@rival.com' });
    const code = mails.taken[0]?.mail.subject?.slice(0, 6) ?? '';
    const answered = await say(link, { kind: 'code', code }, { by, pass: asked.pass });
    expect(answered.gate).toEqual({ kind: 'denied', email: 'spy@rival.com' });
  });

  test('five wrong codes use a code up; ten minutes do too', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const link = await (await shareWith(by, shelf, { emailGate: 'verify' })).read();
    const { pass } = await say(link, { kind: 'email', email: 'ada@acme.com' }, { by });
    const codeOf = (at: number) => mails.taken[at]?.mail.subject?.slice(0, 6) ?? '';
    const wrong = codeOf(0) === '000000' ? '000001' : '000000';
    const tried: (string | null)[] = [];
    for (let at = 0; at < 5; at += 1)
      tried.push((await say(link, { kind: 'code', code: wrong }, { by, pass })).problem);
    expect(tried.slice(0, 4).every((problem) => problem?.includes('not the code'))).toBe(true);
    expect(tried[4]).toMatch(/good no more/);
    expect(await say(link, { kind: 'code', code: codeOf(0) }, { by, pass })).toMatchObject({
      gate: { kind: 'code' },
      problem: expect.stringMatching(/good no more/),
    });
    await say(link, { kind: 'new_code' }, { by, pass });
    later(11 * minuteMs);
    expect((await say(link, { kind: 'code', code: codeOf(1) }, { by, pass })).problem).toMatch(
      /good no more/,
    );
    await say(link, { kind: 'new_code' }, { by, pass });
    expect((await say(link, { kind: 'code', code: codeOf(2) }, { by, pass })).gate.kind).toBe('open');
  });

  test('gets a few codes and no more, whichever links and networks ask for them', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const links = await Promise.all(
      Array.from({ length: 6 }, async () => (await shareWith(by, shelf, { emailGate: 'verify' })).read()),
    );
    const answers = await Promise.all(
      links.map((link, at) =>
        say(link, { kind: 'email', email: 'Victim@acme.com' }, { by, ip: `203.0.113.${at}` }),
      ),
    );
    expect(mails.taken).toHaveLength(limits.mailAddress.free);
    expect(answers.filter(({ problem }) => /Too many codes/.test(problem ?? ''))).toHaveLength(3);
    // In the course of a day, however patient.
    const [link] = links;
    if (!link) throw new Error('no link');
    for (let at = 0; at < 24 * 6; at += 1) {
      later(10 * minuteMs);
      await say(link, { kind: 'email', email: 'victim@acme.com' }, { by, ip: `192.0.2.${at}` });
    }
    expect(mails.taken.length).toBeLessThan(limits.mailAddress.free + 12);
  });

  test('that was shown to be theirs counts for none of the codes that were mailed', async () => {
    const mails = await openMailServer();
    const by = withMail(services, mails.url);
    const link = await (await shareWith(by, shelf, { emailGate: 'verify' })).read();
    for (let at = 0; at < limits.mailNetwork.free + 2; at += 1) {
      const { pass } = await say(link, { kind: 'email', email: 'ada@acme.com' }, { by });
      const code = mails.taken[at]?.mail.subject?.slice(0, 6) ?? '';
      expect((await say(link, { kind: 'code', code }, { by, pass })).gate.kind).toBe('open');
    }
  });

  test('cannot be verified while mail cannot go out, and says so', async () => {
    const mails = await openMailServer({ refuse: () => 550 });
    const by = withMail(services, mails.url);
    const link = await (await shareWith(by, shelf, { emailGate: 'verify' })).read();
    const refused = await say(link, { kind: 'email', email: 'ada@acme.com' }, { by });
    expect(refused).toMatchObject({
      pass: null,
      gate: { kind: 'email' },
      problem: expect.stringMatching(/No code can be mailed/),
    });
    const unset = await say(link, { kind: 'email', email: 'ada@acme.com' });
    expect(unset.problem).toMatch(/ask Rosa Lind/);
  });
});

describe('a link that is over', () => {
  test('looks to strangers like any other, and tells those it knows what happened', async () => {
    const share = await shareWith(services, shelf, { passcode: 'open sesame' });
    const link = await share.read();
    const { pass } = await say(link, passcode('open sesame'));
    const revoked = { ...link, revokedAt: tuesday };
    const expired = { ...link, expiresAt: tuesday };
    expect(gateOf(revoked, null, tuesday)).toEqual({ kind: 'revoked', known: false });
    expect(gateOf(revoked, pass, tuesday)).toEqual({ kind: 'revoked', known: true });
    expect(gateOf(expired, null, tuesday)).toEqual({ kind: 'expired', known: false });
    expect(gateOf(expired, pass, new Date(tuesday.getTime() - 1)).kind).toBe('open');
    expect((await say(revoked, passcode('open sesame'))).gate).toEqual({ kind: 'revoked', known: false });
  });
});

describe('a pass', () => {
  const own: Pass = {
    linkId: '0195a3c0-0000-7000-8000-000000000001',
    passcodeMark: 'x',
    email: 'ada@acme.com',
    emailVerified: true,
    untilMs: tuesday.getTime() + passLifeMs,
  };

  test('is ours, of this link and of this month, or none', async () => {
    const text = await sealPass(services, own);
    const open = (given: { text?: string; linkId?: string; now?: Date }) =>
      openPass(services, { text, linkId: own.linkId, now: tuesday, ...given });
    expect(await open({})).toEqual(own);
    expect(await open({ linkId: '0195a3c0-0000-7000-8000-000000000002' })).toBeNull();
    expect(await open({ now: new Date(own.untilMs) })).toBeNull();
    expect(await open({ text: undefined })).toBeNull();
    for (let at = 0; at < text.length; at += 7) {
      const letter = text.charAt(at) === 'A' ? 'B' : 'A';
      expect(await open({ text: `${text.slice(0, at)}${letter}${text.slice(at + 1)}` })).toBeNull();
    }
  });
});

test('waits double up to their end and are said rounded up', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(limits)), fc.nat({ max: 200 }), (limit, tries) => {
      const wait = waitAfter(limit, tries);
      expect(wait === 0).toBe(tries < limit.free);
      expect(wait).toBeLessThanOrEqual(limit.longestWaitMs);
      expect(waitAfter(limit, tries + 1)).toBeGreaterThanOrEqual(wait);
    }),
  );
  expect([1, 30_000, 61_000, 60 * minuteMs, 61 * minuteMs].map(waitWords)).toEqual([
    '1 second',
    '30 seconds',
    '2 minutes',
    '1 hour',
    '2 hours',
  ]);
});

test('a network of IPv6 is one, an address of IPv4 is one, however it is written', () => {
  expect(networkOf('2001:db8:1:2:3::4')).toBe(networkOf('2001:db8:1:2:ffff::1'));
  expect(networkOf('2001:db8:1:3::4')).not.toBe(networkOf('2001:db8:1:2::4'));
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('nonsense')).toBe(networkOf(null));
});
