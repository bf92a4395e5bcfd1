import type { Mail, MailWhy, WholeMail } from '../../mail/contract.ts';

const whys: Record<MailWhy, string> = {
  stranger: 'Sent by somebody who is none of us. Look at it before it becomes part of the story.',
  unknown_people: 'Nobody it was exchanged with is a contact yet.',
  nobody_outside: 'Everybody in the mail that was passed on is one of us.',
  nothing_forwarded: 'It went to nobody outside, and holds no mail passed on.',
};

export function whyWords(why: MailWhy | null): string {
  return why === null ? '' : whys[why];
}

/** Whom it is with, at a glance: the sender, or for one of ours the way it came. */
export function senderWords(mail: Pick<Mail, 'sender'>): string {
  return mail.sender.name ?? mail.sender.address;
}

export function wayWords(mail: Pick<Mail, 'way' | 'direction'>): string {
  if (mail.way === 'forwarded') return mail.direction === 'inbound' ? 'forwarded, theirs' : 'forwarded, ours';
  return mail.way === 'sent' ? 'sent by us' : 'sent to the address';
}

const units = ['B', 'KB', 'MB'] as const;

export function sizeWords(bytes: number): string {
  let size = bytes;
  for (const unit of units) {
    if (size < 1_024 || unit === 'MB')
      return `${size < 10 && unit !== 'B' ? size.toFixed(1) : Math.round(size)} ${unit}`;
    size /= 1_024;
  }
  return `${bytes} B`;
}

/** People of theirs in the mail, those known first. */
export function theirsOf(mail: WholeMail) {
  const theirs = mail.people.filter(({ side }) => side === 'theirs');
  return [...theirs.filter(({ contact }) => contact), ...theirs.filter(({ contact }) => !contact)];
}

/** "Ada Park and carl@acme.com", for a button. */
export function namesWords(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length === 2) return names.join(' and ');
  return `${names[0]} and ${names.length - 1} others`;
}
