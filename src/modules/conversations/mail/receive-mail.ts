import { createHash } from 'node:crypto';
import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { inSavepoint, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { countReceived } from '../../interactions/index.ts';
import type { Actor } from '../../workspace/index.ts';
import { loadOurPeople, type OurPeople } from '../our-people.ts';
import { interpretMail, type MeantMail } from './interpret-mail.ts';
import { keepDeadMail } from './keep-dead-mail.ts';
import { logMail } from './log-mail.ts';
import { joinThread } from './mail-thread.ts';
import type { ReadMail } from './reading/mail-types.ts';
import { readMail, UnreadableMail } from './reading/read-mail.ts';
import { forgetMailFiles, insertMailFiles, writeMailFiles } from './store-attachments.ts';
import type { StoredMessage } from './stored-mail.ts';

export type MailOutcome = 'logged' | 'known' | 'waiting' | 'duplicate' | 'dead_lettered';

type Incoming = {
  services: Services;
  workspaceId: string;
  raw: Uint8Array;
  /** What is counted of it in the same transaction; left out, it was received now. */
  count?: (tx: Tx, counted: 'accepted' | 'duplicate') => Promise<void>;
};

/**
 * Takes one mail in for a workspace: logged, put into the tray, or kept as a dead letter where it cannot be read. When
 * it resolves, that is committed. It rejects where the house is at fault, and then the mail must be sent again.
 */
export async function receiveMail(incoming: Incoming): Promise<MailOutcome> {
  const now = incoming.services.now();
  let mail: ReadMail;
  try {
    mail = await readMail(incoming.raw);
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error;
    return keepDeadMail({ ...incoming, now, code: error.code, reason: error.message });
  }
  try {
    return await keepMail({ ...incoming, now, mail });
  } catch (error) {
    if (isOurFault(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    incoming.services.log.error({ err: error }, 'a mail could not be kept');
    return keepDeadMail({ ...incoming, now, code: 'failed', reason, messageId: mail.messageId });
  }
}

/** A database or disk that is away comes back: whoever sent the mail keeps it until then. */
export function isOurFault(error: unknown): boolean {
  if (error instanceof AppError) return error.status >= 500;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^(E[A-Z]+|40...|55P03)$/.test(code);
}

type Kept = Incoming & { now: Date; mail: ReadMail };

function countMail(kept: Kept, tx: Tx, counted: 'accepted' | 'duplicate'): Promise<void> {
  if (kept.count) return kept.count(tx, counted);
  const { workspaceId, now } = kept;
  return countReceived({ tx, workspaceId, door: 'mail', now, counted: { [counted]: 1 } });
}

/** Keeps a mail that could be read; throws where it could not be kept. */
export async function keepMail(kept: Kept): Promise<MailOutcome> {
  const { services, workspaceId, raw, mail } = kept;
  const mailId = newId();
  const messageKey = mail.messageId ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`;
  try {
    const outcome = await services.database.inWorkspace(workspaceId, async (tx) => {
      await lockMail(tx, workspaceId);
      const earlier = await tx.first(sql`select 1 from inbound_mail where message_key = ${messageKey}`);
      if (!earlier) return write({ ...kept, tx, mailId, messageKey });
      await countMail(kept, tx, 'duplicate');
      return 'duplicate' as const;
    });
    return outcome;
  } catch (error) {
    // Where the database went away nobody knows whether it committed: then the files stay.
    if (!isOurFault(error)) await forgetMailFiles(services.files, { workspaceId, messageKey });
    throw error;
  }
}

/** One mail of a workspace at a time: two of one thread must find each other. */
async function lockMail(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`liaison.mail:${workspaceId}`}, 0))`);
}

type Writing = Kept & { tx: Tx; mailId: string; messageKey: string };

async function write(writing: Writing): Promise<MailOutcome> {
  const { services, tx, workspaceId, mail, mailId, messageKey, now } = writing;
  const ours = await loadOurPeople(tx);
  const workspace = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const timeZone = workspace?.time_zone ?? 'UTC';
  const meant = await interpretMail({ mail, messageKey, ours, timeZone, now });
  const occurredAt = new Date(Math.min((meant.sentAt ?? mail.sentAt ?? now).getTime(), now.getTime()));
  const stored = await writeMailFiles({
    files: services.files,
    workspaceId,
    messageKey,
    mailFiles: meant.files,
  });
  const threadId = await joinThread({ tx, workspaceId, meant, occurredAt });
  const twin = await sameMail({ tx, meant, threadId, occurredAt });
  await insertMail({ ...writing, meant, occurredAt, threadId, ours });
  await insertMailFiles({ tx, workspaceId, mailId, stored });
  await countMail(writing, tx, twin && meant.why === null ? 'duplicate' : 'accepted');
  if (meant.why !== null) return settle(tx, mailId, { state: 'waiting', why: meant.why });
  if (twin) return settle(tx, mailId, { state: 'known', conversationId: twin });
  const sender = ours.known(mail.from.address);
  const logged = await inSavepoint(tx, () =>
    logMail({
      tx,
      workspaceId,
      actor: actorOf(mail, sender),
      userId: sender?.userId ?? null,
      now,
      ours,
      mail: { ...meant, occurredAt, threadId },
    }),
  );
  return settle(tx, mailId, logged ?? { state: 'waiting', why: 'unknown_people' });
}

function actorOf(mail: ReadMail, sender: ReturnType<OurPeople['known']>): Actor {
  const name = sender?.name ?? mail.from.name ?? mail.from.address;
  return sender?.userId
    ? { kind: 'member', id: sender.userId, name }
    : { kind: 'system', id: null, name: `${name} by mail` };
}

/** The conversation of the same mail that came before by another way: its writer and minute tell, within the thread. */
async function sameMail(options: {
  tx: Tx;
  meant: MeantMail;
  threadId: string;
  occurredAt: Date;
}): Promise<string | null> {
  const { tx, meant, threadId, occurredAt } = options;
  if (meant.way !== 'forwarded' || !meant.sentAt) return null;
  const row = await tx.first<{ conversation_id: string }>(sql`select conversation_id from inbound_mail
    where thread_id = ${threadId} and conversation_id is not null and sender_address = ${meant.sender.address}
      and occurred_at >= date_trunc('minute', ${occurredAt}::timestamptz)
      and occurred_at < date_trunc('minute', ${occurredAt}::timestamptz) + interval '1 minute'
    limit 1`);
  return row?.conversation_id ?? null;
}

async function insertMail(
  options: Writing & { meant: MeantMail; occurredAt: Date; threadId: string; ours: OurPeople },
): Promise<void> {
  const { tx, mailId, workspaceId, now, messageKey, meant, mail, occurredAt, threadId, raw, ours } = options;
  const sender = ours.known(mail.from.address);
  const message: StoredMessage = {
    theirs: meant.theirs,
    ours: meant.ours,
    text: meant.text,
    shownText: meant.shownText,
    messageId: meant.messageId,
    senderUserId: sender?.userId ?? null,
    senderName: sender?.name ?? null,
  };
  await tx.run(sql`insert into inbound_mail (id, workspace_id, received_at, message_key, state, way, why, direction,
      occurred_at, sender_address, sender_name, subject, automatic, message, size_bytes, thread_id, external_id)
    values (${mailId}, ${workspaceId}, ${now}, ${messageKey}, 'waiting', ${meant.way}, ${meant.why}, ${meant.direction},
      ${occurredAt}, ${meant.sender.address}, ${meant.sender.name}, ${meant.subject}, ${meant.automatic},
      ${JSON.stringify(message)}::jsonb, ${raw.byteLength}, ${threadId}, ${meant.externalId.slice(0, 300)})`);
}

type Settled =
  | { state: 'waiting'; why: MeantMail['why'] }
  | { state: 'logged' | 'known'; conversationId: string };

async function settle(tx: Tx, mailId: string, settled: Settled): Promise<MailOutcome> {
  if (settled.state === 'waiting') {
    await tx.run(sql`update inbound_mail set why = ${settled.why} where id = ${mailId}`);
  } else {
    await tx.run(sql`update inbound_mail set state = ${settled.state}, conversation_id = ${settled.conversationId}
      where id = ${mailId}`);
  }
  return settled.state;
}
