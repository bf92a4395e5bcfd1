import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import type { S3Config } from '../config.ts';

export type Files = Disk;

/**
 * Stored files, private: below the data directory, or in a bucket where one is configured. Keys are relative paths such
 * as `imports/<id>/0.csv`.
 */
export async function openFiles(options: { dataDir: string; s3: S3Config | null }): Promise<Files> {
  if (options.s3) {
    // Amazon's library takes time and memory that a disk does not need.
    const { BucketDriver } = await import('./bucket-driver.ts');
    return new Disk(new BucketDriver(options.s3));
  }
  return new Disk(new FSDriver({ location: join(options.dataDir, 'files'), visibility: 'private' }));
}

/** Where a file lies on this machine; null where it lies in a bucket. */
export function pathOf(files: Files, key: string): string | null {
  const { driver } = files;
  if (!(driver instanceof FSDriver)) return null;
  const { location } = driver.options;
  return join(location instanceof URL ? location.pathname : location, key);
}

/** Writes a file that others may be reading or writing at the same time: they find all of it, or nothing. */
export async function putWhole(files: Files, key: string, content: Uint8Array): Promise<void> {
  if (pathOf(files, key) === null) return files.put(key, content);
  const unfinished = `${key}.${randomUUID()}.part`;
  try {
    await files.put(unfinished, content);
    await files.move(unfinished, key);
  } catch (error) {
    await files.delete(unfinished).catch(() => undefined);
    throw error;
  }
}
