import { z } from 'zod';
import { missingForMail } from '../../../platform/mail/mailer.ts';
import type { Services } from '../../../platform/services.ts';
import { cleanAddress } from './addresses.ts';
import { mailCode, tryCode } from './codes.ts';
import { type Gate, gateOf } from './gate-of.ts';
import { type Counted, giveTryBack, keysOf, takeTry, waitWords } from './limits.ts';
import type { LinkForReader } from './link-for-reader.ts';
import { networkOf } from './network-of.ts';
import { type Pass, passLifeMs } from './pass.ts';
import { isPasscode, passcodeMark } from './passcode.ts';

export type ReaderAnswer =
  | { kind: 'passcode'; passcode: string }
  | { kind: 'email'; email: string }
  | { kind: 'code'; code: string }
  /** Another code for the same address. */
  | { kind: 'new_code' }
  /** The address was mistyped: ask for it again. */
  | { kind: 'other_email' };

export type GateAnswered = {
  /** What the reader keeps from now on. */
  pass: Pass | null;
  /** What stands before them now. */
  gate: Gate;
  /** For the reader: what was wrong and what to do; null: nothing. */
  problem: string | null;
  /** How long every further try is refused, right ones too. */
  waitMs: number | null;
};

type Asked = {
  link: LinkForReader;
  pass: Pass | null;
  answer: ReaderAnswer;
  /** Where the answer came from, for limits. */
  ip: string | null;
};
type Keeper = Pick<Services, 'config' | 'database' | 'now' | 'log'>;

const longestPasscode = 200;
const emailAddress = z.email().max(320);

/** Takes a reader's answer at the gate before which they stand; what answers another gate changes nothing. */
export async function answerGate(services: Keeper, asked: Asked): Promise<GateAnswered> {
  const { link, pass, answer } = asked;
  const gate = gateOf(link, pass, services.now());
  if (gate.kind === 'passcode' && answer.kind === 'passcode')
    return answerPasscode(services, asked, answer.passcode);
  if (answer.kind === 'other_email' && (gate.kind === 'code' || gate.kind === 'denied'))
    return passed(services, asked, { email: null, emailVerified: false });
  if (answer.kind === 'email' && (gate.kind === 'email' || gate.kind === 'code'))
    return answerEmail(services, asked, answer.email);
  if (gate.kind === 'code' && answer.kind === 'new_code') return sendCode(services, asked, gate.email);
  if (gate.kind === 'code' && answer.kind === 'code')
    return answerCode(services, asked, { email: gate.email, code: answer.code });
  return { pass, gate, problem: null, waitMs: null };
}

async function answerPasscode(services: Keeper, asked: Asked, given: string): Promise<GateAnswered> {
  const { link, ip } = asked;
  const network = networkOf(ip);
  const taken = await takeTry(services, {
    now: services.now(),
    counted: [
      { limit: 'passcodeHere', of: [link.id, network] },
      { limit: 'passcodeLink', of: [link.id] },
      { limit: 'passcodeNetwork', of: [network] },
    ],
  });
  if (!taken.allowed) return refused(services, asked, taken.waitMs, 'Too many passcodes were tried.');
  const hash = link.passcodeHash ?? '';
  const isRight = given.length <= longestPasscode && (await isPasscode(given, hash));
  if (!isRight) return stays(services, asked, 'This is not the passcode. Ask who sent you the link for it.');
  await giveTryBack(services, { keys: taken.keys, clear: ['passcodeHere'] });
  return passed(services, asked, { passcodeMark: passcodeMark(hash) });
}

