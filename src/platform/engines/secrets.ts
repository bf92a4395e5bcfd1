import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** The engines' passwords. They live in a file only its owner may read, and are never logged. */
export type EngineSecrets = {
  postgresAdmin: string;
  postgresOwner: string;
  clickhouse: string;
};

const SECRET_BYTES = 24; // 192 bits, 48 hexadecimal digits: needs no escaping in a URL or in SQL

/** Reads the secrets of a data directory, or makes them on its first start. */
export async function readOrCreateSecrets(dataDir: string): Promise<EngineSecrets> {
  const file = path.join(dataDir, 'engine-secrets.json');
  const known = await readSecrets(file);
  if (known !== null) return known;
  const secrets: EngineSecrets = {
    postgresAdmin: randomBytes(SECRET_BYTES).toString('hex'),
    postgresOwner: randomBytes(SECRET_BYTES).toString('hex'),
    clickhouse: randomBytes(SECRET_BYTES).toString('hex'),
  };
  await writeFileAtomically(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

async function readSecrets(file: string): Promise<EngineSecrets | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isSecrets(value) ? value : null;
  } catch (error) {
    // A file that is not JSON is made anew: the launcher can set both passwords again.
    if (error instanceof SyntaxError) return null;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isSecrets(value: unknown): value is EngineSecrets {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return ['postgresAdmin', 'postgresOwner', 'clickhouse'].every((name) => {
    const secret = fields.get(name);
    return typeof secret === 'string' && /^[0-9a-f]{32,}$/.test(secret);
  });
}

/** Writes a private file so that a crash leaves either the old content or the new, never half. */
async function writeFileAtomically(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(path.dirname(file));
}

/** Makes a rename or a new entry in a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
