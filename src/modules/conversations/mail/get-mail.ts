import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { accountsByAddress, contactsByAddress } from '../known-contacts.ts';
import type { MailAttachment, MailPersonSeen, WholeMail } from './contract.ts';
import { loadSight, presentMail, type ShownRow, shownColumns } from './present-mail.ts';
import { type StoredMessage, storedMessage } from './stored-mail.ts';

export async function loadMailRow(
  tx: Tx,
  options: { mailId: string; userId: string | null },
): Promise<ShownRow> {
  const row = await tx.first<ShownRow>(
    sql`select ${shownColumns(options.userId)} from inbound_mail m where m.id = ${options.mailId}`,
  );
  if (!row) throw notFound('mail');
  return row;
}

/** One mail, with who in it is known by now. */
export async function getMail(options: {
  tx: Tx;
  mailId: string;
  userId: string | null;
}): Promise<WholeMail> {
  const { tx, userId } = options;
  const row = await loadMailRow(tx, options);
  const mail = presentMail(row, await loadSight(tx, userId));
  const message = storedMessage.parse(row.message);
  const attachments = mail.readable ? await readAttachments(tx, row.id) : [];
  return {
    ...mail,
    people: await peopleOf(tx, message),
    text: mail.readable ? message.text : null,
    shownText: mail.readable ? message.shownText : null,
    threadId: row.thread_id,
    attachments,
  };
}

async function peopleOf(tx: Tx, message: StoredMessage): Promise<MailPersonSeen[]> {
  const addresses = message.theirs.map(({ address }) => address);
  const contacts = await contactsByAddress(tx, addresses);
  const accounts = await accountsByAddress(
    tx,
    addresses.filter((address) => !contacts.has(address)),
  );
  const theirs = message.theirs.map(({ address, name }) => {
    const contact = contacts.get(address);
    return {
      address,
      name,
      side: 'theirs' as const,
      contact: contact ? { id: contact.id, name: contact.name } : null,
      account: accounts.get(address) ?? null,
    };
  });
  const ours = message.ours.map(({ address, name }) => ({
    address,
    name,
    side: 'ours' as const,
    contact: null,
    account: null,
  }));
  return [...theirs, ...ours];
}

async function readAttachments(tx: Tx, mailId: string): Promise<MailAttachment[]> {
  return tx.rows<MailAttachment>(sql`select id, name, type, size_bytes as "sizeBytes", inline
    from mail_attachment where mail_id = ${mailId} order by inline, position`);
}
