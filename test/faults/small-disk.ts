import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Command = { command: string; args: string[] };

/** A disk of its own for one data directory, small enough to be filled. */
export type SmallDisk = {
  /** The folder as the program sees it. */
  dataDir: string;
  /** The same folder as this process sees it. */
  dataDirFromHere: string;
  /** Makes a command see the disk. */
  wrap(command: string, args: readonly string[]): Command;
  /** Takes every byte that is free; to be called again for bytes that were freed since. */
  fill(): void;
  /** Gives back what `fill` took. */
  empty(): void;
  remove(): Promise<void>;
};

const sizeMb = 448;
const blockBytes = 256 * 1024;

/**
 * A tmpfs: mounted by root, or by an ordinary user in a user namespace of its own.
 * @returns the reason where this machine lets this user do neither
 */
export async function openSmallDisk(): Promise<SmallDisk | { reason: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'liaison-disk-'));
  try {
    return process.getuid?.() === 0 ? await mountAsRoot(folder) : await mountInNamespace(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const message = error instanceof Error ? error.message : String(error);
    return { reason: `no tmpfs can be mounted: ${message.split('\n')[0] ?? ''}` };
  }
}

async function mountAsRoot(folder: string): Promise<SmallDisk> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=0755`, 'tmpfs', folder]);
  return diskAt({
    folder,
    folderFromHere: folder,
    wrap: (command, args) => ({ command, args: [...args] }),
    unmount: async () => {
      // Lazily: what still holds a file there ends with it.
      await run('umount', ['--lazy', folder]);
    },
  });
}

/** A process holds the namespace open in which the disk is mounted; programs enter it, this process looks in. */
async function mountInNamespace(folder: string): Promise<SmallDisk> {
  const script = `mount -t tmpfs -o size=${sizeMb}m,mode=0755 tmpfs "$0" && echo mounted && exec sleep infinity`;
  const flags = ['--user', '--map-current-user', '--keep-caps', '--mount', '--propagation', 'private'];
  const holder = spawn('unshare', [...flags, 'sh', '-c', script, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await mounted(holder);
  const pid = String(holder.pid);
  return diskAt({
    folder,
    folderFromHere: `/proc/${pid}/root${folder}`,
    wrap: (command, args) => ({
      command: 'nsenter',
      args: [
        '--user',
        '--mount',
        '--preserve-credentials',
        `--wd=${process.cwd()}`,
        '--target',
        pid,
        command,
        ...args,
      ],
    }),
    unmount: async () => {
      const ended = once(holder, 'exit');
      holder.kill('SIGKILL');
      await ended;
    },
  });
}

async function mounted(holder: ChildProcess): Promise<void> {
  let said = '';
  holder.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ready = new Promise<void>((resolve, reject) => {
    holder.once('error', reject);
    holder.once('exit', () => reject(new Error(said.trim() || 'the namespace could not be made')));
    holder.stdout?.once('data', () => resolve());
  });
  await ready;
}

function diskAt(options: {
  folder: string;
  folderFromHere: string;
  wrap: SmallDisk['wrap'];
  unmount: () => Promise<void>;
}): SmallDisk {
  const ballast = join(options.folderFromHere, 'ballast');
  mkdirSync(join(options.folderFromHere, 'data'), { mode: 0o711 });
  return {
    dataDir: join(options.folder, 'data'),
    dataDirFromHere: join(options.folderFromHere, 'data'),
    wrap: options.wrap,
    fill: () => fillUp(ballast),
    empty: () => rmSync(ballast, { force: true }),
    remove: async () => {
      await options.unmount();
      await gone(ballast);
      await rm(options.folder, { recursive: true, force: true });
    },
  };
}

/** To the last byte: in ever smaller blocks. */
function fillUp(file: string): void {
  const fd = openSync(file, 'a');
  try {
    for (let bytes = blockBytes; bytes >= 1; bytes = Math.floor(bytes / 2)) {
      const zeros = Buffer.alloc(bytes);
      while (takes(fd, zeros)) {
        // Until it takes no more.
      }
    }
  } finally {
    closeSync(fd);
  }
}

function takes(fd: number, bytes: Buffer): boolean {
  try {
    return writeSync(fd, bytes) === bytes.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

const goneWithinMs = 5_000;

async function gone(file: string): Promise<void> {
  const deadline = performance.now() + goneWithinMs;
  while (performance.now() < deadline) {
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (!there) return;
    await delay(20);
  }
}
