import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { FSDriver } from 'flydrive/drivers/fs';
import { notFound } from '../../../platform/errors.ts';
import type { Files } from '../../../platform/files/files.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { mayReadPrivate } from '../may-read-private.ts';
import type { MailAttachment } from './contract.ts';
import { loadMailRow } from './get-mail.ts';
import { isReadable, loadSight } from './present-mail.ts';

type Row = { mail_id: string; name: string; type: string; file_key: string };

/** Opens an attachment for whoever may read its mail; for anybody else it is not there. */
export async function openAttachment(options: {
  tx: Tx;
  files: Files;
  userId: string | null;
  attachmentId: string;
}): Promise<{ file: File; name: string }> {
  const { tx, files, userId } = options;
  const row = await tx.first<Row>(
    sql`select mail_id, name, type, file_key from mail_attachment where id = ${options.attachmentId}`,
  );
  if (!row) throw notFound('attachment');
  const mail = await loadMailRow(tx, { mailId: row.mail_id, userId });
  if (!isReadable(mail, await loadSight(tx, userId))) throw notFound('attachment');
  if (!(await files.exists(row.file_key))) throw notFound('attachment: its file is gone');
  return {
    file: new File([await openStored(files, row.file_key)], row.name, { type: row.type }),
    name: row.name,
  };
}

async function openStored(files: Files, key: string): Promise<Blob> {
  const { driver } = files;
  if (!(driver instanceof FSDriver)) return new Blob([new Uint8Array(await files.getBytes(key))]);
  const { location } = driver.options;
  return openAsBlob(join(location instanceof URL ? location.pathname : location, key));
}

/** Makes a browser save it under its name, whatever it is. */
export function attachmentDisposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** What came with the mails of a conversation; nothing of a private one to whoever had no part in it. */
export async function listConversationAttachments(options: {
  tx: Tx;
  userId: string | null;
  conversationId: string;
}): Promise<{ items: MailAttachment[] }> {
  const { tx, userId, conversationId } = options;
  const conversation = await tx.first<{ readable: boolean }>(
    sql`select ${mayReadPrivate(userId)} as readable from conversation c where c.id = ${conversationId}`,
  );
  if (!conversation) throw notFound('conversation');
  if (!conversation.readable) return { items: [] };
  const items = await tx.rows<MailAttachment>(sql`
    select a.id, a.name, a.type, a.size_bytes as "sizeBytes", a.inline from inbound_mail m
    join mail_attachment a on a.mail_id = m.id
    where m.conversation_id = ${conversationId} order by a.inline, m.received_at, a.position`);
  return { items };
}
