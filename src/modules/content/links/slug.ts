import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomBits = 128;
/** 62^22 is the first power of 62 above 2^128. */
const randomLetters = 22;

/** Words that stand, or may stand one day, for pages and files where links are read. */
const reserved = new Set(
  `admin api app assets auth beacon content docs download favicon health healthz index liaison link links login logout
   manifest new pixel preview public readyz robots settings share shared sign-in sign-up signin signup sitemap static
   status support t track v v1 viewer webhooks well-known www`.split(/\s+/),
);

/** The address of a link: words of one's own, if any, and 128 random bits. `guessable`: the words alone. */
export function makeSlug(options: { words?: string | undefined; guessable?: boolean | undefined }): string {
  const { words, guessable = false } = options;
  if (words !== undefined && reserved.has(words)) {
    throw new AppError('invalid_input', `“${words}” stands for something else here. Take other words.`, {
      fields: [{ path: 'slug', message: 'taken by a page of ours' }],
    });
  }
  if (guessable && words === undefined) {
    throw new AppError('invalid_input', 'Say which words are to be the address.', {
      fields: [{ path: 'slug', message: 'missing' }],
    });
  }
  if (words === undefined) return randomWord();
  return guessable ? words : `${words}-${randomWord()}`;
}

function randomWord(): string {
  let rest = BigInt(`0x${randomBytes(randomBits / 8).toString('hex')}`);
  let word = '';
  for (let place = 0; place < randomLetters; place += 1) {
    word += letters.charAt(Number(rest % 62n));
    rest /= 62n;
  }
  return word;
}

/** What an address may look like at all; anything else is no link's. */
export const slugPattern = /^[A-Za-z0-9-]{3,90}$/;

export function slugHash(slug: string): Buffer {
  return createHash('sha256').update(slug, 'latin1').digest();
}

/**
 * Addresses are one for all workspaces: asked of a function that sees them all and says no more than this. Who takes
 * the same words at the same moment waits, and then finds them taken.
 */
export async function isSlugTaken(tx: Tx, slug: string): Promise<boolean> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`share_link:${slug}`}, 1))`);
  const row = await tx.first<{ taken: boolean }>(sql`select share_slug_taken(${slug}) as taken`);
  return row?.taken ?? true;
}

export function slugTaken(slug: string): AppError {
  return new AppError('conflict', `The address “${slug}” is taken. Choose other words.`, {
    fields: [{ path: 'slug', message: 'taken' }],
  });
}
