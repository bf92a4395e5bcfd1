import { Buffer } from 'node:buffer';
import { AppError } from '../../platform/errors.ts';
import type { Files } from '../../platform/files/files.ts';
import type { StoredFile } from './records.ts';

/** Uploaded files are kept part by part, so that reading can begin anywhere without reading what stands before. */
export function partKey(importId: string, fileIndex: number, part: number): string {
  return `imports/${importId}/${fileIndex}/${part}`;
}

export function refusedFileKey(importId: string, fileIndex: number): string {
  return `imports/${importId}/refused-${fileIndex}.csv`;
}

/** The bytes of an uploaded file from `offset` on. */
export async function* openUpload(options: {
  files: Files;
  importId: string;
  fileIndex: number;
  file: StoredFile;
  offset: number;
}): AsyncGenerator<Buffer, void, undefined> {
  let skip = options.offset;
  for (const [part, size] of options.file.parts.entries()) {
    if (skip >= size) {
      skip -= size;
      continue;
    }
    const stream = await options.files.getStream(partKey(options.importId, options.fileIndex, part));
    for await (const chunk of stream) {
      const block: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      if (skip >= block.length) {
        skip -= block.length;
        continue;
      }
      yield skip > 0 ? block.subarray(skip) : block;
      skip = 0;
    }
    skip = 0;
  }
}

/** Enough to detect a file's format by, and little enough to read at once. */
export const sampleBytes = 262_144;

/** The first bytes of an uploaded file, of which at least one part must be there. */
export async function readSample(options: {
  files: Files;
  importId: string;
  fileIndex: number;
  file: StoredFile;
}): Promise<Buffer> {
  if (options.file.parts.length === 0 && options.file.size > 0) {
    throw new AppError(
      'conflict',
      `Nothing of “${options.file.name}” has arrived yet. Send its first part, then look again.`,
    );
  }
  const blocks: Buffer[] = [];
  let length = 0;
  for await (const block of openUpload({ ...options, offset: 0 })) {
    blocks.push(block);
    length += block.length;
    if (length >= sampleBytes) break;
  }
  return Buffer.concat(blocks).subarray(0, sampleBytes);
}
