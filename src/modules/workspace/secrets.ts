import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

// 256 bits: nobody finds such a secret by trying, so looking its hash up in an index gives nothing away either.
const secretBytes = 32;

export function newSecret(prefix = ''): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64url')}`;
}

/** What is stored of a secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares in a time that says nothing about how much of a guess was right; hashing hides the length as well. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(secret)));
}
