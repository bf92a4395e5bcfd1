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
  messageKey: string;
  mailFiles: readonly MailFile[];
}): Promise<StoredMailFile[]> {
  const stored: StoredMailFile[] = [];
  for (const [position, file] of options.mailFiles.slice(0, maxFiles).entries()) {
    const key = `${folderOf(options)}${position}`;
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
  const root = location instanceof URL ? location.pathname : location;
  const path = join(root, key);
  for (const each of [path, ...foldersBetween(path, root)]) {
    const handle = await open(each, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** A new folder is on the disk when the one it stands in is. */
function foldersBetween(path: string, root: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folder.startsWith(root); folder = dirname(folder)) folders.push(folder);
  return folders;
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

/** By the mail's own id: sent again after a failure, it is written to the same place. */
function folderOf({ workspaceId, messageKey }: { workspaceId: string; messageKey: string }): string {
  return `mail/${workspaceId}/${createHash('sha256').update(messageKey).digest('hex').slice(0, 32)}/`;
}

/** What was written for a mail that was not kept after all. */
export async function forgetMailFiles(
  files: Files,
  mail: { workspaceId: string; messageKey: string },
): Promise<void> {
  await files.deleteAll(folderOf(mail)).catch(() => {});
}
