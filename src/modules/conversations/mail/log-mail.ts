import type { Tx } from '../../../platform/postgres/database.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { contactsByAddress } from '../known-contacts.ts';
import { logConversation } from '../log-conversation.ts';
import type { OurPeople } from '../our-people.ts';
import { resolveOurSide } from '../our-side.ts';
import type { MailBodies } from './contract.ts';
import type { MailPerson } from './reading/mail-types.ts';

/** The source that the log names for mails. */
const mailSource = 'mail';

export type LoggableMail = {
  occurredAt: Date;
  direction: 'inbound' | 'outbound';
  theirs: readonly MailPerson[];
  ours: readonly MailPerson[];
  subject: string;
  shownText: string;
  automatic: boolean;
  externalId: string;
  threadId: string;
  messageId: string | null;
};

export type MailLogged = { state: 'logged' | 'known'; conversationId: string };

/**
 * Writes a mail into the log as an exchange of e-mails with everybody in it who is known. Null, and nothing written,
 * where nobody is.
 */
export async function logMail(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  userId: string | null;
  now: Date;
  mail: LoggableMail;
  ours: OurPeople;
  /** People beside those known by their addresses. */
  contactIds?: readonly string[];
  newPeople?: readonly { email: string; name?: string | undefined }[];
}): Promise<MailLogged | null> {
  const { tx, mail, contactIds = [], newPeople = [] } = options;
  const known = await contactsByAddress(
    tx,
    mail.theirs.map(({ address }) => address),
  );
  const named = new Set(newPeople.map(({ email }) => email));
  const found = mail.theirs.flatMap(({ address }) => known.get(address)?.id ?? []);
  if (found.length + contactIds.length + newPeople.length === 0) return null;
  const { teammateIds, others } = await resolveOurSide({ ...options, people: mail.ours });
  const bodies = await tx.first<{ bodies: MailBodies }>(sql`select bodies from mail_setting`);
  const { outcome, conversation } = await logConversation({
    tx,
    workspaceId: options.workspaceId,
    actor: options.actor,
    userId: options.userId,
    now: options.now,
    input: {
      type: 'email_exchange',
      occurredAt: mail.occurredAt,
      direction: mail.direction,
      contactIds: [...new Set([...contactIds, ...found])],
      newPeople,
      // A mail to nobody of ours is whoever's it is that says where it belongs.
      ...(teammateIds.length === 0 && options.userId !== null ? {} : { teammateIds }),
      strangers: [
        ...mail.theirs
          .filter(({ address }) => !known.has(address) && !named.has(address))
          .map(({ address, name }) => ({ side: 'theirs' as const, email: address, name })),
        ...others.map(({ address, name }) => ({ side: 'ours' as const, email: address, name })),
      ],
      subject: mail.subject,
      body: mail.shownText,
      private: bodies?.bodies !== 'everyone',
      source: mailSource,
      externalId: mail.externalId,
      threadId: mail.threadId,
      messageId: mail.messageId,
      flagReason: mail.automatic ? 'automatic_reply' : null,
    },
  });
  return { state: outcome === 'created' ? 'logged' : 'known', conversationId: conversation.id };
}