async function answerEmail(services: Keeper, asked: Asked, given: string): Promise<GateAnswered> {
  const { link, ip } = asked;
  const read = emailAddress.safeParse(cleanAddress(given));
  if (!read.success)
    return stays(services, asked, 'This is no e-mail address. Write it as in ada@company.com.');
  const email = read.data;
  if (link.emailGate === 'verify') return sendCode(services, asked, email);
  if (link.allowed.length + link.denied.length > 0) {
    // Who tries one address after the other would learn from the answers who may read.
    const counted: Counted[] = [{ limit: 'addressHere', of: [link.id, networkOf(ip)] }];
    const taken = await takeTry(services, { now: services.now(), counted });
    if (!taken.allowed) return refused(services, asked, taken.waitMs, 'Too many addresses were tried.');
  }
  return passed(services, asked, { email, emailVerified: false });
}

/** The code goes to whoever is named: who may read is said to those alone who have shown that the address is theirs. */
async function sendCode(services: Keeper, asked: Asked, email: string): Promise<GateAnswered> {
  const { link } = asked;
  if (missingForMail(services.config).length > 0) return stays(services, asked, cannotMail(link));
  const taken = await takeTry(services, {
    now: services.now(),
    counted: mailsCounted(asked, email),
  });
  if (!taken.allowed) return refused(services, asked, taken.waitMs, 'Too many codes were sent.');
  if (!(await mailCode(services, { link, address: email }))) return stays(services, asked, cannotMail(link));
  return passed(services, asked, { email, emailVerified: false });
}

const mailsCounted = ({ link, ip }: Asked, email: string): Counted[] => [
  { limit: 'mailAddress', of: [email] },
  { limit: 'mailLink', of: [link.id] },
  { limit: 'mailNetwork', of: [networkOf(ip)] },
];

const cannotMail = (link: LinkForReader) =>
  `No code can be mailed just now. Try again in a few minutes, or ask ${link.sender.name} for it.`;

async function answerCode(
  services: Keeper,
  asked: Asked,
  { email, code }: { email: string; code: string },
): Promise<GateAnswered> {
  const { link, ip } = asked;
  const taken = await takeTry(services, {
    now: services.now(),
    counted: [
      { limit: 'codeHere', of: [link.id, networkOf(ip)] },
      { limit: 'codeLink', of: [link.id] },
    ],
  });
  if (!taken.allowed) return refused(services, asked, taken.waitMs, 'Too many codes were tried.');
  // As it is copied out of a mail, with blanks in it.
  const given = code.replace(/\s/g, '').slice(0, 20);
  const answered = await tryCode(services, { link, address: email, code: given });
  if (answered === 'wrong')
    return stays(services, asked, 'This is not the code. Take the one of the latest mail.');
  if (answered === 'used_up')
    return stays(services, asked, 'This code is good no more. Let us send you a new one.');
  // Who reads their mail here bombs nobody: what was mailed to them is not held against their network either.
  const mailed = await keysOf(services, mailsCounted(asked, email));
  await giveTryBack(services, { keys: [...taken.keys, ...mailed], clear: ['codeHere', 'mailAddress'] });
  return passed(services, asked, { email, emailVerified: true });
}

type Shown = Partial<Pick<Pass, 'passcodeMark' | 'email' | 'emailVerified'>>;

function passed(services: Keeper, { link, pass }: Asked, shown: Shown): GateAnswered {
  const now = services.now();
  const before = pass ?? { passcodeMark: null, email: null, emailVerified: false };
  const { passcodeMark: mark, email, emailVerified } = before;
  const next: Pass = {
    passcodeMark: mark,
    email,
    emailVerified,
    ...shown,
    linkId: link.id,
    untilMs: now.getTime() + passLifeMs,
  };
  return { pass: next, gate: gateOf(link, next, now), problem: null, waitMs: null };
}

function stays(services: Keeper, { link, pass }: Asked, problem: string): GateAnswered {
  return { pass, gate: gateOf(link, pass, services.now()), problem, waitMs: null };
}

function refused(services: Keeper, asked: Asked, waitMs: number, why: string): GateAnswered {
  return { ...stays(services, asked, `${why} Wait ${waitWords(waitMs)}, then try again.`), waitMs };
}
