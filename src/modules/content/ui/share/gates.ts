import type { EmailGate, ShareLink } from './api-types.ts';
import type { Wishes } from './kept.ts';

/** Who may read, for how long, and what they may do; as it stands in a form. */
export type Gates = {
  emailGate: EmailGate;
  allowed: string[];
  denied: string[];
  /** `YYYY-MM-DD`, the last day on which it can be read; empty: it does not end. */
  lastDay: string;
  mayDownload: boolean;
  watermark: boolean;
};

const dayMs = 24 * 3_600_000;
const two = (number: number) => String(number).padStart(2, '0');

/** A day where the reader is, as a field of a form takes it. */
const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

export const dayIn = (days: number, now = new Date()): string =>
  dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));

/** The last moment of that day, where the reader is. */
const endOf = (day: string): Date => new Date(`${day}T23:59:59`);

export function gatesOf(wishes: Wishes): Gates {
  const { emailGate, expiresInDays, mayDownload, watermark } = wishes;
  const lastDay = expiresInDays === null ? '' : dayIn(expiresInDays);
  return { emailGate, allowed: [], denied: [], lastDay, mayDownload, watermark };
}

export function wishesOf({ emailGate, lastDay, mayDownload, watermark }: Gates, now = new Date()): Wishes {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const days =
    lastDay === '' ? null : Math.round((Date.parse(`${lastDay}T00:00:00`) - today.getTime()) / dayMs);
  return { emailGate, expiresInDays: days === null ? null : Math.max(1, days), mayDownload, watermark };
}

export function gatesOfLink({ gates, expiresAt, mayDownload, watermark }: ShareLink): Gates {
  return {
    emailGate: gates.email,
    allowed: gates.allowed,
    denied: gates.denied,
    lastDay: expiresAt === null ? '' : dayOf(new Date(expiresAt)),
    mayDownload,
    watermark,
  };
}

/** As the operations take it. Lists are of addresses, so without an address asked for there are none. */
export function inputOf({ emailGate, allowed, denied, lastDay, mayDownload, watermark }: Gates) {
  const asksAddress = emailGate !== 'none';
  return {
    emailGate,
    allowed: asksAddress ? allowed : [],
    denied: asksAddress ? denied : [],
    expiresAt: lastDay === '' ? null : endOf(lastDay).toISOString(),
    mayDownload,
    watermark: mayDownload && watermark,
  };
}

const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

const emailWords: Record<EmailGate, string | null> = {
  none: null,
  ask: 'asks for their address',
  verify: 'code by mail',
};

/** "code by mail, passcode, until 3 Jun 2027, download": what stands before the reader, in small words. */
export function gateWords(gates: Gates, hasPasscode: boolean): string[] {
  return [
    emailWords[gates.emailGate],
    gates.emailGate !== 'none' && gates.allowed.length > 0 ? `only ${gates.allowed.join(', ')}` : null,
    gates.emailGate !== 'none' && gates.denied.length > 0 ? `not ${gates.denied.join(', ')}` : null,
    hasPasscode ? 'passcode' : null,
    gates.lastDay === '' ? null : `until ${dayFormat.format(endOf(gates.lastDay))}`,
    gates.mayDownload ? (gates.watermark ? 'download with their name on it' : 'download') : null,
  ].filter((part) => part !== null);
}
