import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { FSDriver } from 'flydrive/drivers/fs';
import { AppError, notFound } from '../../platform/errors.ts';
import type { Files } from '../../platform/files/files.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { loadImport } from './records.ts';
import { refusedFileKey } from './uploads.ts';

const unfinished = new Set(['uploading', 'ready', 'queued', 'running']);

/** The CSV of a file's refused rows. Its bytes are read as they are sent, not before. */
export async function openRefusedFile(
  tx: Tx,
  options: { files: Files; importId: string; fileIndex: number },
): Promise<File> {
  const { files, importId, fileIndex } = options;
  const row = await loadImport(tx, importId);
  const file = row.files[fileIndex];
  if (!file) throw notFound('file of this import');
  if (unfinished.has(row.status)) {
    throw new AppError('conflict', 'The file of refused rows is written when the import has ended.');
  }
  const key = refusedFileKey(importId, fileIndex);
  if (!(await files.exists(key))) throw notFound('file of refused rows: no row was refused');
  const name = `${(file.name.split(/[\\/]/).at(-1) ?? file.name).replace(/\.[^.]+$/, '')}.refused.csv`;
  return new File([await openStored(files, key)], name, { type: 'text/csv; charset=utf-8' });
}

async function openStored(files: Files, key: string): Promise<Blob> {
  const { driver } = files;
  if (!(driver instanceof FSDriver)) return new Blob([new Uint8Array(await files.getBytes(key))]);
  const { location } = driver.options;
  return openAsBlob(join(location instanceof URL ? location.pathname : location, key));
}
