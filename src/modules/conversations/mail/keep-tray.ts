import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { loadOurPeople } from '../our-people.ts';
import type { MailState } from './contract.ts';
import { logMail } from './log-mail.ts';
import { type MailRow, storedMessage } from './stored-mail.ts';

type Options = {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  userId: string | null;
  now: Date;
  mailId: string;
};

/** Logs a mail of the tray with the people somebody says it is with. */
export async function matchMail(
  options: Options & {
    contactIds: readonly string[];
    newPeople: readonly { email: string; name?: string | undefined }[];
  },
): Promise<void> {
  const { tx, contactIds, newPeople } = options;
  const row = await lockMail(options, 'waiting');
  const message = storedMessage.parse(row.message);
  const logged = await logMail({
    ...options,
    ours: await loadOurPeople(tx),
    contactIds,
    newPeople,
    mail: {
      occurredAt: row.occurred_at,
      direction: row.direction,
      theirs: message.theirs,
      ours: message.ours,
      subject: row.subject,
      shownText: message.shownText,
      automatic: row.automatic,
      externalId: row.external_id,
      threadId: row.thread_id,
      messageId: message.messageId,
    },
  });
  if (!logged) {
    throw new AppError('invalid_input', 'Say whom this mail is with: choose a contact, or make one.', {
      fields: [{ path: 'contactIds', message: 'nobody of theirs' }],
    });
  }
  await tx.run(sql`update inbound_mail set state = ${logged.state}, conversation_id = ${logged.conversationId},
    settled_at = ${options.now}, settled_by = ${options.actor.name} where id = ${row.id}`);
  await audit(options, row, 'mail.matched', null);
}

export async function dismissMail(options: Options & { reason: string | null }): Promise<void> {
  const { tx, now, actor, reason } = options;
  const row = await lockMail(options, 'waiting');
  await tx.run(sql`update inbound_mail set state = 'dismissed', settled_at = ${now}, settled_by = ${actor.name},
    dismiss_reason = ${reason} where id = ${row.id}`);
  await audit(options, row, 'mail.dismissed', reason);
}

export async function restoreMail(options: Options): Promise<void> {
  const row = await lockMail(options, 'dismissed');
  await options.tx.run(sql`update inbound_mail set state = 'waiting', settled_at = null, settled_by = null,
    dismiss_reason = null where id = ${row.id}`);
  await audit(options, row, 'mail.restored', null);
}

const settledBefore: Record<MailState, string> = {
  logged: 'This mail is in the log already. Load the tray again.',
  known: 'The log knows this mail already. Load the tray again.',
  dismissed: 'This mail was set aside meanwhile. Put it back into the tray first.',
  waiting: 'This mail waits in the tray.',
};

async function lockMail({ tx, mailId }: Options, expected: MailState): Promise<MailRow> {
  const row = await tx.first<MailRow>(sql`select * from inbound_mail where id = ${mailId} for update`);
  if (!row) throw notFound('mail');
  if (row.state !== expected) throw new AppError('conflict', settledBefore[row.state]);
  return row;
}

async function audit(options: Options, row: MailRow, action: string, reason: string | null): Promise<void> {
  await recordAudit(options.tx, {
    workspaceId: options.workspaceId,
    actor: options.actor,
    action,
    recordType: 'mail',
    recordId: row.id,
    recordLabel: `from ${row.sender_address}`,
    reason,
  });
}
