import { AppError, notFound } from '../../platform/errors.ts';
import type { Files } from '../../platform/files/files.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ImportStatus } from './contract.ts';
import { loadImport } from './records.ts';
import { partKey } from './uploads.ts';

/** Takes the next part of a file. The part is stored before it counts, and one that counts already changes nothing. */
export async function putPart(
  tx: Tx,
  options: {
    files: Files;
    importId: string;
    fileIndex: number;
    part: number;
    offset: number;
    data: Blob;
  },
): Promise<{ received: number; status: ImportStatus }> {
  const { importId, fileIndex, part, offset, data } = options;
  const row = await loadImport(tx, importId, { lock: true });
  const file = row.files[fileIndex];
  if (!file) throw notFound('file of this import');
  if (part < file.parts.length) {
    if (file.parts[part] === data.size) return { received: file.received, status: row.status };
    throw new AppError('conflict', `Part ${part} is there already, with ${file.parts[part]} bytes.`);
  }
  if (row.status !== 'uploading')
    throw new AppError('conflict', `This import takes no more parts: it is ${row.status}.`);
  if (part !== file.parts.length || offset !== file.received) {
    const words = `The next part of this file is number ${file.parts.length}, at byte ${file.received}; this is number ${part}, at byte ${offset}.`;
    throw new AppError('conflict', words);
  }
  if (data.size === 0 || file.received + data.size > file.size) {
    const words =
      data.size === 0
        ? 'The part is empty.'
        : `The file was said to have ${file.size} bytes; this part goes beyond them.`;
    throw new AppError('invalid_input', words);
  }
  await options.files.put(partKey(importId, fileIndex, part), new Uint8Array(await data.arrayBuffer()));
  file.parts.push(data.size);
  file.received += data.size;
  const status = row.files.every((each) => each.received === each.size) ? 'ready' : 'uploading';
  await tx.run(
    sql`update import set files = ${JSON.stringify(row.files)}::jsonb, status = ${status} where id = ${importId}`,
  );
  return { received: file.received, status };
}
