import { convert } from 'html-to-text';
import PostalMime, { type Address, type Attachment, addressParser, type Email } from 'postal-mime';
import { isAutomatic } from './automatic-mail.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import type { MailFile, MailPerson, ReadMail } from './mail-types.ts';

const maxPeople = 200;
const maxReferences = 100;
const maxMessageIdLength = 500;
const maxSubjectLength = 998;
const maxTextLength = 500_000;
const maxHtmlLength = 2_000_000;
const maxFileNameLength = 200;

// What says to be older was sent by a clock that is not set.
const oldestMail = Date.UTC(1990, 0);

/** Why a mail could not be read; the reason is shown to people. */
export class UnreadableMail extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'UnreadableMail';
    this.code = code;
  }
}

/** Reads the bytes of a mail. Throws UnreadableMail where they are none. */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const email = await parse(raw);
  const from = [email.from, email.sender].flatMap((each) => (each ? peopleOf([each]) : [])).at(0);
  if (!from) throw new UnreadableMail('no_sender', 'The mail does not say who it is from.');
  const subject = cleanLine(email.subject ?? '', maxSubjectLength);
  const header = (name: string) => headerOf(email, name)?.toLowerCase() ?? null;
  const { files, attachedMails } = sortAttachments(email.attachments);
  return {
    messageId: messageIdsIn(email.messageId ?? '').at(0) ?? null,
    references: referencesOf(email),
    from,
    to: peopleOf(email.to ?? []),
    cc: peopleOf(email.cc ?? []),
    subject,
    sentAt: dateOf(email.date),
    offsetMinutes: offsetOf(headerOf(email, 'date') ?? ''),
    text: textOf(email),
    automatic: isAutomatic({ header, subject }),
    files,
    attachedMails,
  };
}

async function parse(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { forceRfc822Attachments: true, maxNestingDepth: 100 });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UnreadableMail('unreadable', `The mail could not be read: ${cleanLine(detail, 200)}`);
  }
}

function headerOf(email: Email, name: string): string | null {
  return email.headers.find((each) => each.key === name)?.value ?? null;
}

function referencesOf(email: Email): string[] {
  const ids = messageIdsIn(`${email.references ?? ''} ${email.inReplyTo ?? ''}`);
  return [...new Set(ids)].slice(-maxReferences);
}

/** `<…@…>` without the brackets; some programs leave the brackets out. */
function messageIdsIn(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>\s]+)>/g)].map(([, id = '']) => id);
  const ids = bracketed.length > 0 ? bracketed : text.split(/\s+/);
  return ids.map((id) => cleanLine(id, maxMessageIdLength)).filter((id) => id.length > 0);
}

function peopleOf(addresses: readonly Address[]): MailPerson[] {
  const people = new Map<string, MailPerson>();
  for (const each of addresses.flatMap((one) => one.group ?? [one])) {
    const address = asMailAddress(each.address ?? '');
    if (address === null || people.has(address)) continue;
    people.set(address, { address, name: cleanLine(each.name ?? '', 200) || null });
    if (people.size === maxPeople) break;
  }
  return [...people.values()];
}

/** In lower case; null where it is no address. */
function asMailAddress(text: string): string | null {
  const address = cleanLine(text, 330).toLowerCase();
  return address.length <= 320 && /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+$/.test(address) ? address : null;
}

/** People in a header's value, such as `Ada Park <ada@acme.com>; ben@acme.com`. */
export function peopleIn(text: string): MailPerson[] {
  // Outlook parts them by semicolons and writes `[mailto:…]`.
  const value = text.replaceAll(/\[mailto:([^\]]+)\]/gi, '<$1>').replaceAll(';', ',');
  return peopleOf(addressParser(value, { flatten: true }));
}

function dateOf(text: string | undefined): Date | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) || time < oldestMail ? null : new Date(time);
}

function offsetOf(date: string): number | null {
  const [, sign, hours, minutes] = /([+-])(\d{2})(\d{2})\b/.exec(date) ?? [];
  if (sign === undefined) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The plain part where there is one; else the HTML as text. */
function textOf(email: Email): string {
  const plain = (email.text ?? '').replace(/\r\n?/g, '\n');
  if (plain.trim() !== '') return cleanText(plain, maxTextLength).trim();
  return cleanText(htmlToText(email.html ?? ''), maxTextLength).trim();
}

function htmlToText(html: string): string {
  if (html.trim() === '') return '';
  return convert(html.slice(0, maxHtmlLength), {
    wordwrap: false,
    limits: { maxDepth: 100, maxChildNodes: 20_000, ellipsis: '…' },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true } },
      { selector: 'table', format: 'block' },
    ],
  });
}

function sortAttachments(attachments: readonly Attachment[]): {
  files: MailFile[];
  attachedMails: Uint8Array[];
} {
  const files: MailFile[] = [];
  const attachedMails: Uint8Array[] = [];
  for (const [index, each] of attachments.entries()) {
    const content =
      typeof each.content === 'string' ? Buffer.from(each.content) : new Uint8Array(each.content);
    const isMail = each.mimeType === 'message/rfc822';
    if (isMail) attachedMails.push(content);
    files.push({
      name: fileName(each, index, isMail),
      claimedType: cleanLine(each.mimeType, 100) || 'application/octet-stream',
      inline: each.related === true || each.disposition === 'inline',
      content,
    });
  }
  return { files, attachedMails };
}

function fileName(attachment: Attachment, index: number, isMail: boolean): string {
  const base = (attachment.filename ?? '').split(/[\\/]/).at(-1) ?? '';
  // Control characters and direction marks make a name look like another.
  const name = cleanLine(base.replaceAll(/[\p{Cc}\p{Cf}]/gu, ''), maxFileNameLength);
  return name || `attachment-${index + 1}${isMail ? '.eml' : ''}`;
}
