import { createHash } from 'node:crypto';
import type { OurPeople } from '../our-people.ts';
import type { MailWhy } from './contract.ts';
import { isDoorAddress } from './mail-address.ts';
import { readForwarded } from './reading/forwarded-mail.ts';
import { bareSubject } from './reading/header-words.ts';
import type { ForwardedMail, MailFile, MailPerson, ReadMail } from './reading/mail-types.ts';
import { shownText } from './reading/shown-text.ts';

/** What a mail means here: who wrote to whom, and whether that may stand in the log. */
export type MeantMail = {
  way: 'sent' | 'forwarded' | 'received';
  /** Why nobody but a person can say where it belongs; null where it may be logged. */
  why: MailWhy | null;
  direction: 'inbound' | 'outbound';
  sender: MailPerson;
  theirs: MailPerson[];
  ours: MailPerson[];
  subject: string;
  sentAt: Date | null;
  text: string;
  shownText: string;
  automatic: boolean;
  messageId: string | null;
  references: string[];
  files: MailFile[];
  /** What the log knows it by: the same for everybody who sends or forwards it. */
  externalId: string;
};

type Options = {
  mail: ReadMail;
  messageKey: string;
  ours: OurPeople;
  timeZone: string;
  now: Date;
};

/**
 * Our side is who is one of us by address; everybody else is theirs. What one of us wrote to them, or forwards, may be
 * logged; what others send to the address must be looked at first, for whoever learns the address must not write history.
 */
export async function interpretMail(options: Options): Promise<MeantMail> {
  const { mail, ours } = options;
  if (!ours.isOurs(mail.from.address)) return asReceived(options);
  const outside = recipients(mail).some(({ address }) => !ours.isOurs(address));
  const forwarded = outside ? null : await readForwarded(mail, options);
  const meant = forwarded ? asForwarded(options, forwarded) : asSent(options);
  return ours.known(mail.from.address) ? meant : { ...meant, why: 'stranger' };
}

function recipients(mail: { to: MailPerson[]; cc: MailPerson[] }): MailPerson[] {
  return [...mail.to, ...mail.cc].filter(({ address }) => !isDoorAddress(address));
}

function asSent({ mail, messageKey, ours }: Options): MeantMail {
  const people = unique(recipients(mail));
  const theirs = people.filter(({ address }) => !ours.isOurs(address));
  return {
    ...contentOf(mail),
    way: 'sent',
    why: theirs.length > 0 ? null : 'nothing_forwarded',
    direction: 'outbound',
    theirs,
    ours: unique([mail.from, ...people.filter(({ address }) => ours.isOurs(address))]),
    externalId: messageKey,
  };
}

function asReceived({ mail, messageKey, ours }: Options): MeantMail {
  const people = unique([mail.from, ...recipients(mail)]);
  return {
    ...contentOf(mail),
    way: 'received',
    why: 'stranger',
    direction: 'inbound',
    theirs: people.filter(({ address }) => !ours.isOurs(address)),
    ours: people.filter(({ address }) => ours.isOurs(address)),
    externalId: messageKey,
  };
}

function asForwarded({ mail, messageKey, ours }: Options, inner: ForwardedMail): MeantMail {
  const people = unique([inner.from, ...recipients(inner)]);
  const theirs = people.filter(({ address }) => !ours.isOurs(address));
  return {
    ...contentOf(inner),
    way: 'forwarded',
    why: theirs.length > 0 ? null : 'nobody_outside',
    direction: ours.isOurs(inner.from.address) ? 'outbound' : 'inbound',
    theirs,
    ours: unique([...people.filter(({ address }) => ours.isOurs(address)), mail.from]),
    externalId: inner.messageId ?? contentKey(inner) ?? messageKey,
  };
}

function contentOf(mail: ReadMail | ForwardedMail) {
  return {
    sender: mail.from,
    subject: mail.subject,
    sentAt: mail.sentAt,
    text: mail.text,
    shownText: shownText(mail.text),
    automatic: mail.automatic,
    messageId: mail.messageId,
    references: mail.references,
    files: mail.files,
  };
}

/** Two colleagues who forward one mail name the same writer, minute and subject. */
function contentKey(mail: ForwardedMail): string | null {
  if (!mail.sentAt) return null;
  const minute = mail.sentAt.toISOString().slice(0, 16);
  const subject = bareSubject(mail.subject).toLowerCase();
  return `forwarded:${createHash('sha256')
    .update(JSON.stringify([mail.from.address, minute, subject]))
    .digest('hex')}`;
}

function unique(people: readonly MailPerson[]): MailPerson[] {
  const byAddress = new Map<string, MailPerson>();
  for (const person of people) {
    const earlier = byAddress.get(person.address);
    if (!earlier?.name) byAddress.set(person.address, person);
  }
  return [...byAddress.values()];
}
