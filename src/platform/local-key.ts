import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const secretBytes = 32;

/**
 * The key by which the command line on this machine is known to the server: who may read the data directory may do
 * everything anyway. Made on first use.
 */
export function localKey(dataDir: string): Promise<string> {
  return readOrCreateSecretFile(join(dataDir, 'local-key'));
}

/** A random secret in a file that only its owner may read. Made once, also when several processes ask at once. */
export async function readOrCreateSecretFile(file: string): Promise<string> {
  const known = await readSecret(file);
  if (known !== null) return known;
  await mkdir(join(file, '..'), { recursive: true });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(secretBytes).toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A hard link fails where the name is taken, so the first of several makers wins and nobody sees half a file.
    await link(temporary, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  const secret = await readSecret(file);
  if (secret === null) throw new Error(`The secret file ${file} could not be made or read.`);
  return secret;
}

async function readSecret(file: string): Promise<string | null> {
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length >= secretBytes) return secret;
    throw new Error(`The secret file ${file} is damaged. Remove it and start again; a new one will be made.`);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;
