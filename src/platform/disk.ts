import { statfs } from 'node:fs/promises';

/** Below it neither engine can go on: PostgreSQL needs a segment of its log (16 MB), ClickHouse a part. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024;

export async function isDiskFull(folder: string): Promise<boolean> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize < LEAST_FREE_BYTES;
}

const fullDisk = /no space left on device|disk is full|disk quota exceeded/i;
// 53100: PostgreSQL's disk_full. 243: ClickHouse's NOT_ENOUGH_SPACE.
const fullDiskCodes = new Set(['ENOSPC', 'EDQUOT', '53100', '243']);

/** Whether anything in the chain of causes says that the disk is full. */
export function saysDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && fullDiskCodes.has(error.code)) return true;
  return fullDisk.test(error.message) || saysDiskFull(error.cause);
}
