import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Files, pathOf } from './files.ts';

/** Bytes `from` to `to` of a stored file, both included, as they are read. The range must lie within the file. */
export async function readRange(files: Files, key: string, from: number, to: number): Promise<Readable> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from) {
    throw new RangeError(`No range of bytes: ${from} to ${to}`);
  }
  const path = pathOf(files, key);
  if (path !== null) return createReadStream(path, { start: from, end: to });
  const { driver } = files;
  if (!readsRanges(driver)) throw new Error('This store reads no ranges.');
  return driver.getRange(key, from, to);
}

type ReadsRanges = { getRange(key: string, from: number, to: number): Promise<Readable> };

function readsRanges(driver: object): driver is ReadsRanges {
  return 'getRange' in driver && typeof driver.getRange === 'function';
}

/** The same in memory, for what is known to be small. */
export async function readRangeBytes(files: Files, key: string, from: number, to: number): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const chunk of await readRange(files, key, from, to)) {
    blocks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
  }
  return Buffer.concat(blocks);
}

export type LocalFile = { path: string; release(): Promise<void> };

/** For programs that want a path: of the file itself where it lies here, else of a copy that is there until released. */
export async function borrowLocalFile(files: Files, key: string): Promise<LocalFile> {
  const path = pathOf(files, key);
  if (path !== null) return { path, release: async () => undefined };
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'liaison-file-'));
  const release = () => rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'file');
    await pipeline(await files.getStream(key), createWriteStream(copy));
    return { path: copy, release };
  } catch (error) {
    await release();
    throw error;
  }
}

export async function withLocalFile<T>(
  files: Files,
  key: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const file = await borrowLocalFile(files, key);
  try {
    return await work(file.path);
  } finally {
    await file.release();
  }
}
