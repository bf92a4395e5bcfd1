import { createHmac, timingSafeEqual } from 'node:crypto';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Config } from '../config.ts';
import { authSecret } from './auth.ts';

/** A secret as it may stand in the database; the key to it is in the data directory. */
export async function sealText(config: Pick<Config, 'dataDir'>, text: string): Promise<string> {
  return symmetricEncrypt({ key: await authSecret(config.dataDir), data: text });
}

export async function openText(config: Pick<Config, 'dataDir'>, sealed: string): Promise<string> {
  return symmetricDecrypt({ key: await authSecret(config.dataDir), data: sealed });
}

/** Words with our signature, for links that must be nobody else's to make. `purpose` keeps those of one use from another. */
export async function signWords(
  config: Pick<Config, 'dataDir'>,
  purpose: string,
  words: string,
): Promise<string> {
  return `${words}.${await signatureOf(config, purpose, words)}`;
}

/** The words of such a text; null where the signature is not ours. */
export async function openSigned(
  config: Pick<Config, 'dataDir'>,
  purpose: string,
  signed: string,
): Promise<string | null> {
  const end = signed.lastIndexOf('.');
  const words = signed.slice(0, Math.max(0, end));
  const given = Buffer.from(signed.slice(end + 1));
  const ours = Buffer.from(await signatureOf(config, purpose, words));
  return given.length === ours.length && timingSafeEqual(given, ours) ? words : null;
}

async function signatureOf(config: Pick<Config, 'dataDir'>, purpose: string, words: string): Promise<string> {
  const key = await authSecret(config.dataDir);
  return createHmac('sha256', key).update(`${purpose}:${words}`).digest('base64url');
}
