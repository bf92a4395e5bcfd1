import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FSDriver } from 'flydrive/drivers/fs';
import type { Files } from '../../../platform/files/files.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { fileTypeOf } from './reading/file-type.ts';
import type { MailFile } from './reading/mail-types.ts';

const maxFiles = 50;

export type StoredMailFile = {
  id: string;
  position: number;
  name: string;
  type: string;
  size_bytes: number;
  sha256: string;
  file_key: string;
  inline: boolean;
};

/** Writes a mail's attachments to disk, for good: what is acknowledged must survive the power going. */
export async function writeMailFiles(options: {
  files: Files;
  workspaceId: string;
  mailId: string;
  mailFiles: readonly MailFile[];
}): Promise<StoredMailFile[]> {
  const stored: StoredMailFile[] = [];
  for (const [position, file] of options.mailFiles.slice(0, maxFiles).entries()) {
    const key = `mail/${options.workspaceId}/${options.mailId}/${position}`;
    await writeDurably(options.files, key, file.content);
    stored.push({
      id: newId(),
      position,
      name: file.name,
      type: fileTypeOf(file),
      size_bytes: file.content.byteLength,
      sha256: createHash('sha256').update(file.content).digest('hex'),
      file_key: key,
      inline: file.inline,
    });
  }
  return stored;
}

/** Like `files.put`, but on the disk when it is done. */
export async function writeDurably(files: Files, key: string, content: Uint8Array): Promise<void> {
  await files.put(key, content);
  const { driver } = files;
  if (!(driver instanceof FSDriver)) return;
  const { location } = driver.options;
  const path = join(location instanceof URL ? location.pathname : location, key);
  for (const each of [path, dirname(path)]) {
    const handle = await open(each, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

export async function insertMailFiles(options: {
  tx: Tx;
  workspaceId: string;
  mailId: string;
  stored: readonly StoredMailFile[];
}): Promise<void> {
  if (options.stored.length === 0) return;
  await options.tx.run(sql`
    insert into mail_attachment (id, workspace_id, mail_id, position, name, type, size_bytes, sha256, file_key, inline)
    select f.id, ${options.workspaceId}::uuid, ${options.mailId}::uuid, f.position, f.name, f.type, f.size_bytes,
      f.sha256, f.file_key, f.inline
    from jsonb_to_recordset(${JSON.stringify(options.stored)}::jsonb) as f(id uuid, position integer, name text,
      type text, size_bytes integer, sha256 text, file_key text, inline boolean)`);
}

/** What was written for a mail that was not kept after all. */
export async function forgetMailFiles(files: Files, workspaceId: string, mailId: string): Promise<void> {
  await files.deleteAll(`mail/${workspaceId}/${mailId}/`).catch(() => {});
}
