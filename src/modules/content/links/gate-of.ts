import { mayRead } from './addresses.ts';
import type { LinkForReader } from './link-for-reader.ts';
import type { Pass } from './pass.ts';
import { passcodeMark } from './passcode.ts';

/**
 * What stands before a reader. To somebody who has shown nothing here yet (`known: false`) a revoked or expired link
 * must look like one that never was.
 */
export type Gate =
  | { kind: 'open'; email: string | null; emailVerified: boolean }
  | { kind: 'passcode' }
  | { kind: 'email' }
  /** A code was or is to be sent to this address. */
  | { kind: 'code'; email: string }
  | { kind: 'denied'; email: string }
  | { kind: 'expired'; known: boolean }
  | { kind: 'revoked'; known: boolean };

type Guarded = Pick<
  LinkForReader,
  'id' | 'emailGate' | 'passcodeHash' | 'allowed' | 'denied' | 'expiresAt' | 'revokedAt'
>;

/**
 * The first gate that a reader's pass does not open. The passcode comes first, so that no stranger without it can have
 * codes mailed; who may read is asked once the address is known, and where it is to be verified, once it is.
 */
export function gateOf(link: Guarded, pass: Pass | null, now: Date): Gate {
  const own = pass !== null && pass.linkId === link.id && pass.untilMs > now.getTime() ? pass : null;
  const known = own !== null && (own.passcodeMark !== null || own.emailVerified);
  if (link.revokedAt !== null) return { kind: 'revoked', known };
  if (link.expiresAt !== null && link.expiresAt.getTime() <= now.getTime()) return { kind: 'expired', known };
  if (link.passcodeHash !== null && own?.passcodeMark !== passcodeMark(link.passcodeHash))
    return { kind: 'passcode' };
  const email = own?.email ?? null;
  const emailVerified = own?.emailVerified ?? false;
  if (link.emailGate === 'none') return { kind: 'open', email, emailVerified };
  if (email === null) return { kind: 'email' };
  if (link.emailGate === 'verify' && !emailVerified) return { kind: 'code', email };
  return mayRead(email, link) ? { kind: 'open', email, emailVerified } : { kind: 'denied', email };
}
