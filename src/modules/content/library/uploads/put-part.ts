import { AppError } from '../../../../platform/errors.ts';
import type { Files } from '../../../../platform/files/files.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import type { Step } from '../../step.ts';
import type { Upload } from '../schemas.ts';
import { loadUpload, partKey, presentUpload } from './records.ts';

/** Takes the next part of a file. It is stored before it counts, and one that counts already changes nothing. */
export async function putPart(
  { tx, workspaceId }: Step,
  { files, uploadId, part, data }: { files: Files; uploadId: string; part: number; data: Blob },
): Promise<Upload> {
  const row = await loadUpload(tx, uploadId, { lock: true });
  const there = row.parts[part];
  if (there !== undefined) {
    if (there === data.size) return presentUpload(tx, row);
    throw new AppError('conflict', `Part ${part} is there already, with ${there} bytes.`);
  }
  if (part !== row.parts.length)
    throw new AppError('conflict', `The next part of “${row.file_name}” is number ${row.parts.length}.`);
  if (data.size === 0 || row.received_bytes + data.size > row.file_bytes) {
    const words =
      data.size === 0
        ? 'The part is empty.'
        : `The file was said to have ${row.file_bytes} bytes; this part goes beyond them.`;
    throw new AppError('invalid_input', words);
  }
  await files.put(partKey(workspaceId, uploadId, part), new Uint8Array(await data.arrayBuffer()));
  await tx.run(sql`update content_upload set parts = parts || ${data.size}::integer,
    received_bytes = received_bytes + ${data.size} where id = ${uploadId}`);
  return presentUpload(tx, {
    ...row,
    parts: [...row.parts, data.size],
    received_bytes: row.received_bytes + data.size,
  });
}
