import { readFileSync, writeFileSync } from 'node:fs';
import { access, constants, mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A held lock on a data directory. Releasing it twice does no harm. */
export type DataDirectoryLock = { release(): Promise<void> };

/** Another live process works on the data directory. The message says which, and what to do. */
export class DataDirectoryInUse extends Error {
  readonly dataDir: string;
  readonly ownerPid: number | null;

  constructor(dataDir: string, ownerPid: number | null) {
    const owner = ownerPid === null ? 'another process' : `process ${ownerPid}`;
    super(
      `The data directory ${dataDir} is in use by ${owner}. ` +
        'Stop that process first, or start this one on a directory of its own (LIAISON_DATA_DIR).',
    );
    this.name = 'DataDirectoryInUse';
    this.dataDir = dataDir;
    this.ownerPid = ownerPid;
  }
}

const heldByThisProcess = new Set<string>();

/** True when this process already holds the lock on `dataDir`. */
export async function holdsDataDirectory(dataDir: string): Promise<boolean> {
  return heldByThisProcess.has(await realpath(dataDir));
}

/**
 * Takes the data directory for this process, creating it when missing.
 *
 * The lock is the kernel's own file lock (taken through SQLite, which Node brings along), because
 * that one vanishes with its process: a `kill -9` leaves nothing behind to clean up, and no pid is
 * ever mistaken for another. The pid file beside it only serves the message.
 *
 * @throws DataDirectoryInUse when a live process holds it.
 */
export async function lockDataDirectory(dataDir: string): Promise<DataDirectoryLock> {
  // 0711: below it, everything private has a mode of its own, and the database's unprivileged
  // user must be able to pass through when the program runs as root.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const directory = await realpath(dataDir);
  const pidFile = path.join(directory, 'liaison.pid');
  await access(directory, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw new Error(
      `This user may not write to the data directory ${directory}. ` +
        'Run the program as the user who made it, or name another one (LIAISON_DATA_DIR).',
      { cause: error },
    );
  });
  if (heldByThisProcess.has(directory)) {
    throw new DataDirectoryInUse(directory, process.pid);
  }
  const database = takeFileLock(path.join(directory, 'liaison.lock'));
  if (database === null) {
    throw new DataDirectoryInUse(directory, readPid(pidFile));
  }
  heldByThisProcess.add(directory);
  try {
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o644 });
  } catch {
    // A full disk: the next one to be refused will not hear our number, and that is all.
  }
  return {
    async release() {
      if (!heldByThisProcess.delete(directory)) return;
      await rm(pidFile, { force: true });
      database.close();
    },
  };
}

function takeFileLock(file: string): DatabaseSync | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file);
    // No journal: the file never holds a row, only the lock.
    database.exec('PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && /database is locked|busy/i.test(error.message)) return null;
    throw error;
  }
}

function readPid(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
