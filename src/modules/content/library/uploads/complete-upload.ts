import { Readable } from 'node:stream';
import { AppError } from '../../../../platform/errors.ts';
import type { Files } from '../../../../platform/files/files.ts';
import { readRangeBytes } from '../../../../platform/files/read-range.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import { inspectFile, originalKey } from '../../files/index.ts';
import type { Step } from '../../step.ts';
import type { Upload } from '../schemas.ts';
import { loadUpload, partKey, presentUpload, type UploadRow, uploadFolder } from './records.ts';
import { titleOf } from './title-of.ts';

type Completed = { ok: true; upload: Upload } | { ok: false; reason: string };

/**
 * Puts the parts together where the version will look for them, and looks at what they are by their own bytes. What is
 * refused is to be dropped by the caller, after this transaction.
 */
export async function completeUpload(
  { tx, workspaceId, now }: Step,
  { files, uploadId }: { files: Files; uploadId: string },
): Promise<Completed> {
  const row = await loadUpload(tx, uploadId, { lock: true });
  if (row.sha256 !== null) return { ok: true, upload: await presentUpload(tx, row) };
  if (row.received_bytes !== row.file_bytes) {
    throw new AppError(
      'conflict',
      `${row.received_bytes} of ${row.file_bytes} bytes of “${row.file_name}” have arrived. Send the rest first.`,
    );
  }
  const key = originalKey({ workspaceId, versionId: uploadId });
  await files.putStream(key, Readable.from(bytesOf({ files, workspaceId, row }), { objectMode: false }));
  const seen = await inspectFile({ files, key, fileName: row.file_name });
  if (!seen.ok) return seen;
  const ends = seen.format === 'pdf' ? await readEnds({ files, key, bytes: seen.bytes }) : [];
  const checked = {
    file_name: seen.fileName,
    format: seen.format,
    media_type: seen.mediaType,
    sha256: seen.sha256,
    title: titleOf({ fileName: row.file_name, ends }),
  };
  await tx.run(sql`update content_upload set file_name = ${checked.file_name}, format = ${checked.format}, media_type = ${checked.media_type},
    sha256 = ${checked.sha256}, title = ${checked.title}, checked_at = ${now} where id = ${uploadId}`);
  return { ok: true, upload: await presentUpload(tx, { ...row, ...checked }) };
}

type Stored = { files: Files; workspaceId: string; row: UploadRow };

async function* bytesOf({ files, workspaceId, row }: Stored): AsyncGenerator<Uint8Array> {
  for (const part of row.parts.keys()) {
    for await (const chunk of await files.getStream(partKey(workspaceId, row.id, part))) {
      yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    }
  }
}

const endBytes = 262_144;

/** The last and first bytes of a file, where programs write what it is called. */
async function readEnds(stored: { files: Files; key: string; bytes: number }): Promise<Buffer[]> {
  const { files, key, bytes } = stored;
  return [
    await readRangeBytes(files, key, Math.max(0, bytes - endBytes), bytes - 1),
    await readRangeBytes(files, key, 0, Math.min(bytes, endBytes) - 1),
  ];
}

/** The parts have done their work once the whole is there. */
export async function dropParts({
  files,
  workspaceId,
  uploadId,
}: {
  files: Files;
  workspaceId: string;
  uploadId: string;
}): Promise<void> {
  await files.deleteAll(uploadFolder(workspaceId, uploadId));
}
