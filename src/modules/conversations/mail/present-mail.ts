import type { Tx } from '../../../platform/postgres/database.ts';
import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { mayReadPrivate } from '../may-read-private.ts';
import type { Mail } from './contract.ts';
import { type MailRow, storedMessage } from './stored-mail.ts';

const snippetLength = 200;

/** Who looks: their id and address; null for scripts, who have part in nothing. */
export type Reader = { userId: string; address: string } | null;

async function readerOf(tx: Tx, userId: string | null): Promise<Reader> {
  if (userId === null) return null;
  const row = await tx.first<{ email: string }>(
    sql`select lower(email) as email from auth_user where id = ${userId}`,
  );
  return row ? { userId, address: row.email } : null;
}

export type ShownRow = MailRow & { conversation_readable: boolean | null; attachment_count: number };

/** Columns of `inbound_mail m` with what decides whether they may be shown. */
export function shownColumns(userId: string | null): SQL {
  return sql`m.*, m.received_at::text as cursor_at,
    (select ${mayReadPrivate(userId)} from conversation c where c.id = m.conversation_id) as conversation_readable,
    (select count(*) from mail_attachment a where a.mail_id = m.id and not a.inline)::integer as attachment_count`;
}

/**
 * A logged mail is as private as its conversation. In the tray, what colleagues wrote or got is theirs until it is
 * logged; what no member had part in is for whoever keeps the tray.
 */
export function isReadable(
  row: ShownRow,
  options: { reader: Reader; everyone: boolean; memberAddresses: ReadonlySet<string> },
): boolean {
  if (row.conversation_readable !== null) return row.conversation_readable;
  if (options.everyone) return true;
  const { ours, senderUserId } = storedMessage.parse(row.message);
  const members = ours.filter(({ address }) => options.memberAddresses.has(address));
  if (members.length === 0 && senderUserId === null) return true;
  const { reader } = options;
  if (reader === null) return false;
  return senderUserId === reader.userId || members.some(({ address }) => address === reader.address);
}

export type Sight = { reader: Reader; everyone: boolean; memberAddresses: ReadonlySet<string> };

export async function loadSight(tx: Tx, userId: string | null): Promise<Sight> {
  const setting = await tx.first<{ bodies: string }>(sql`select bodies from mail_setting`);
  const members = await tx.rows<{ email: string }>(
    sql`select lower(u.email) as email from member m join auth_user u on u.id = m.user_id`,
  );
  return {
    reader: await readerOf(tx, userId),
    everyone: setting?.bodies === 'everyone',
    memberAddresses: new Set(members.map(({ email }) => email)),
  };
}

export function presentMail(row: ShownRow, sight: Sight): Mail {
  const readable = isReadable(row, sight);
  const message = storedMessage.parse(row.message);
  const line = message.shownText.replace(/\s+/g, ' ').trim();
  return {
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    occurredAt: row.occurred_at.toISOString(),
    state: row.state,
    way: row.way,
    why: row.why,
    direction: row.direction,
    sender: { address: row.sender_address, name: row.sender_name },
    subject: readable ? row.subject : null,
    snippet: readable ? line.slice(0, snippetLength).toWellFormed() : null,
    readable,
    automatic: row.automatic,
    attachmentCount: row.attachment_count,
    conversationId: row.conversation_id,
    settledAt: row.settled_at?.toISOString() ?? null,
    settledBy: row.settled_by,
    dismissReason: readable ? row.dismiss_reason : null,
  };
}
