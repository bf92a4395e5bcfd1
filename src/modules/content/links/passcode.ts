import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyBytes = 32;
const saltBytes = 16;
// Without letters and digits that are taken for one another when read out.
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';
const madeLetters = 10;

/** What is kept of a passcode: `scrypt:<salt>:<key>`. */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(clean(passcode), salt, keyBytes);
  return `scrypt:${salt.toString('base64url')}:${key.toString('base64url')}`;
}

/** In a time that says nothing of how much was right. */
export async function isPasscode(given: string, hash: string): Promise<boolean> {
  const [, salt = '', key = ''] = hash.split(':');
  const wanted = Buffer.from(key, 'base64url');
  const derived = await derive(clean(given), Buffer.from(salt, 'base64url'), keyBytes);
  return wanted.length === derived.length && timingSafeEqual(derived, wanted);
}

/** Ten letters out of 31: 49 bits, far beyond what the limits let anybody try. */
export function makePasscode(): string {
  return Array.from({ length: madeLetters }, () => readable.charAt(randomInt(readable.length))).join('');
}

/** Stands in a reader's pass for the passcode that was given: another passcode, another mark. */
export function passcodeMark(hash: string): string {
  return createHash('sha256').update(`pass:${hash}`).digest('base64url').slice(0, 16);
}

/** As typed on whichever keyboard: one form of each letter, no blanks around. */
const clean = (passcode: string): string => passcode.normalize('NFKC').trim();
