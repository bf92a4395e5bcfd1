import { join } from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

export type Files = Disk;

/** Stored files: below the data directory, private. Keys are relative paths such as `imports/<id>/0.csv`. */
export function openFiles(options: { dataDir: string }): Files {
  return new Disk(new FSDriver({ location: join(options.dataDir, 'files'), visibility: 'private' }));
}
