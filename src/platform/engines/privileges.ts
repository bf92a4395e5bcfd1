import { access, chown, constants, lstat, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * PostgreSQL refuses to run as root. When the program is root, the server runs as an ordinary user,
 * and where a folder on the way to the data or to the binaries is closed to that user (a clone below
 * /root), it gets the one capability that lets it pass. No folder's mode is ever changed for it.
 */
export type RunAs = {
  /** Null when the program is an ordinary user already. */
  user: { name: string; uid: number; gid: number } | null;
  /** Turns a command into the one to spawn. */
  wrap(
    command: string,
    args: readonly string[],
    deathSignal: 'INT' | 'KILL',
  ): { command: string; args: string[] };
};

type PasswdEntry = { name: string; uid: number; gid: number };

const PREFERRED_USERS = ['postgres', 'liaison', 'node', 'nobody'];
// Bits of /proc/self/status CapEff, from linux/capability.h.
const CAP_DAC_OVERRIDE = 1n << 1n;
const CAP_DAC_READ_SEARCH = 1n << 2n;

/**
 * Decides as whom the server runs.
 *
 * @param dataPath the server's data folder, whose present owner is kept when it is not root
 * @param paths everything the server must be able to reach
 * @throws Error that says what is missing, when no way is found
 */
export async function chooseRunAs(dataPath: string, paths: readonly string[]): Promise<RunAs> {
  const setpriv = await findSetpriv();
  if (process.getuid?.() !== 0) {
    return {
      user: null,
      wrap: (command, args, signal) => wrapWith(setpriv, [`--pdeathsig=${signal}`], command, args),
    };
  }
  const user = await chooseUser(dataPath);
  const closed = await firstClosedFolder(user, paths);
  const capability = closed === null ? null : await passingCapability();
  if (closed !== null && (capability === null || setpriv === null)) {
    throw new Error(
      `PostgreSQL must not run as root, and the user "${user.name}" it would run as may not enter ${closed}. ` +
        'Install util-linux (setpriv), or put the program and LIAISON_DATA_DIR where every user may enter.',
    );
  }
  if (setpriv === null) {
    // The caller spawns with the plain uid and gid; only the signal at our death is missing.
    return { user, wrap: (command, args) => ({ command, args: [...args] }) };
  }
  const flags = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const grant = capability === null ? '-all' : `-all,+${capability}`;
  flags.push(`--inh-caps=${grant}`, `--ambient-caps=${grant}`);
  // access(2), with which initdb looks for its files, counts an ordinary user's capabilities only then.
  if (capability !== null) flags.push('--securebits=+no_setuid_fixup');
  return {
    user,
    wrap: (command, args, signal) => wrapWith(setpriv, [...flags, `--pdeathsig=${signal}`], command, args),
  };
}

/** Gives a folder and all below it to the user, where it is not theirs yet. */
export async function giveTo(user: RunAs['user'], folder: string): Promise<void> {
  if (user === null) return;
  const root = await lstat(folder);
  // PostgreSQL never leaves files of mixed ownership: the top folder speaks for all,
  // and it is given last, so that an interrupted walk is walked again.
  if (root.uid === user.uid) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(path.join(entry.parentPath, entry.name), user.uid, user.gid);
  }
  await chown(folder, user.uid, user.gid);
}

function wrapWith(
  setpriv: string | null,
  flags: readonly string[],
  command: string,
  args: readonly string[],
): { command: string; args: string[] } {
  if (setpriv === null) return { command, args: [...args] };
  return { command: setpriv, args: [...flags, '--', command, ...args] };
}

async function chooseUser(dataPath: string): Promise<PasswdEntry> {
  const entries = await readPasswd();
  const ownerUid = await stat(dataPath).then(
    (found) => found.uid,
    () => 0,
  );
  const owner = ownerUid === 0 ? undefined : entries.find((entry) => entry.uid === ownerUid);
  if (owner !== undefined) return owner;
  for (const name of PREFERRED_USERS) {
    const entry = entries.find((candidate) => candidate.name === name && candidate.uid !== 0);
    if (entry !== undefined) return entry;
  }
  throw new Error(
    'PostgreSQL must not run as root, and this system has none of the users ' +
      `${PREFERRED_USERS.join(', ')}. Create one, for example with: useradd --system postgres`,
  );
}

async function readPasswd(): Promise<PasswdEntry[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** The first folder on the way to any of `paths` that the user may not enter, or null. */
async function firstClosedFolder(user: PasswdEntry, paths: readonly string[]): Promise<string | null> {
  const folders = new Set<string>();
  for (const target of paths) {
    for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
      folders.add(folder);
      if (folder === path.dirname(folder)) break;
    }
  }
  for (const folder of [...folders].sort()) {
    const found = await stat(folder);
    const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
    if ((found.mode & bit) === 0) return folder;
  }
  return null;
}

/** The weakest capability we own that lets a process pass closed folders. */
async function passingCapability(): Promise<'dac_read_search' | 'dac_override' | null> {
  const text = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const digits = /^CapEff:\s*([0-9a-f]+)/m.exec(text)?.[1];
  if (digits === undefined) return null;
  const effective = BigInt(`0x${digits}`);
  if ((effective & CAP_DAC_READ_SEARCH) !== 0n) return 'dac_read_search';
  // Docker's default set has only the stronger one.
  return (effective & CAP_DAC_OVERRIDE) !== 0n ? 'dac_override' : null;
}

async function findSetpriv(): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  for (const candidate of ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv']) {
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  return null;
}
