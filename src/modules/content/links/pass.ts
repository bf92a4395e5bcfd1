import { z } from 'zod';
import { openSigned, signWords } from '../../../platform/auth/seal.ts';
import type { Services } from '../../../platform/services.ts';

/** What a reader has shown at a link's gates. Kept by the reader, under our signature. */
export type Pass = {
  linkId: string;
  /** Of the passcode that was right. */
  passcodeMark: string | null;
  email: string | null;
  emailVerified: boolean;
  untilMs: number;
};

/** A reader who comes back within a month is not asked again; the gates of that day are asked of the pass anew. */
export const passLifeMs = 30 * 24 * 3_600_000;

const purpose = 'share-link-pass';
const longestPass = 2_000;

const passWords = z.tuple([z.uuid(), z.string().nullable(), z.string().nullable(), z.boolean(), z.int()]);

type Keeper = { config: Pick<Services['config'], 'dataDir'> };

export async function sealPass({ config }: Keeper, pass: Pass): Promise<string> {
  const words = [pass.linkId, pass.passcodeMark, pass.email, pass.emailVerified, pass.untilMs];
  return signWords(config, purpose, Buffer.from(JSON.stringify(words)).toString('base64url'));
}

/** Null where it is not ours, is another link's, or has run out. */
export async function openPass(
  { config }: Keeper,
  options: { text: string | undefined; linkId: string; now: Date },
): Promise<Pass | null> {
  const { text, linkId, now } = options;
  if (text === undefined || text.length > longestPass) return null;
  const words = await openSigned(config, purpose, text);
  if (words === null) return null;
  const read = passWords.safeParse(parsed(Buffer.from(words, 'base64url').toString('utf8')));
  if (!read.success) return null;
  const [ofLink, passcodeMark, email, emailVerified, untilMs] = read.data;
  if (ofLink !== linkId || untilMs <= now.getTime()) return null;
  return { linkId, passcodeMark, email, emailVerified, untilMs };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
